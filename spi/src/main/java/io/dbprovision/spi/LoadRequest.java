package io.dbprovision.spi;

import java.nio.file.Path;
import java.util.Objects;

/**
 * What to fill.
 *
 * @param database the name inside the server, from {@link RestorePlace}
 * @param block the engine block of the restore
 * @param format {@link DumpFormat#name} of what is coming; empty when nobody knows: a file of
 *     somebody else's, told by its first bytes
 * @param scratch an empty folder that nobody else can read; the caller removes it
 */
public record LoadRequest(String database, Section block, String format, Path scratch) {
  public LoadRequest {
    Objects.requireNonNull(database, "database");
    Objects.requireNonNull(block, "block");
    Objects.requireNonNull(format, "format");
    Objects.requireNonNull(scratch, "scratch");
  }
}
