package io.dbprovision.core.backup.work;

import io.dbprovision.spi.ContentSummary;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;

/** Says how two databases differ, in few words. */
final class ContentDifference {
  private static final int MOST = 5;

  private ContentDifference() {}

  /** Empty when they hold the same. */
  static Optional<String> of(ContentSummary expected, ContentSummary found) {
    List<String> differences = new ArrayList<>();
    Map<String, Long> wanted = expected.rows();
    Map<String, Long> there = found.rows();
    TreeSet<String> tables = new TreeSet<>(wanted.keySet());
    tables.addAll(there.keySet());
    for (String table : tables) {
      Long want = wanted.get(table);
      Long has = there.get(table);
      if (want == null) {
        differences.add("table " + table + " should not be there");
      } else if (has == null) {
        differences.add("table " + table + " is missing");
      } else if (!want.equals(has)) {
        differences.add("table %s has %d rows instead of %d".formatted(table, has, want));
      }
    }
    if (differences.isEmpty() && !expected.catalog().equals(found.catalog())) {
      differences.add("the definitions of tables, views, functions or the like differ");
    }
    if (differences.isEmpty()) {
      return Optional.empty();
    }
    String first = String.join("; ", differences.subList(0, Math.min(MOST, differences.size())));
    return Optional.of(
        differences.size() > MOST
            ? first + "; and %d more".formatted(differences.size() - MOST)
            : first);
  }
}
