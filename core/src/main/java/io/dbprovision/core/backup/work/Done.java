package io.dbprovision.core.backup.work;

import io.dbprovision.core.backup.stream.Manifest;
import java.time.Instant;
import java.util.List;

/** What was done, without when. */
record Done(
    long plainBytes,
    long storedBytes,
    String checksum,
    String format,
    String tool,
    String serverVersion,
    int tables,
    Match match,
    List<String> warnings) {
  Done {
    warnings = List.copyOf(warnings);
  }

  static Done of(Manifest manifest) {
    return new Done(
        manifest.plainBytes(),
        manifest.storedBytes(),
        manifest.checksum(),
        manifest.header().format(),
        manifest.summary().tool(),
        manifest.summary().serverVersion(),
        -1,
        Match.NOT_ASKED,
        manifest.summary().warnings());
  }

  WorkResult result(Instant started, Instant finished) {
    return new WorkResult(
        started,
        finished,
        plainBytes,
        storedBytes,
        checksum,
        format,
        tool,
        serverVersion,
        tables,
        match,
        warnings,
        0);
  }
}
