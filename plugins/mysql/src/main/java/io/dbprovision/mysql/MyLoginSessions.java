package io.dbprovision.mysql;

import io.dbprovision.mysql.connect.Server;
import io.dbprovision.mysql.connect.Visitors;
import io.dbprovision.spi.LoginSessions;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;

/** Counts sessions; a login with PROCESS sees everybody's. */
final class MyLoginSessions implements LoginSessions {
  private final Server server;

  MyLoginSessions(Server server) {
    this.server = server;
  }

  @Override
  public Map<String, Integer> count(Collection<String> logins) {
    Map<String, Integer> open = new HashMap<>();
    for (String login : server.run(Visitors::users)) {
      if (logins.contains(login)) {
        open.merge(login, 1, Integer::sum);
      }
    }
    return open;
  }
}
