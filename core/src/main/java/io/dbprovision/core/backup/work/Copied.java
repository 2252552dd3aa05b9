package io.dbprovision.core.backup.work;

import io.dbprovision.core.backup.stream.Manifest;
import java.util.List;
import java.util.Objects;

/**
 * What there is to tell of a stored copy of a database.
 *
 * @param plainBytes of the dump
 * @param storedBytes that it takes up in the store
 * @param checksum of the manifest; empty for a file of somebody else's
 * @param format of the dump, {@code DumpFormat.name}; empty when nobody knows
 * @param tool that wrote the dump; empty when nobody knows
 * @param serverVersion that the dump came from; empty when nobody knows
 * @param warnings a sentence each, for the status of whoever asked for the work
 */
public record Copied(
    long plainBytes,
    long storedBytes,
    String checksum,
    String format,
    String tool,
    String serverVersion,
    List<String> warnings) {
  static final Copied NOTHING = new Copied(0, 0, "", "", "", "", List.of());

  public Copied {
    Objects.requireNonNull(checksum, "checksum");
    Objects.requireNonNull(format, "format");
    Objects.requireNonNull(tool, "tool");
    Objects.requireNonNull(serverVersion, "serverVersion");
    warnings = List.copyOf(warnings);
  }

  public static Copied of(Manifest manifest) {
    return new Copied(
        manifest.plainBytes(),
        manifest.storedBytes(),
        manifest.checksum(),
        manifest.header().format(),
        manifest.summary().tool(),
        manifest.summary().serverVersion(),
        manifest.summary().warnings());
  }

  Copied withWarnings(List<String> others) {
    return new Copied(plainBytes, storedBytes, checksum, format, tool, serverVersion, others);
  }
}
