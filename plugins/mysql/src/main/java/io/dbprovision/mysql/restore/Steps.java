package io.dbprovision.mysql.restore;

import io.dbprovision.jdbc.Sql;
import io.dbprovision.jdbc.SqlText;
import java.sql.SQLException;
import java.sql.Statement;

/** Statements that change something, one by one: between any two of them all may end. */
record Steps(Sql sql, Runnable before) {
  void run(SqlText statement) throws SQLException {
    before.run();
    sql.execute(statement);
  }

  /** What a server has shown as its own text. */
  void run(String shown) throws SQLException {
    before.run();
    try (Statement statement = sql.connection().createStatement()) {
      statement.setEscapeProcessing(false);
      statement.execute(shown);
    }
  }

  Steps on(Sql other) {
    return new Steps(other, before);
  }
}
