package io.dbprovision.mysql.record;

import static io.dbprovision.mysql.sql.MyDialect.MY;

import io.dbprovision.jdbc.Sql;
import io.dbprovision.jdbc.SqlText;
import io.dbprovision.spi.EngineException;
import io.dbprovision.spi.ErrorKind;
import java.sql.SQLException;

/**
 * One session at a time works on an object, of whichever operator: the servers have no transactions
 * over what we do. The server gives the lock back when the connection ends.
 */
public final class ObjectLock {
  private ObjectLock() {}

  /**
   * @param seconds how long to wait for it
   * @throws EngineException TIMEOUT when somebody else holds it for longer
   */
  public static <T> T holding(
      Sql sql, Records records, String name, SqlText seconds, Sql.Work<T> work)
      throws SQLException {
    SqlText lock = MY.literal(records.lock(name));
    boolean held =
        sql.query(SqlText.of("SELECT GET_LOCK({}, {})", lock, seconds), row -> row.getBoolean(1))
            .getFirst();
    if (!held) {
      throw EngineException.of(
          ErrorKind.TIMEOUT, "another session works on \"" + name + "\"; it is tried again");
    }
    try {
      return work.run(sql);
    } finally {
      if (sql.connection().isValid(1)) {
        sql.query(SqlText.of("SELECT RELEASE_LOCK({})", lock), row -> row.getBoolean(1));
      }
    }
  }
}
