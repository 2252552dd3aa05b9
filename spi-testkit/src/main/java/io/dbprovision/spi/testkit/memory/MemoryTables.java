package io.dbprovision.spi.testkit.memory;

import io.dbprovision.spi.ContentSummary;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Tables as lines of text: {@code table name}, {@code row text}, and {@code end} at the end. */
final class MemoryTables {
  private static final String TABLE = "table ";
  private static final String ROW = "row ";
  private static final String END = "end";

  private MemoryTables() {}

  static byte[] text(SortedMap<String, List<String>> tables) {
    StringBuilder text = new StringBuilder();
    tables.forEach(
        (name, rows) -> {
          text.append(TABLE).append(name).append('\n');
          rows.forEach(row -> text.append(ROW).append(row).append('\n'));
        });
    return text.append(END).append('\n').toString().getBytes(StandardCharsets.UTF_8);
  }

  /** Null unless it is whole. */
  static @Nullable SortedMap<String, List<String>> read(byte[] text) {
    SortedMap<String, List<String>> tables = new TreeMap<>();
    List<String> rows = new ArrayList<>();
    boolean whole = false;
    for (String line : new String(text, StandardCharsets.UTF_8).lines().toList()) {
      whole = line.equals(END);
      if (line.startsWith(TABLE)) {
        rows = new ArrayList<>();
        tables.put(line.substring(TABLE.length()), rows);
      } else if (line.startsWith(ROW)) {
        rows.add(line.substring(ROW.length()));
      } else if (!whole) {
        return null;
      }
    }
    return whole ? tables : null;
  }

  static ContentSummary summary(SortedMap<String, List<String>> tables) {
    Map<String, Long> rows =
        tables.entrySet().stream()
            .collect(Collectors.toMap(Map.Entry::getKey, e -> (long) e.getValue().size()));
    return new ContentSummary(rows, "tables " + String.join(",", tables.keySet()));
  }
}
