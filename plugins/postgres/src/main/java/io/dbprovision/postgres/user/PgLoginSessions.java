package io.dbprovision.postgres.user;

import io.dbprovision.jdbc.SqlText;
import io.dbprovision.postgres.connect.Server;
import io.dbprovision.spi.LoginSessions;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Counts sessions; everybody may see whose they are. */
public final class PgLoginSessions implements LoginSessions {
  private static final SqlText OPEN =
      SqlText.of(
          "SELECT usename, count(*) FROM pg_catalog.pg_stat_activity"
              + " WHERE usename = ANY (?) GROUP BY usename");

  private record Open(String login, int sessions) {}

  private final Server server;

  public PgLoginSessions(Server server) {
    this.server = server;
  }

  @Override
  public Map<String, Integer> count(Collection<String> logins) {
    Map<String, Integer> open = new HashMap<>();
    for (Open found :
        server.run(
            sql ->
                sql.query(
                    OPEN, row -> new Open(row.getString(1), row.getInt(2)), List.copyOf(logins)))) {
      open.put(found.login(), found.sessions());
    }
    return open;
  }
}
