package io.dbprovision.mysql.user;

import static io.dbprovision.mysql.sql.MyDialect.MY;

import io.dbprovision.jdbc.Sql;
import io.dbprovision.jdbc.SqlText;
import io.dbprovision.spi.EngineException;
import io.dbprovision.spi.ErrorKind;
import io.dbprovision.spi.OwnedObjects.OwnedObject;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What has an account as its definer: a view, routine, trigger or event runs with the rights of
 * that account, and fails for everybody once it is dropped. MySQL refuses such a drop to most
 * logins, MariaDB to none; and there it runs with the rights of the next account of that name.
 */
final class Definers {
  private static final SqlText HOSTS = SqlText.of("SELECT Host FROM mysql.user WHERE User = ?");

  private static final SqlText VIEWS =
      SqlText.of(
          "SELECT TABLE_SCHEMA, TABLE_NAME, 'VIEW', DEFINER FROM information_schema.VIEWS"
              + " WHERE DEFINER");
  private static final SqlText TRIGGERS =
      SqlText.of(
          "SELECT TRIGGER_SCHEMA, TRIGGER_NAME, 'TRIGGER', DEFINER"
              + " FROM information_schema.TRIGGERS WHERE DEFINER");

  /** One by one: the collations of their columns differ, so they cannot be one query. */
  private static final List<SqlText> LISTS =
      List.of(
          VIEWS,
          SqlText.of(
              "SELECT ROUTINE_SCHEMA, ROUTINE_NAME, ROUTINE_TYPE, DEFINER"
                  + " FROM information_schema.ROUTINES WHERE DEFINER"),
          TRIGGERS,
          SqlText.of(
              "SELECT EVENT_SCHEMA, EVENT_NAME, 'EVENT', DEFINER FROM information_schema.EVENTS"
                  + " WHERE DEFINER"));

  /** There the tables themselves can be read, without the privileges on what they hold. */
  private static final List<SqlText> LISTS_ON_MARIADB =
      List.of(
          VIEWS,
          SqlText.of("SELECT db, name, type, definer FROM mysql.proc WHERE definer"),
          TRIGGERS,
          SqlText.of("SELECT db, name, 'EVENT', definer FROM mysql.event WHERE definer"));

  private static final List<SqlText> NAMES_ON_MARIADB =
      List.of(
          SqlText.of("SELECT DISTINCT DEFINER FROM information_schema.VIEWS"),
          SqlText.of("SELECT DISTINCT definer FROM mysql.proc"),
          SqlText.of("SELECT DISTINCT DEFINER FROM information_schema.TRIGGERS"),
          SqlText.of("SELECT DISTINCT definer FROM mysql.event"));

  /** How many are named. */
  private static final int LISTED = 20;

  private Definers() {}

  /** What all accounts of a login define, at most so many. */
  static List<OwnedObject> of(Sql sql, boolean mariadb, String login, int limit)
      throws SQLException {
    return of(sql, mariadb, login, sql.query(HOSTS, row -> row.getString(1), login), limit);
  }

  private static List<OwnedObject> of(
      Sql sql, boolean mariadb, String login, Collection<String> hosts, int limit)
      throws SQLException {
    List<OwnedObject> found = new ArrayList<>();
    if (hosts.isEmpty()) {
      return found;
    }
    SqlText definers =
        SqlText.join(", ", hosts.stream().map(host -> MY.literal(login + "@" + host)).toList());
    for (SqlText list : mariadb ? LISTS_ON_MARIADB : LISTS) {
      int left = limit - found.size();
      if (left > 0) {
        found.addAll(
            sql.query(
                SqlText.of("{} IN ({}) ORDER BY 1, 2 LIMIT {}", list, definers, MY.number(left)),
                row ->
                    new OwnedObject(
                        row.getString(1),
                        row.getString(2),
                        row.getString(3).toLowerCase(Locale.ROOT))));
      }
    }
    return List.copyOf(found);
  }

  /**
   * @throws EngineException CONFLICT that names what the accounts define
   */
  static void requireNone(
      Sql sql, boolean mariadb, String login, Collection<String> hosts, String title, String field)
      throws SQLException {
    List<OwnedObject> found = of(sql, mariadb, login, hosts, LISTED);
    if (!found.isEmpty()) {
      throw EngineException.at(
          ErrorKind.CONFLICT,
          field,
          title
              + " is the definer of "
              + (found.size() == LISTED ? "at least " : "")
              + found.size()
              + " views, routines, triggers or events, which would fail without it: "
              + found.stream()
                  .map(each -> each.schema() + "." + each.name())
                  .collect(Collectors.joining(", "))
              + "; hand them over first");
    }
  }

  /** The names, of whatever host, of all accounts on MariaDB that are the definer of something. */
  static Set<String> names(Sql sql) throws SQLException {
    Set<String> names = new HashSet<>();
    for (SqlText list : NAMES_ON_MARIADB) {
      // a host holds no @, but a name may
      sql.query(list, row -> row.getString(1)).stream()
          .filter(definer -> definer.indexOf('@') >= 0)
          .forEach(definer -> names.add(definer.substring(0, definer.lastIndexOf('@'))));
    }
    return names;
  }
}
