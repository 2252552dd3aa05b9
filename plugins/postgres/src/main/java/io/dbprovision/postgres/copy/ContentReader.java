package io.dbprovision.postgres.copy;

import io.dbprovision.jdbc.Sql;
import io.dbprovision.jdbc.SqlText;
import io.dbprovision.postgres.sql.Hash;
import io.dbprovision.postgres.sql.PgDialect;
import io.dbprovision.spi.ContentSummary;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Sums up what a database holds: rows by table, and a digest of what there is besides. The digest
 * is of names and plain facts, not of the server's own words for definitions, which change between
 * versions; and not of owners and rights, which a restore may change on purpose.
 */
final class ContentReader {
  private static final PgDialect PG = PgDialect.PG;

  /** As if it were a table; no name of one can be without a dot. */
  private static final String LARGE_OBJECTS = "large objects";

  private record Table(String schema, String name) {}

  private ContentReader() {}

  /** Within the connection's transaction, if it has one. */
  static ContentSummary read(Sql sql) throws SQLException {
    Map<String, Long> rows = new TreeMap<>();
    for (Table table :
        sql.query(Catalog.TABLES, row -> new Table(row.getString(1), row.getString(2)))) {
      SqlText count =
          SqlText.of(
              "SELECT count(*) FROM {}.{}",
              PG.identifier(table.schema()),
              PG.identifier(table.name()));
      rows.put(
          quoted(table.schema()) + "." + quoted(table.name()),
          sql.query(count, row -> row.getLong(1)).getFirst());
    }
    long objects = sql.query(Catalog.LARGE_OBJECTS, row -> row.getLong(1)).getFirst();
    if (objects > 0) {
      rows.put(LARGE_OBJECTS, objects);
    }
    return new ContentSummary(rows, digest(sql));
  }

  static String digest(Sql sql) throws SQLException {
    List<String> lines = new ArrayList<>();
    for (SqlText facts : Catalog.FACTS) {
      lines.addAll(sql.query(facts, row -> row.getString(1)));
    }
    lines.sort(null);
    return Hash.hex(String.join("\n", lines));
  }

  /** As PostgreSQL's quote_ident does for a name that needs it, so that no two look alike. */
  private static String quoted(String name) {
    return name.matches("[a-z_][a-z0-9_$]*") ? name : '"' + name.replace("\"", "\"\"") + '"';
  }
}
