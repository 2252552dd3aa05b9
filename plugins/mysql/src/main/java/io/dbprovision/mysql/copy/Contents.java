package io.dbprovision.mysql.copy;

import static io.dbprovision.mysql.sql.MyDialect.MY;

import io.dbprovision.jdbc.Sql;
import io.dbprovision.jdbc.SqlText;
import io.dbprovision.mysql.connect.ServerFacts;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What a database holds, in words that are the same in its copy: without the names of databases,
 * without who defines what, and without whether an event runs. Views are told by their columns,
 * because their text holds the database's name.
 */
public final class Contents {
  private static final String WIDTH = "(int|bigint|smallint|mediumint|tinyint)\\(\\d+\\)";

  private static final SqlText TABLES =
      SqlText.of(
          "SELECT 'table', TABLE_NAME, IF(TABLE_TYPE LIKE '%VIEW', 'VIEW', 'TABLE'), ENGINE,"
              + " TABLE_COLLATION, IF(TABLE_TYPE LIKE '%VIEW', '', TABLE_COMMENT)"
              + " FROM information_schema.TABLES WHERE TABLE_SCHEMA = ?");
  private static final SqlText COLUMNS =
      SqlText.of(
          "SELECT 'column', TABLE_NAME, ORDINAL_POSITION, COLUMN_NAME, COLUMN_TYPE, IS_NULLABLE,"
              + " COLUMN_DEFAULT, EXTRA, COLLATION_NAME, GENERATION_EXPRESSION, COLUMN_COMMENT"
              + " FROM information_schema.COLUMNS WHERE TABLE_SCHEMA = ?");
  private static final SqlText INDEXES =
      SqlText.of(
          "SELECT 'index', TABLE_NAME, INDEX_NAME, SEQ_IN_INDEX, NON_UNIQUE, COLUMN_NAME, SUB_PART,"
              + " INDEX_TYPE FROM information_schema.STATISTICS WHERE TABLE_SCHEMA = ?");
  private static final SqlText KEYS =
      SqlText.of(
          "SELECT 'key', TABLE_NAME, CONSTRAINT_NAME, ORDINAL_POSITION, COLUMN_NAME,"
              + " REFERENCED_TABLE_NAME, REFERENCED_COLUMN_NAME"
              + " FROM information_schema.KEY_COLUMN_USAGE WHERE TABLE_SCHEMA = ?");
  private static final SqlText RULES =
      SqlText.of(
          "SELECT 'rule', TABLE_NAME, CONSTRAINT_NAME, UPDATE_RULE, DELETE_RULE"
              + " FROM information_schema.REFERENTIAL_CONSTRAINTS WHERE CONSTRAINT_SCHEMA = ?");
  private static final SqlText CHECKS =
      SqlText.of(
          "SELECT 'check', CONSTRAINT_NAME, CHECK_CLAUSE"
              + " FROM information_schema.CHECK_CONSTRAINTS WHERE CONSTRAINT_SCHEMA = ?");
  private static final SqlText VIEWS =
      SqlText.of(
          "SELECT 'view', TABLE_NAME, CHECK_OPTION, SECURITY_TYPE, IS_UPDATABLE"
              + " FROM information_schema.VIEWS WHERE TABLE_SCHEMA = ?");
  private static final SqlText ROUTINES =
      SqlText.of(
          "SELECT 'routine', ROUTINE_TYPE, ROUTINE_NAME, DTD_IDENTIFIER, ROUTINE_DEFINITION,"
              + " SECURITY_TYPE, SQL_DATA_ACCESS, SQL_MODE, ROUTINE_COMMENT"
              + " FROM information_schema.ROUTINES WHERE ROUTINE_SCHEMA = ?");
  private static final SqlText TRIGGERS =
      SqlText.of(
          "SELECT 'trigger', TRIGGER_NAME, EVENT_OBJECT_TABLE, ACTION_TIMING, EVENT_MANIPULATION,"
              + " ACTION_ORDER, ACTION_STATEMENT, SQL_MODE"
              + " FROM information_schema.TRIGGERS WHERE TRIGGER_SCHEMA = ?");

  /** One that runs once may be over before the copy is made. */
  private static final SqlText EVENTS =
      SqlText.of(
          "SELECT 'event', EVENT_NAME, INTERVAL_VALUE, INTERVAL_FIELD, EVENT_DEFINITION, SQL_MODE,"
              + " ON_COMPLETION, EVENT_COMMENT FROM information_schema.EVENTS"
              + " WHERE EVENT_SCHEMA = ? AND EVENT_TYPE = 'RECURRING'");

  private static final List<SqlText> ALL =
      List.of(TABLES, COLUMNS, INDEXES, KEYS, RULES, CHECKS, VIEWS, ROUTINES, TRIGGERS, EVENTS);

  private static final SqlText FILLED =
      SqlText.of(
          "SELECT TABLE_NAME FROM information_schema.TABLES WHERE TABLE_SCHEMA = ?"
              + " AND TABLE_TYPE IN ('BASE TABLE', 'SYSTEM VERSIONED')");

  private Contents() {}

  /** Of all definitions, whatever the order in which they were made. */
  public static String digest(Sql sql, String database) throws SQLException {
    List<String> lines = new ArrayList<>();
    for (SqlText each : ALL) {
      lines.addAll(sql.query(each, Contents::line, database));
    }
    Collections.sort(lines);
    MessageDigest digest = sha256();
    for (String line : lines) {
      digest.update(line.getBytes(StandardCharsets.UTF_8));
      digest.update((byte) '\n');
    }
    return HexFormat.of().formatHex(digest.digest());
  }

  private static String line(ResultSet row) throws SQLException {
    StringBuilder line = new StringBuilder();
    for (int i = 1; i <= row.getMetaData().getColumnCount(); i++) {
      String value = row.getString(i);
      line.append(value == null ? "\u0001" : normal(value)).append('\u0000');
    }
    return line.toString();
  }

  /** Newer servers leave out what older ones show, and write names of character sets in full. */
  private static String normal(String value) {
    return value
        .replaceAll("^" + WIDTH, "$1")
        .replaceAll("^utf8_", "utf8mb3_")
        .replace("\r", "\\r")
        .strip();
  }

  /** Each table's, one by one and as long as it takes. */
  public static Map<String, Long> rows(Sql sql, ServerFacts facts, String database)
      throws SQLException {
    return Patience.with(
        sql,
        facts,
        patient -> {
          Map<String, Long> rows = new TreeMap<>();
          for (String table : patient.query(FILLED, row -> row.getString(1), database)) {
            rows.put(
                table,
                patient
                    .query(
                        SqlText.of(
                            "SELECT COUNT(*) FROM {}.{}",
                            MY.identifier(database),
                            MY.identifier(table)),
                        row -> row.getLong(1))
                    .getFirst());
          }
          return rows;
        });
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}
