package io.dbprovision.spi;

import java.util.Collections;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;

/**
 * What a database holds, to be compared with what its restored copy holds.
 *
 * @param rows per table, by its qualified name; sorted
 * @param catalog a digest of the definitions of everything that a copy has to bring back, the same
 *     on every server version that can restore it; empty when unknown
 */
public record ContentSummary(Map<String, Long> rows, String catalog) {
  private static final ContentSummary UNKNOWN = new ContentSummary(Map.of(), "");

  public ContentSummary {
    rows = Collections.unmodifiableMap(new TreeMap<>(rows));
    Objects.requireNonNull(catalog, "catalog");
  }

  /** Nothing can be said, and nothing be compared. */
  public static ContentSummary unknown() {
    return UNKNOWN;
  }

  public boolean isKnown() {
    return !catalog.isEmpty();
  }
}
