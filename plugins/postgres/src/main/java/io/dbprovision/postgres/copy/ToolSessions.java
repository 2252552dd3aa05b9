package io.dbprovision.postgres.copy;

import io.dbprovision.jdbc.SqlText;
import io.dbprovision.postgres.connect.Server;
import io.dbprovision.spi.EngineException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sessions of client programs on the server. One whose program was killed while the server built an
 * index for it goes on until that is done.
 */
final class ToolSessions {
  static final String APPLICATION = "db-provision-operator copy";

  private static final Logger LOG = LoggerFactory.getLogger(ToolSessions.class);

  /** As the login itself: the role it acts as has no say over it. */
  private static final SqlText ITSELF = SqlText.of("SET LOCAL ROLE none");

  private static final SqlText END =
      SqlText.of(
          "SELECT pg_catalog.pg_terminate_backend(pid) FROM pg_catalog.pg_stat_activity"
              + " WHERE usename = session_user AND application_name = ?"
              + " AND pid <> pg_catalog.pg_backend_pid()");

  private ToolSessions() {}

  /** Never fails: the login goes soon, and its sessions with it. */
  static void end(Server server) {
    try {
      server.run(
          sql ->
              sql.transaction(
                  transaction -> {
                    transaction.execute(ITSELF);
                    return transaction.query(END, row -> row.getBoolean(1), APPLICATION).size();
                  }));
    } catch (EngineException e) {
      LOG.atDebug()
          .addKeyValue("error", e.kind())
          .addKeyValue("detail", e.getMessage())
          .log("sessions of a client program were not ended");
    }
  }
}
