package io.dbprovision.spi;

import java.nio.file.Path;
import java.util.Objects;

/**
 * What to copy out.
 *
 * @param database the database's name inside the server
 * @param block the engine block of the backup
 * @param scratch an empty folder that nobody else can read; the caller removes it
 */
public record DumpRequest(String database, Section block, Path scratch) {
  public DumpRequest {
    Objects.requireNonNull(database, "database");
    Objects.requireNonNull(block, "block");
    Objects.requireNonNull(scratch, "scratch");
  }
}
