package io.dbprovision.core.backup.kind;

import io.dbprovision.core.backup.stream.Manifest;
import io.dbprovision.core.backup.work.WorkResult;
import java.util.List;
import java.util.Objects;

/**
 * What a status tells of a backup that is complete.
 *
 * @param warnings a sentence each
 */
record Copied(
    long plainBytes,
    long storedBytes,
    String checksum,
    String format,
    String tool,
    String serverVersion,
    List<String> warnings) {
  Copied {
    Objects.requireNonNull(checksum, "checksum");
    Objects.requireNonNull(format, "format");
    Objects.requireNonNull(tool, "tool");
    Objects.requireNonNull(serverVersion, "serverVersion");
    warnings = List.copyOf(warnings);
  }

  static Copied of(Manifest manifest) {
    return new Copied(
        manifest.plainBytes(),
        manifest.storedBytes(),
        manifest.checksum(),
        manifest.header().format(),
        manifest.summary().tool(),
        manifest.summary().serverVersion(),
        manifest.summary().warnings());
  }

  static Copied of(WorkResult result) {
    return new Copied(
        result.plainBytes(),
        result.storedBytes(),
        result.checksum(),
        result.format(),
        result.tool(),
        result.serverVersion(),
        result.warnings());
  }
}
