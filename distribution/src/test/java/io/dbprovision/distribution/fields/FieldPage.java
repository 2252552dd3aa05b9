package io.dbprovision.distribution.fields;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * {@code docs/reference/fields.md}: what each field does on each engine. One engine's run fills one
 * column; the others stay as they are. Immutable.
 */
final class FieldPage {
  private static final String HEAD =
      """
      <!-- Made by FieldsIT from what it saw; `make fields` makes it anew. -->
      # What every field does

      Each row comes from a test that gave the field a value, changed it to another and back, on a real API server and a real
      database server, and looked at the database, the Secret or the status after each step.

      - **works**: the change took effect both times.
      - **immutable**: it cannot be changed once the object is there; the API server refuses it, or the `Synced` condition says so.
      - **not supported** (reason): the `Synced` condition says so with that reason, and nothing happens on the server.
      - A field that holds others does what they do; **in part** where they differ.
      - Backups and restores are made once: there two objects were compared, one with each value. What is said of a template of
        backups is that every backup gets it; `Completed` with a warning is **not supported** (`status.warnings`).
      - A schedule makes objects and reaches no server itself: what it does was tried once for all engines.
      - An empty cell: not tried there. The trials on MySQL and MariaDB are of what is for them alone, but for `writeTimeout`, which
        nothing on the server shows, and of all fields of backups, restores and schedules.
      """;

  private final List<String> engines;
  private final Map<Family, Map<String, Map<String, String>>> cells;

  private FieldPage(List<String> engines, Map<Family, Map<String, Map<String, String>>> cells) {
    this.engines = engines;
    this.cells = cells;
  }

  /** Reads a page back; empty text is a page without engines. */
  static FieldPage parse(String markdown) {
    List<String> engines = new ArrayList<>();
    Map<Family, Map<String, Map<String, String>>> cells = new EnumMap<>(Family.class);
    Family family = Family.INSTANCE;
    for (String line : markdown.lines().toList()) {
      if (line.startsWith("## ")) {
        family = Family.of(line.substring(3).split(",", -1)[0]);
        engines.clear();
      } else if (line.startsWith("| Field |")) {
        List<String> columns = columns(line);
        engines.addAll(columns.subList(1, columns.size()));
      } else if (line.startsWith("| `")) {
        List<String> columns = columns(line);
        Map<String, String> row = new TreeMap<>();
        for (int i = 0; i < engines.size(); i++) {
          row.put(engines.get(i), columns.get(i + 1));
        }
        String field = columns.getFirst().replace("`", "");
        cells.computeIfAbsent(family, key -> new TreeMap<>()).put(field, row);
      }
    }
    return new FieldPage(List.copyOf(engines), cells);
  }

  /** The same with what one engine's run showed; its rows are all that there are of a family. */
  FieldPage with(String engine, Map<Family, Map<String, String>> seen) {
    List<String> all = new ArrayList<>(engines);
    if (!all.contains(engine)) {
      all.add(engine);
    }
    Map<Family, Map<String, Map<String, String>>> next = new EnumMap<>(Family.class);
    next.putAll(cells);
    seen.forEach(
        (family, fields) -> {
          Map<String, Map<String, String>> rows = new TreeMap<>();
          fields.forEach(
              (field, verdict) -> {
                Map<String, String> row = new LinkedHashMap<>(row(family, field));
                row.put(engine, verdict);
                rows.put(field, row);
              });
          next.put(family, rows);
        });
    return new FieldPage(List.copyOf(all), next);
  }

  Set<String> fields(Family family) {
    return cells.getOrDefault(family, Map.of()).keySet();
  }

  Map<String, String> row(Family family, String field) {
    return cells.getOrDefault(family, Map.of()).getOrDefault(field, Map.of());
  }

  String markdown() {
    StringBuilder page = new StringBuilder(HEAD);
    cells.forEach(
        (family, rows) -> {
          page.append("\n## ").append(String.join(", ", family.kinds())).append("\n\n");
          page.append("| Field | ").append(String.join(" | ", engines)).append(" |\n");
          page.append("|---".repeat(engines.size() + 1)).append("|\n");
          rows.forEach(
              (field, row) -> {
                page.append("| `").append(field).append("` |");
                engines.forEach(
                    engine -> page.append(' ').append(row.getOrDefault(engine, "")).append(" |"));
                page.append('\n');
              });
        });
    return page.toString();
  }

  private static List<String> columns(String line) {
    List<String> columns = new ArrayList<>(List.of(line.split("\\|", -1)));
    columns.removeFirst();
    columns.removeLast();
    return columns.stream().map(String::strip).toList();
  }
}
