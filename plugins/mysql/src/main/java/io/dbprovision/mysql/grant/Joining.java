package io.dbprovision.mysql.grant;

import static io.dbprovision.mysql.sql.MyDialect.MY;

import io.dbprovision.jdbc.Sql;
import io.dbprovision.jdbc.SqlText;
import io.dbprovision.mysql.connect.Failures;
import io.dbprovision.spi.EngineException;
import io.dbprovision.spi.ErrorKind;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * Makes all accounts of a login or role members of a role, and ends that. A role is of use without
 * further ado only when it is a default role: on MySQL all that are given here become some, MariaDB
 * has one for each account, which is the one that a login works as, else the first that is given.
 */
final class Joining {
  private static final SqlText MYSQL_ACCOUNTS =
      SqlText.of("SELECT User, Host FROM mysql.user WHERE User = ? ORDER BY Host");
  private static final SqlText MARIADB_ACCOUNTS =
      SqlText.of("SELECT User, Host FROM mysql.global_priv WHERE User = ? ORDER BY Host");
  private static final SqlText EDGES =
      SqlText.of(
          "SELECT FROM_USER, FROM_HOST FROM mysql.role_edges"
              + " WHERE TO_USER = ? AND TO_HOST = ? AND FROM_USER = ?");

  /** Without those that were revoked and are listed still: the server refuses to hear of them. */
  private static final SqlText DEFAULTS =
      SqlText.of(
          "SELECT d.DEFAULT_ROLE_USER, d.DEFAULT_ROLE_HOST FROM mysql.default_roles d"
              + " JOIN mysql.role_edges e ON e.TO_USER = d.USER AND e.TO_HOST = d.HOST"
              + " AND e.FROM_USER = d.DEFAULT_ROLE_USER AND e.FROM_HOST = d.DEFAULT_ROLE_HOST"
              + " WHERE d.USER = ? AND d.HOST = ?");

  private static final SqlText DEFAULT =
      SqlText.of(
          "SELECT COALESCE(JSON_VALUE(Priv, '$.default_role'), '') FROM mysql.global_priv"
              + " WHERE User = ? AND Host = ?");
  private static final SqlText MAPPED =
      SqlText.of("SELECT Role FROM mysql.roles_mapping WHERE User = ? AND Host = ? ORDER BY Role");
  private static final Set<Integer> REFUSED = Set.of(1044, 1045, 1142, 1227, 1410, 1698);

  private final boolean mariadb;

  Joining(boolean mariadb) {
    this.mariadb = mariadb;
  }

  /**
   * @throws EngineException NOT_FOUND when the role is not there, PERMISSION when it is not ours to
   *     give
   */
  void join(Sql sql, Collection<Account> members, String role) throws SQLException {
    List<Account> there = new ArrayList<>();
    for (String name : members.stream().map(Account::user).distinct().toList()) {
      for (Account account : accounts(sql, name)) {
        if (members.contains(new Account(name, account.host().toLowerCase(Locale.ROOT)))) {
          there.add(account);
        }
      }
    }
    join(sql, there, role, false);
  }

  /**
   * Those of its accounts that are there by now.
   *
   * @throws EngineException as the other
   */
  void join(Sql sql, Member member, Member.Ask ask) throws SQLException {
    List<Account> members =
        accounts(sql, member.subject().name()).stream()
            .filter(account -> member.comesFrom(account.host().toLowerCase(Locale.ROOT)))
            .toList();
    join(sql, members, ask.role(), ask.worksAs());
  }

  private void join(Sql sql, List<Account> members, String role, boolean worksAs)
      throws SQLException {
    if (members.isEmpty()) {
      return; // dropped meanwhile, and seen by the next look
    }
    List<Account> roles = accounts(sql, role).stream().filter(this::mayBeRole).toList();
    if (roles.isEmpty()) {
      throw EngineException.of(
          ErrorKind.NOT_FOUND, "the role \"" + role + "\" is not on the server yet");
    }
    try {
      sql.execute(SqlText.of("GRANT {} TO {}", Account.list(roles), Account.list(members)));
      for (Account account : members) {
        if (mariadb) {
          oneDefault(sql, account, role, worksAs);
        } else {
          addDefaults(sql, account, roles);
        }
      }
    } catch (SQLException e) {
      throw explained(e, role);
    }
  }

  private boolean mayBeRole(Account account) {
    return !mariadb || account.host().isEmpty();
  }

  private List<Account> accounts(Sql sql, String name) throws SQLException {
    return sql.query(
        mariadb ? MARIADB_ACCOUNTS : MYSQL_ACCOUNTS,
        row -> new Account(row.getString(1), row.getString(2)),
        name);
  }

  private static void addDefaults(Sql sql, Account account, Collection<Account> roles)
      throws SQLException {
    List<Account> defaults =
        new ArrayList<>(
            sql.query(
                DEFAULTS,
                row -> new Account(row.getString(1), row.getString(2)),
                account.user(),
                account.host()));
    if (!defaults.containsAll(roles)) {
      roles.stream().filter(role -> !defaults.contains(role)).forEach(defaults::add);
      sql.execute(
          SqlText.of("ALTER USER {} DEFAULT ROLE {}", account.sql(), Account.list(defaults)));
    }
  }

  private static void oneDefault(Sql sql, Account account, String role, boolean worksAs)
      throws SQLException {
    if (account.host().isEmpty()) {
      return; // a role, which does not log in
    }
    String now = byDefault(sql, account);
    // one that was dropped, or is not given any more, may still be named there
    if (worksAs ? !now.equals(role) : !mapped(sql, account).contains(now)) {
      sql.execute(SqlText.of("SET DEFAULT ROLE {} FOR {}", MY.identifier(role), account.sql()));
    }
  }

  private static List<String> mapped(Sql sql, Account account) throws SQLException {
    return sql.query(MAPPED, row -> row.getString(1), account.user(), account.host());
  }

  private static String byDefault(Sql sql, Account account) throws SQLException {
    return sql.first(DEFAULT, row -> row.getString(1), account.user(), account.host()).orElse("");
  }

  /** Does nothing where it is over already. */
  void leave(Sql sql, String member, String role) throws SQLException {
    for (Account account : accounts(sql, member)) {
      try {
        if (mariadb) {
          leaveMariaDb(sql, account, role);
        } else {
          leaveMySql(sql, account, role);
        }
      } catch (SQLException e) {
        throw explained(e, role);
      }
    }
  }

  private static void leaveMySql(Sql sql, Account account, String role) throws SQLException {
    List<Account> roles =
        sql.query(
            EDGES,
            row -> new Account(row.getString(1), row.getString(2)),
            account.user(),
            account.host(),
            role);
    if (!roles.isEmpty()) {
      sql.execute(SqlText.of("REVOKE {} FROM {}", Account.list(roles), account.sql()));
    }
  }

  /** What was the default role would stay it, and do nothing. */
  private static void leaveMariaDb(Sql sql, Account account, String role) throws SQLException {
    List<String> mapped = mapped(sql, account);
    if (!mapped.contains(role)) {
      return;
    }
    if (!account.host().isEmpty() && byDefault(sql, account).equals(role)) {
      SqlText next =
          mapped.stream()
              .filter(other -> !other.equals(role))
              .findFirst()
              .map(MY::identifier)
              .orElse(SqlText.of("NONE"));
      sql.execute(SqlText.of("SET DEFAULT ROLE {} FOR {}", next, account.sql()));
    }
    sql.execute(SqlText.of("REVOKE {} FROM {}", MY.identifier(role), account.sql()));
  }

  private EngineException explained(SQLException failure, String role) {
    if (!REFUSED.contains(failure.getErrorCode())) {
      return Failures.of(failure);
    }
    return EngineException.of(
            ErrorKind.PERMISSION,
            "the operator's login may not give or take the role \""
                + role
                + "\"; grant it "
                + (mariadb ? "that role WITH ADMIN OPTION" : "ROLE_ADMIN"))
        .causedBy(failure);
  }
}
