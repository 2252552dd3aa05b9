package io.dbprovision.mysql.database;

import static io.dbprovision.mysql.sql.MyDialect.MY;

import io.dbprovision.jdbc.Sql;
import io.dbprovision.jdbc.SqlText;
import io.dbprovision.mysql.record.Recorded;
import io.dbprovision.mysql.record.Records;
import java.sql.SQLException;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** A database as the server describes it, and what is recorded of it. */
public record DatabaseState(
    String name, String charset, String collation, long sizeBytes, Recorded recorded) {
  private static final int FEW = 20;
  private static final SqlText NAMES =
      SqlText.of("SELECT SCHEMA_NAME FROM information_schema.SCHEMATA");

  /** Those that are there, in three queries. */
  static Map<String, DatabaseState> read(Sql sql, Collection<String> names) throws SQLException {
    if (names.isEmpty()) {
      return Map.of();
    }
    SqlText list = SqlText.join(", ", Set.copyOf(names).stream().map(MY::literal).toList());
    Map<String, Recorded> recorded = Records.DATABASES.read(sql, names);
    Map<String, Long> sizes = new HashMap<>();
    sql.query(sizes(names, list), row -> sizes.put(row.getString(1), row.getLong(2)));
    List<DatabaseState> states =
        sql.query(
            SqlText.of(
                "SELECT SCHEMA_NAME, DEFAULT_CHARACTER_SET_NAME, DEFAULT_COLLATION_NAME"
                    + " FROM information_schema.SCHEMATA WHERE SCHEMA_NAME IN ({})",
                list),
            row ->
                new DatabaseState(
                    row.getString(1),
                    row.getString(2),
                    row.getString(3),
                    sizes.getOrDefault(row.getString(1), 0L),
                    recorded.getOrDefault(row.getString(1), Recorded.nothing())));
    Map<String, DatabaseState> found = new HashMap<>();
    states.forEach(state -> found.put(state.name(), state));
    return found;
  }

  /** For few names one by one: for a list MariaDB opens the tables of all databases there are. */
  private static SqlText sizes(Collection<String> names, SqlText list) {
    if (names.size() > FEW) {
      return SqlText.of(
          "SELECT TABLE_SCHEMA, SUM(DATA_LENGTH + INDEX_LENGTH) FROM information_schema.TABLES"
              + " WHERE TABLE_SCHEMA IN ({}) GROUP BY TABLE_SCHEMA",
          list);
    }
    return SqlText.join(
        " UNION ALL ",
        names.stream()
            .distinct()
            .map(MY::literal)
            .map(
                name ->
                    SqlText.of(
                        "SELECT {}, SUM(DATA_LENGTH + INDEX_LENGTH) FROM information_schema.TABLES"
                            + " WHERE TABLE_SCHEMA = {}",
                        name,
                        name))
            .toList());
  }

  static Set<String> names(Sql sql) throws SQLException {
    return Set.copyOf(sql.query(NAMES, row -> row.getString(1)));
  }

  /** Whether there is nothing in it that anybody made. */
  public static boolean isEmpty(Sql sql, String name) throws SQLException {
    SqlText database = MY.literal(name);
    return sql.query(
            SqlText.of(
                "SELECT (SELECT COUNT(*) FROM information_schema.TABLES WHERE TABLE_SCHEMA = {})"
                    + " + (SELECT COUNT(*) FROM information_schema.ROUTINES"
                    + " WHERE ROUTINE_SCHEMA = {})"
                    + " + (SELECT COUNT(*) FROM information_schema.EVENTS WHERE EVENT_SCHEMA = {})",
                database,
                database,
                database),
            row -> row.getLong(1) == 0)
        .getFirst();
  }
}
