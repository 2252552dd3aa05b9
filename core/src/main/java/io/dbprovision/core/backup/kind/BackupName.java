package io.dbprovision.core.backup.kind;

import io.dbprovision.core.backup.stream.Compression;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/** What a backup's file is called. */
final class BackupName {
  private static final DateTimeFormatter STAMP =
      DateTimeFormatter.ofPattern("yyyyMMdd-HHmmss", Locale.ROOT).withZone(ZoneOffset.UTC);
  private static final String ENCRYPTED = ".enc";

  private BackupName() {}

  /**
   * @param object the backup's own name
   * @param extension with its dot
   */
  static String of(
      String database,
      String object,
      Instant at,
      String extension,
      Compression compression,
      boolean encrypted) {
    return database
        + "-"
        + object
        + "-"
        + STAMP.format(at)
        + extension
        + compression.suffix()
        + (encrypted ? ENCRYPTED : "");
  }
}
