package io.dbprovision.core.backup.work;

import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

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
 * @param found what came of an errand; null for any other work
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
    int warningsLeftOut,
    @Nullable Finding found) {
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

  /** Of a work that copied or filled a database, or verified a backup. */
  public WorkResult(
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
    this(
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
        warnings,
        warningsLeftOut,
        null);
  }

  /** What came of an errand; empty for any other work. */
  public Optional<Finding> finding() {
    return Optional.ofNullable(found);
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
        leftOut,
        found);
  }
}
