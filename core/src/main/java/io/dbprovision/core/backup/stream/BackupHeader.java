package io.dbprovision.core.backup.stream;

import java.util.Objects;

/**
 * What a backup says of itself; every segment is bound to it, so that no part of one backup passes
 * for a part of another.
 *
 * @param uid of the DatabaseBackup: whoever expects a certain backup compares it
 * @param format the dump's, as the engine names it
 */
public record BackupHeader(String uid, String engine, String database, String format) {
  public BackupHeader {
    Objects.requireNonNull(uid, "uid");
    Objects.requireNonNull(engine, "engine");
    Objects.requireNonNull(database, "database");
    Objects.requireNonNull(format, "format");
  }
}
