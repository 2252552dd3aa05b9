package io.dbprovision.core.backup.work;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.dbprovision.core.backup.stream.Compression;
import io.dbprovision.core.secret.ShortHash;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.regex.Pattern;

/** What a backup's file is called. */
public final class BackupName {
  private static final DateTimeFormatter STAMP =
      DateTimeFormatter.ofPattern("yyyyMMdd-HHmmss", Locale.ROOT).withZone(ZoneOffset.UTC);
  private static final String ENCRYPTED = ".enc";
  private static final int LONGEST = 240;
  private static final Pattern ANY =
      Pattern.compile("(?:.*/)?[^/]+-[^/]+-[0-9]{8}-[0-9]{6}[.][^/]+", Pattern.DOTALL);

  private BackupName() {}

  /** What the names of all backups of a database begin with, and those of few others. */
  public static String start(String database) {
    return database + "-";
  }

  /** Whether {@link #of} can have given that name to a file. */
  public static boolean fits(String path) {
    return ANY.matcher(path).matches();
  }

  /**
   * At most 240 bytes: file systems take 255, and the names of parts, keys and manifests are up to
   * 13 longer. The end of a longer object's name gives way to a hash of all of it.
   *
   * @param object the backup's own name
   * @param extension with its dot
   */
  public static String of(
      String database,
      String object,
      Instant at,
      String extension,
      Compression compression,
      boolean encrypted) {
    String rest =
        "-" + STAMP.format(at) + extension + compression.suffix() + (encrypted ? ENCRYPTED : "");
    int room = LONGEST - start(database).getBytes(UTF_8).length - rest.length();
    return start(database) + shortened(object, room) + rest;
  }

  /** Kubernetes' names are ASCII: a character is a byte. */
  private static String shortened(String object, int room) {
    if (object.length() <= room) {
      return object;
    }
    int kept = Math.max(0, room - ShortHash.LENGTH - 1);
    return object.substring(0, kept) + "-" + ShortHash.of(object);
  }
}
