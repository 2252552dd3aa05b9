package io.dbprovision.spi;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;

/** The keys of an {@link ObjectStore}: which texts are some, and their order. */
public final class ObjectKeys {
  /** The order of listings: that of the bytes of UTF-8. */
  public static final Comparator<String> ORDER =
      (one, other) -> Arrays.compareUnsigned(bytes(one), bytes(other));

  private static final int LONGEST = 900;
  private static final List<String> NO_NAMES = List.of("", ".", "..");

  private ObjectKeys() {}

  public static boolean isValid(String key) {
    return bytes(key).length <= LONGEST
        && key.codePoints().noneMatch(Character::isISOControl)
        && Arrays.stream(key.split("/", -1)).noneMatch(NO_NAMES::contains);
  }

  /**
   * The key itself.
   *
   * @throws EngineException INVALID when it is none
   */
  public static String checked(String key) {
    if (!isValid(key)) {
      throw EngineException.of(
          ErrorKind.INVALID,
          "'"
              + key.replaceAll("\\p{Cntrl}", "?")
              + "' cannot be a key: it has to be at most 900 bytes without control characters, and"
              + " its parts between slashes neither empty nor '.' nor '..'");
    }
    return key;
  }

  /** The field {@code prefix} of a block as {@link Store#prefix} gives it. */
  public static String prefix(Section block) {
    return block.text("prefix").orElse("").replaceAll("^/+|/+$", "");
  }

  private static byte[] bytes(String key) {
    return key.getBytes(StandardCharsets.UTF_8);
  }
}
