package io.dbprovision.core.backup.work;

import java.time.Instant;
import java.util.List;
import java.util.Objects;

/**
 * What became of a work that worked: there is one only when everything was checked.
 *
 * @param plainBytes of the dump
 * @param storedBytes that it takes up in the store
 * @param checksum of the manifest; empty for a file of somebody else's
 * @param format of the dump, {@code DumpFormat.name}; empty when nobody knows
 * @param tool that wrote the dump; empty when nobody knows
 * @param serverVersion that the dump came from; empty when nobody knows
 * @param tables that were filled; negative when unknown
 * @param warnings sentences for the object's status: the first ones when there are many, see {@link
 *     #warningsLeftOut}
 */
public record WorkResult(
    Instant startedAt,
    Instant finishedAt,
    long plainBytes,
    long storedBytes,
    String checksum,
    String format,
    String tool,
    String serverVersion,
    int tables,
    Match match,
    List<String> warnings,
    int warningsLeftOut) {
  public WorkResult {
    Objects.requireNonNull(startedAt, "startedAt");
    Objects.requireNonNull(finishedAt, "finishedAt");
    Objects.requireNonNull(checksum, "checksum");
    Objects.requireNonNull(format, "format");
    Objects.requireNonNull(tool, "tool");
    Objects.requireNonNull(serverVersion, "serverVersion");
    Objects.requireNonNull(match, "match");
    warnings = List.copyOf(warnings);
  }

  WorkResult withWarnings(List<String> kept, int leftOut) {
    return new WorkResult(
        startedAt,
        finishedAt,
        plainBytes,
        storedBytes,
        checksum,
        format,
        tool,
        serverVersion,
        tables,
        match,
        kept,
        leftOut);
  }
}
