package io.dbprovision.mysql.user;

import static io.dbprovision.mysql.sql.MyDialect.MY;

import io.dbprovision.jdbc.Sql;
import io.dbprovision.jdbc.SqlText;
import io.dbprovision.spi.EngineException;
import io.dbprovision.spi.ErrorKind;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Makes all accounts of a user members of a role, and ends that. A role does nothing by itself
 * unless it is a default role: on MySQL each that is asked for becomes one; MariaDB has one for
 * each account, which is the group of logins that take turns, else the first that is given.
 */
final class Joining {
  private static final SqlText MYSQL_ROLES =
      SqlText.of("SELECT User, Host FROM mysql.user WHERE User = ? ORDER BY Host");
  private static final SqlText MARIADB_ROLES =
      SqlText.of("SELECT User, Host FROM mysql.global_priv WHERE User = ? AND Host = ''");
  private static final SqlText HOSTS =
      SqlText.of("SELECT LOWER(Host) FROM mysql.user WHERE User = ?");
  private static final SqlText DEFAULTS =
      SqlText.of(
          "SELECT DEFAULT_ROLE_USER, DEFAULT_ROLE_HOST FROM mysql.default_roles"
              + " WHERE USER = ? AND HOST = ?");

  private final boolean mariadb;

  Joining(boolean mariadb) {
    this.mariadb = mariadb;
  }

  /** A role as statements name it; MariaDB's have no host. */
  private List<SqlText> named(Sql sql, String role) throws SQLException {
    return mariadb
        ? sql.query(MARIADB_ROLES, row -> MY.identifier(row.getString(1)), role)
        : sql.query(MYSQL_ROLES, row -> MY.account(row.getString(1), row.getString(2)), role);
  }

  /** Those of the names that are roles, or can be used as such. One query. */
  static Set<String> existing(Sql sql, boolean mariadb, Collection<String> names)
      throws SQLException {
    if (names.isEmpty()) {
      return Set.of();
    }
    SqlText list = SqlText.join(", ", names.stream().map(MY::literal).toList());
    return Set.copyOf(
        sql.query(
            mariadb
                ? SqlText.of(
                    "SELECT User FROM mysql.global_priv WHERE Host = '' AND User IN ({})", list)
                : SqlText.of("SELECT DISTINCT User FROM mysql.user WHERE User IN ({})", list),
            row -> row.getString(1)));
  }

  /**
   * @param asked the hosts of the accounts; those that are not there are left out
   * @param group whether the user works as that role
   * @throws EngineException NOT_FOUND at {@code field} when the role is not there
   */
  void join(Sql sql, String user, List<String> asked, String role, boolean group, String field)
      throws SQLException {
    List<SqlText> named = named(sql, role);
    if (named.isEmpty()) {
      throw missing(role, field);
    }
    List<String> hosts =
        sql.query(HOSTS, row -> row.getString(1), user).stream().filter(asked::contains).toList();
    if (hosts.isEmpty()) {
      return;
    }
    sql.execute(
        SqlText.of("GRANT {} TO {}", SqlText.join(", ", named), Statements.accounts(user, hosts)));
    Joined now = Joined.read(sql, mariadb, List.of(user)).getOrDefault(user, Joined.nothing());
    for (String host : hosts) {
      if (now.hasByDefault(host, role)) {
        continue;
      }
      if (!mariadb) {
        addDefault(sql, user, host, named);
      } else if (group || !now.byDefault().containsKey(host)) {
        sql.execute(
            SqlText.of("SET DEFAULT ROLE {} FOR {}", MY.identifier(role), MY.account(user, host)));
      }
    }
  }

  static EngineException missing(String role, String field) {
    return EngineException.at(
        ErrorKind.NOT_FOUND, field, "the role \"" + role + "\" is not on the server yet");
  }

  /** The statement says all of them, so those that are there are said again. */
  private static void addDefault(Sql sql, String user, String host, List<SqlText> roles)
      throws SQLException {
    List<SqlText> defaults =
        new ArrayList<>(
            sql.query(DEFAULTS, row -> MY.account(row.getString(1), row.getString(2)), user, host));
    roles.stream().filter(role -> !defaults.contains(role)).forEach(defaults::add);
    sql.execute(
        SqlText.of(
            "ALTER USER {} DEFAULT ROLE {}", MY.account(user, host), SqlText.join(", ", defaults)));
  }

  /** Does nothing where it is over already. */
  void leave(Sql sql, String user, String role) throws SQLException {
    Map<String, Joined> all = Joined.read(sql, mariadb, List.of(user));
    Joined now = all.getOrDefault(user, Joined.nothing());
    List<SqlText> named = named(sql, role);
    for (String host : now.roles().keySet()) {
      if (!now.has(host, role) || named.isEmpty()) {
        continue;
      }
      SqlText account = MY.account(user, host);
      if (mariadb && now.hasByDefault(host, role)) {
        sql.execute(SqlText.of("SET DEFAULT ROLE NONE FOR {}", account)); // else it stays named
      }
      sql.execute(SqlText.of("REVOKE {} FROM {}", SqlText.join(", ", named), account));
    }
  }
}
