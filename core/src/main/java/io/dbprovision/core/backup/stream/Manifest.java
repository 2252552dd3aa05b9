package io.dbprovision.core.backup.stream;

import io.dbprovision.spi.ContentSummary;
import io.dbprovision.spi.DumpSummary;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * What is known of a backup that is complete.
 *
 * @param finished when it was committed, by the operator's clock
 * @param plainBytes of the dump
 * @param segments of all parts together
 * @param parts the stored size of each, in order
 * @param checksum {@code sha256:} and the hex digest of all parts one after the other
 * @param summary the contents are sealed in an encrypted backup: unknown unless its key was given
 */
public record Manifest(
    BackupHeader header,
    Compression compression,
    boolean encrypted,
    Instant finished,
    long plainBytes,
    long segments,
    List<Long> parts,
    String checksum,
    DumpSummary summary) {
  public Manifest {
    Objects.requireNonNull(header, "header");
    Objects.requireNonNull(compression, "compression");
    Objects.requireNonNull(finished, "finished");
    parts = List.copyOf(parts);
    Objects.requireNonNull(checksum, "checksum");
    Objects.requireNonNull(summary, "summary");
  }

  /** What all parts take up in the store. */
  public long storedBytes() {
    return parts.stream().mapToLong(Long::longValue).sum();
  }

  /**
   * The keys of the parts of a backup that is stored at a path, each with its size; in their order.
   * The caller's to change.
   */
  public Map<String, Long> sizes(String path) {
    Map<String, Long> sizes = new LinkedHashMap<>();
    for (int i = 0; i < parts.size(); i++) {
      sizes.put(ObjectNames.part(path, i + 1), parts.get(i));
    }
    return sizes;
  }

  Manifest with(ContentSummary contents) {
    return with(
        new DumpSummary(summary.tool(), summary.serverVersion(), contents, summary.warnings()));
  }

  Manifest with(DumpSummary other) {
    return new Manifest(
        header, compression, encrypted, finished, plainBytes, segments, parts, checksum, other);
  }
}
