package io.dbprovision.mysql.user;

import static io.dbprovision.mysql.sql.MyDialect.MY;

import io.dbprovision.jdbc.Sql;
import io.dbprovision.jdbc.SqlText;
import io.dbprovision.mysql.connect.Server;
import io.dbprovision.spi.OwnedObjects;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * What has a user as its definer. The servers have no owners otherwise; but a view, routine,
 * trigger or event runs with the rights of its definer, and fails for everybody once that one is
 * dropped. MySQL refuses such a drop to most logins, MariaDB to none.
 */
public final class MyOwnedObjects implements OwnedObjects {
  private static final SqlText HOSTS = SqlText.of("SELECT Host FROM mysql.user WHERE User = ?");

  /** One by one: the collations of their columns differ, so they cannot be one query. */
  private static final List<SqlText> LISTS =
      List.of(
          SqlText.of(
              "SELECT TABLE_SCHEMA, TABLE_NAME, 'VIEW', DEFINER FROM information_schema.VIEWS"),
          SqlText.of(
              "SELECT ROUTINE_SCHEMA, ROUTINE_NAME, ROUTINE_TYPE, DEFINER"
                  + " FROM information_schema.ROUTINES"),
          SqlText.of(
              "SELECT TRIGGER_SCHEMA, TRIGGER_NAME, 'TRIGGER', DEFINER"
                  + " FROM information_schema.TRIGGERS"),
          SqlText.of(
              "SELECT EVENT_SCHEMA, EVENT_NAME, 'EVENT', DEFINER FROM information_schema.EVENTS"));

  private final Server server;

  public MyOwnedObjects(Server server) {
    this.server = server;
  }

  @Override
  public List<OwnedObject> ownedBy(String login, int limit) {
    return server.run(sql -> of(sql, login, limit));
  }

  static List<OwnedObject> of(Sql sql, String login, int limit) throws SQLException {
    List<SqlText> definers =
        sql.query(HOSTS, row -> MY.literal(login + "@" + row.getString(1)), login);
    List<OwnedObject> found = new ArrayList<>();
    for (SqlText list : LISTS) {
      int left = limit - found.size();
      if (left > 0 && !definers.isEmpty()) {
        found.addAll(
            sql.query(
                SqlText.of(
                    "{} WHERE DEFINER IN ({}) ORDER BY 1, 2 LIMIT {}",
                    list,
                    SqlText.join(", ", definers),
                    MY.number(left)),
                row ->
                    new OwnedObject(
                        row.getString(1),
                        row.getString(2),
                        row.getString(3).toLowerCase(Locale.ROOT))));
      }
    }
    return List.copyOf(found);
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
