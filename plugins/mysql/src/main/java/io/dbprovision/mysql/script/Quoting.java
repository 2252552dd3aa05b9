package io.dbprovision.mysql.script;

import io.dbprovision.jdbc.Sql;
import io.dbprovision.jdbc.SqlText;
import java.sql.SQLException;
import java.util.List;

/**
 * What the session's {@code sql_mode} makes of quotes.
 *
 * @param names whether double quotes are about a name and not a text
 * @param backslashes whether a backslash escapes within a text
 */
record Quoting(boolean names, boolean backslashes) {
  private static final SqlText MODE = SqlText.of("SELECT @@session.sql_mode");

  static Quoting of(String mode) {
    List<String> words = List.of(mode.split(",", -1));
    return new Quoting(words.contains("ANSI_QUOTES"), !words.contains("NO_BACKSLASH_ESCAPES"));
  }

  static Quoting of(Sql sql) throws SQLException {
    return of(sql.query(MODE, row -> row.getString(1)).getFirst());
  }
}
