package io.dbprovision.core.backup.work;

import io.dbprovision.core.backup.stream.Manifest;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

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
    List<String> warnings,
    @Nullable Finding found) {
  Done {
    warnings = List.copyOf(warnings);
  }

  Done(
      long plainBytes,
      long storedBytes,
      String checksum,
      String format,
      String tool,
      String serverVersion,
      int tables,
      Match match,
      List<String> warnings) {
    this(
        plainBytes,
        storedBytes,
        checksum,
        format,
        tool,
        serverVersion,
        tables,
        match,
        warnings,
        null);
  }

  static Done of(Finding found) {
    return new Done(0, 0, "", "", "", "", -1, Match.NOT_ASKED, List.of(), found);
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
        0,
        found);
  }
}
