package io.dbprovision.postgres.user;

import io.dbprovision.jdbc.Sql;
import io.dbprovision.jdbc.SqlText;
import java.sql.SQLException;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;

/**
 * What in the whole server depends on a role.
 *
 * @param owned how many objects it owns
 * @param databases those in which it has privileges or default privileges
 * @param shared whether it has privileges on databases or tablespaces
 */
record Dependencies(int owned, Set<String> databases, boolean shared) {
  private static final SqlText OF_ROLE =
      SqlText.of(
          """
          SELECT s.dbid = 0 AS shared, b.datname,
                 count(*) FILTER (WHERE s.deptype = 'o' AND s.classid <> 'pg_default_acl'::regclass)
          FROM pg_catalog.pg_shdepend s
          LEFT JOIN pg_catalog.pg_database b ON b.oid = s.dbid
          WHERE s.refclassid = 'pg_authid'::regclass
            AND s.refobjid = (SELECT oid FROM pg_catalog.pg_roles WHERE rolname = ?)
          GROUP BY 1, 2
          """);

  private record Row(boolean shared, String database, int owned) {}

  static Dependencies read(Sql sql, String role) throws SQLException {
    List<Row> rows =
        sql.query(
            OF_ROLE,
            row ->
                new Row(
                    row.getBoolean(1),
                    Objects.requireNonNullElse(row.getString(2), ""),
                    row.getInt(3)),
            role);
    Set<String> databases = new TreeSet<>();
    int owned = 0;
    boolean shared = false;
    for (Row row : rows) {
      owned += row.owned();
      if (row.shared()) {
        shared = true;
      } else if (!row.database().isEmpty()) {
        databases.add(row.database());
      }
    }
    return new Dependencies(owned, databases, shared);
  }

  boolean none() {
    return owned == 0 && databases.isEmpty() && !shared;
  }
}
