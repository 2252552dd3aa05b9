package io.dbprovision.mysql.change;

import io.dbprovision.jdbc.Sql;
import java.sql.SQLException;

/** What applying a change takes; run while the object's lock is held. Idempotent. */
@FunctionalInterface
public interface Step {
  void run(Sql sql) throws SQLException;
}
