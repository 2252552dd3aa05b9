package io.dbprovision.mysql;

import io.dbprovision.spi.testkit.hostile.Fact;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.UnaryOperator;

/**
 * The tables of {@code mysql} and the catalog as facts, by root. A fact's text holds each column as
 * {@code name=value} between two {@link #EDGE}s, so that a value is found exactly.
 */
final class HostileFacts implements AutoCloseable {
  /** In none of the values that are tried. */
  static final char EDGE = '\u001f';

  /** What changes by itself. */
  private static final Set<String> RESTLESS =
      Set.of("timestamp", "password_last_changed", "last_altered", "created", "modified");

  private static final List<String> GIVEN =
      List.of("db", "tables_priv", "columns_priv", "procs_priv");

  private final Product product;
  private final Connection root;

  HostileFacts(TestServer server) {
    this.product = server.product();
    try {
      this.root = server.connect(server.value("MYROOT"), server.value("MYROOT_PASSWORD"), "mysql");
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  Set<Fact> read() {
    Set<Fact> facts = new HashSet<>();
    GIVEN.forEach(table -> of("user", "User", "SELECT * FROM mysql." + table, table, facts));
    if (product == Product.MARIADB) {
      of("user", "User", "SELECT * FROM mysql.global_priv", "account", facts);
      of("user", "User", "SELECT * FROM mysql.roles_mapping", "member", facts);
    } else {
      of("user", "USER", "SELECT * FROM mysql.user", "account", facts);
      of("user", "USER", "SELECT * FROM mysql.global_grants", "dynamic", facts);
      of("user", "TO_USER", "SELECT * FROM mysql.role_edges", "member", facts);
      of("user", "USER", "SELECT * FROM mysql.default_roles", "default", facts);
    }
    of(
        "database",
        "SCHEMA_NAME",
        "SELECT SCHEMA_NAME, DEFAULT_CHARACTER_SET_NAME, DEFAULT_COLLATION_NAME FROM"
            + " information_schema.SCHEMATA",
        "is",
        facts);
    of(
        "in",
        "TABLE_SCHEMA",
        "SELECT TABLE_SCHEMA, TABLE_NAME, TABLE_TYPE, ENGINE FROM information_schema.TABLES WHERE"
            + " TABLE_SCHEMA NOT IN ('information_schema', 'performance_schema', 'sys')",
        "table",
        facts);
    of(
        "in",
        "ROUTINE_SCHEMA",
        "SELECT ROUTINE_SCHEMA, ROUTINE_NAME, ROUTINE_TYPE, DEFINER, SHA2(ROUTINE_DEFINITION, 256) FROM"
            + " information_schema.ROUTINES WHERE ROUTINE_SCHEMA <> 'sys'",
        "routine",
        facts);
    of("record", "name", "SELECT * FROM `_dbops`.`owner`", "record", facts);
    of("content", "id", "SELECT * FROM hv_canary.canary", "canary", facts);
    of(
        "setting",
        "VARIABLE_NAME",
        "SELECT * FROM "
            + (product == Product.MARIADB ? "information_schema" : "performance_schema")
            + ".global_variables WHERE VARIABLE_NAME NOT LIKE '%gtid%' AND VARIABLE_NAME NOT LIKE"
            + " '%timestamp%'",
        "is",
        facts);
    return facts;
  }

  /** Whether a fact has exactly that in a column. */
  static boolean has(Fact fact, String column, String value) {
    return fact.text().contains(column(column, value));
  }

  static boolean has(Fact fact, String column, UnaryOperator<String> fold, String value) {
    return fold.apply(fact.text()).contains(fold.apply(column(column, value)));
  }

  private static String column(String column, String value) {
    return EDGE + column.toLowerCase(Locale.ROOT) + "=" + value + EDGE;
  }

  private void of(String sort, String whose, String query, String what, Set<Fact> facts) {
    try (Statement statement = root.createStatement()) {
      statement.setEscapeProcessing(false);
      try (ResultSet row = statement.executeQuery(query)) {
        while (row.next()) {
          facts.add(new Fact(sort + " " + row.getString(whose), what + text(row, what)));
        }
      }
    } catch (SQLException e) {
      throw new IllegalStateException(query, e);
    }
  }

  private static String text(ResultSet row, String what) throws SQLException {
    StringBuilder text = new StringBuilder().append(EDGE);
    ResultSetMetaData columns = row.getMetaData();
    for (int i = 1; i <= columns.getColumnCount(); i++) {
      String column = columns.getColumnName(i).toLowerCase(Locale.ROOT);
      if (!RESTLESS.contains(column)) {
        String value = String.valueOf(row.getString(i));
        text.append(column).append('=');
        text.append(what.equals("db") && column.equals("db") ? unescaped(value) : value);
        text.append(EDGE);
      }
    }
    // MariaDB keeps an empty one when a default role is taken away
    return text.toString()
        .replaceAll("\"password_last_changed\": ?\\d+", "")
        .replaceAll(", ?\"default_role\": ?\"\"", "");
  }

  /** A database in {@code mysql.db} is a pattern. */
  private static String unescaped(String pattern) {
    return pattern.replaceAll("(?s)\\\\(.)", "$1");
  }

  @Override
  public void close() {
    try {
      root.close();
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }
}
