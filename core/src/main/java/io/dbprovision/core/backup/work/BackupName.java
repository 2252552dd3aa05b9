package io.dbprovision.core.backup.work;

import io.dbprovision.core.backup.stream.Compression;
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
    return start(database)
        + object
        + "-"
        + STAMP.format(at)
        + extension
        + compression.suffix()
        + (encrypted ? ENCRYPTED : "");
  }
}
