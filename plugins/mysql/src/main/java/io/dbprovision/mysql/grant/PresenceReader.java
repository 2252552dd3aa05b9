package io.dbprovision.mysql.grant;

import static io.dbprovision.mysql.sql.MyDialect.MY;

import io.dbprovision.jdbc.Sql;
import io.dbprovision.jdbc.SqlText;
import io.dbprovision.mysql.record.Records;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;

/**
 * Reads which databases, tables, columns and routines are there. Each is asked for by its full
 * name: MariaDB would otherwise open every table of the server.
 */
record PresenceReader(Sql sql, Catalog catalog) {
  private static final int AT_ONCE = 100;
  private static final SqlText TABLES =
      SqlText.of("SELECT TABLE_SCHEMA, TABLE_NAME FROM information_schema.TABLES");
  private static final SqlText COLUMNS =
      SqlText.of("SELECT TABLE_SCHEMA, TABLE_NAME, COLUMN_NAME FROM information_schema.COLUMNS");
  private static final SqlText ROUTINES =
      SqlText.of(
          "SELECT ROUTINE_SCHEMA, ROUTINE_NAME, ROUTINE_TYPE FROM information_schema.ROUTINES");

  void read(Set<String> databases, Collection<Target> targets) throws SQLException {
    databases(databases);
    Set<Target> tables = new TreeSet<>(Target.ORDER);
    Set<Target> wide = new TreeSet<>(Target.ORDER);
    Set<Target> routines = new TreeSet<>(Target.ORDER);
    for (Target target : targets) {
      switch (target.level()) {
        case TABLE -> tables.add(target);
        case COLUMN -> {
          tables.add(target.whole());
          wide.add(target.whole());
        }
        case PROCEDURE, FUNCTION -> routines.add(target);
        case GLOBAL, DATABASE, ROLE -> {}
      }
    }
    tables(tables);
    columns(wide);
    routines(routines);
  }

  private void databases(Set<String> names) throws SQLException {
    if (names.isEmpty()) {
      return;
    }
    catalog.databases(Records.DATABASES.read(sql, names));
    SqlText list = SqlText.join(", ", names.stream().map(MY::literal).toList());
    List<String> found =
        sql.query(
            SqlText.of(
                "SELECT SCHEMA_NAME FROM information_schema.SCHEMATA WHERE SCHEMA_NAME IN ({})",
                list),
            row -> row.getString(1));
    found.forEach(name -> catalog.present(Target.database(name)));
  }

  private void tables(Collection<Target> wanted) throws SQLException {
    for (SqlText query : each(TABLES, wanted)) {
      found(sql.query(query, row -> Target.table(row.getString(1), row.getString(2))));
    }
  }

  private void columns(Collection<Target> wanted) throws SQLException {
    for (SqlText query : each(COLUMNS, wanted)) {
      found(
          sql.query(
              query, row -> Target.column(row.getString(1), row.getString(2), row.getString(3))));
    }
  }

  private void routines(Collection<Target> wanted) throws SQLException {
    List<SqlText> parts = new ArrayList<>();
    for (Target target : wanted) {
      parts.add(
          SqlText.of(
              "{} WHERE ROUTINE_SCHEMA = {} AND ROUTINE_NAME = {}",
              ROUTINES,
              MY.literal(target.database()),
              MY.literal(target.name())));
    }
    for (SqlText query : together(parts)) {
      found(
          sql.query(
              query,
              row ->
                  Target.routine(
                      "FUNCTION".equals(row.getString(3).toUpperCase(Locale.ROOT))
                          ? Level.FUNCTION
                          : Level.PROCEDURE,
                      row.getString(1),
                      row.getString(2))));
    }
  }

  private void found(List<Target> targets) {
    targets.forEach(catalog::present);
  }

  private static List<SqlText> each(SqlText select, Collection<Target> tables) {
    List<SqlText> parts = new ArrayList<>();
    for (Target table : tables) {
      parts.add(
          SqlText.of(
              "{} WHERE TABLE_SCHEMA = {} AND TABLE_NAME = {}",
              select,
              MY.literal(table.database()),
              MY.literal(table.name())));
    }
    return together(parts);
  }

  /** So many in one query: what the servers make of thousands takes their memory. */
  private static List<SqlText> together(List<SqlText> parts) {
    List<SqlText> queries = new ArrayList<>();
    for (int from = 0; from < parts.size(); from += AT_ONCE) {
      List<SqlText> some = parts.subList(from, Math.min(parts.size(), from + AT_ONCE));
      queries.add(SqlText.join(" UNION ALL ", some));
    }
    return queries;
  }
}
