package io.dbprovision.core.backup.stream;

import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What the objects of a backup are called. */
final class ObjectNames {
  /** Their sizes fit in a manifest; of the usual size they are fifty tebibytes. */
  static final int MOST_PARTS = 50_000;

  private static final Pattern BESIDE =
      Pattern.compile("(.+)(\\.manifest|\\.key(?:-[0-9a-f]{8})?|\\.part-[0-9]{5})", Pattern.DOTALL);

  /** What an object is to its backup. */
  enum Role {
    MANIFEST,
    KEY,
    PART
  }

  /** An object's place: which backup it would belong to, and as what. */
  record Place(String path, Role role) {}

  private ObjectNames() {}

  /**
   * @param number from 1; the first lies at the path itself
   */
  static String part(String path, int number) {
    return number == 1 ? path : String.format(Locale.ROOT, "%s.part-%05d", path, number);
  }

  static String manifest(String path) {
    return path + ".manifest";
  }

  /** Where the key lies that a backup was written with. */
  static String key(String path) {
    return path + ".key";
  }

  /** Where the key lies after it was wrapped anew. */
  static String key(String path, String id) {
    return path + ".key-" + id;
  }

  static Place place(String key) {
    Matcher beside = BESIDE.matcher(key);
    if (!beside.matches()) {
      return new Place(key, Role.PART);
    }
    String suffix = beside.group(2);
    Role role =
        suffix.equals(".manifest")
            ? Role.MANIFEST
            : suffix.startsWith(".key") ? Role.KEY : Role.PART;
    return new Place(beside.group(1), role);
  }
}
