package io.dbprovision.mysql.user;

import static io.dbprovision.mysql.sql.MyDialect.MY;

import io.dbprovision.mysql.connect.Server;
import io.dbprovision.spi.OwnedObjects;
import java.util.List;

/**
 * What has a user as its definer. The servers have no owners otherwise; but a view, routine,
 * trigger or event runs with the rights of its definer, and fails for everybody once that one is
 * dropped. MySQL refuses such a drop to most logins, MariaDB to none.
 */
public final class MyOwnedObjects implements OwnedObjects {
  private final Server server;

  public MyOwnedObjects(Server server) {
    this.server = server;
  }

  @Override
  public List<OwnedObject> ownedBy(String login, int limit) {
    return server.run(sql -> Definers.of(sql, server.facts().mariadb(), login, limit));
  }

  /** Never to the operator's own login: what it defined would run with all its rights. */
  @Override
  public String resolution(String login) {
    return way(login, "an account that stays");
  }

  @Override
  public String resolution(String login, String heir) {
    return way(login, "an account that stays, such as one of " + MY.identifier(heir).text());
  }

  private static String way(String login, String heir) {
    return "make each of them again as SHOW CREATE says, with DEFINER = "
        + heir
        + " instead of "
        + MY.identifier(login).text();
  }
}
