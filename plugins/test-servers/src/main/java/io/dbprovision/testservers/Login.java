package io.dbprovision.testservers;

import java.sql.SQLException;

/** An attempt to log in to a server that may not be ready for it yet. */
@FunctionalInterface
public interface Login {
  /**
   * Blocks for seconds at most.
   *
   * @throws SQLException as long as the server lets nobody in
   */
  void attempt(String host, int port) throws SQLException;
}
