package io.dbprovision.mysql.change;

import io.dbprovision.jdbc.Sql;
import java.sql.SQLException;
import java.util.Optional;

/** What applying a change takes; run while the object's lock is held. Idempotent. */
@FunctionalInterface
public interface Step {
  void run(Sql sql) throws SQLException;

  /** One step that does both, as a whole or not at all; empty where there is none. */
  default Optional<Step> and(Step next) {
    return Optional.empty();
  }
}
