package io.dbprovision.mysql.grant;

import static io.dbprovision.mysql.sql.MyDialect.MY;

import io.dbprovision.jdbc.Sql;
import io.dbprovision.jdbc.SqlText;
import io.dbprovision.mysql.connect.Failures;
import io.dbprovision.mysql.sql.GrantedNames;
import io.dbprovision.spi.EngineException;
import io.dbprovision.spi.ErrorKind;
import java.sql.SQLException;
import java.util.Collection;
import java.util.List;
import java.util.Set;

/** Gives and takes privileges. Memberships are {@link Joining}'s. */
record Statements(GrantedNames names) {
  /** No such grant: on the server or a database, on a table, on a routine. */
  private static final Set<Integer> NOT_HELD = Set.of(1141, 1147, 1403);

  /**
   * Refusals of privileges; the first of all is a refused login's, too, which it cannot be here:
   * there is a connection.
   */
  private static final Set<Integer> REFUSED = Set.of(1044, 1045, 1142, 1143, 1227, 1370, 1410);

  private static final Set<Integer> NOTHING_THERE = Set.of(1049, 1054, 1146, 1305);

  /**
   * @param claims on the same thing, or on columns of the same table; one that has an option of its
   *     own is alone
   */
  void give(Sql sql, List<GrantClaim> claims, Collection<Account> accounts) throws SQLException {
    GrantClaim first = claims.getFirst();
    SqlText privileges = SqlText.join(", ", claims.stream().map(Statements::privilege).toList());
    SqlText on = on(first.target());
    SqlText to = Account.list(accounts);
    try {
      sql.execute(
          first.right().option()
              ? SqlText.of("GRANT {} ON {} TO {} WITH GRANT OPTION", privileges, on, to)
              : SqlText.of("GRANT {} ON {} TO {}", privileges, on, to));
    } catch (SQLException e) {
      throw explained(e, first, "give");
    }
  }

  /** One account after another: one that does not have it any more stops no other. */
  void take(Sql sql, GrantClaim claim, Collection<Account> accounts) throws SQLException {
    SqlText privilege = privilege(claim);
    SqlText on = on(claim.target());
    for (Account account : accounts) {
      try {
        sql.execute(SqlText.of("REVOKE {} ON {} FROM {}", privilege, on, account.sql()));
        if (claim.right().option()) {
          // a dynamic privilege's own grant option goes with it only
          sql.execute(SqlText.of("GRANT {} ON {} TO {}", privilege, on, account.sql()));
        }
      } catch (SQLException e) {
        if (!NOT_HELD.contains(e.getErrorCode()) && !NOTHING_THERE.contains(e.getErrorCode())) {
          throw explained(e, claim, "take");
        }
      }
    }
  }

  /** From a name that is a pattern: it was written without escapes, and is about others, too. */
  void takeFromPattern(Sql sql, GrantClaim claim, Collection<Account> accounts)
      throws SQLException {
    if (accounts.isEmpty()) {
      return; // at most levels there is no name
    }
    SqlText on = SqlText.of("{}.*", MY.identifier(claim.target().database()));
    for (Account account : accounts) {
      try {
        sql.execute(SqlText.of("REVOKE {} ON {} FROM {}", privilege(claim), on, account.sql()));
      } catch (SQLException e) {
        if (!NOT_HELD.contains(e.getErrorCode())) {
          throw explained(e, claim, "take");
        }
      }
    }
  }

  private static EngineException explained(SQLException failure, GrantClaim claim, String verb) {
    String what = claim.right().word();
    Target target = claim.target();
    if (REFUSED.contains(failure.getErrorCode())) {
      return EngineException.of(
              ErrorKind.PERMISSION,
              "the operator's login may not "
                  + verb
                  + " "
                  + what
                  + " on "
                  + target.title()
                  + ": a login passes on only what it holds itself; grant it "
                  + what
                  + " there WITH GRANT OPTION")
          .causedBy(failure);
    }
    if (NOTHING_THERE.contains(failure.getErrorCode())) {
      return EngineException.of(ErrorKind.NOT_FOUND, target.title() + " is not there yet")
          .causedBy(failure);
    }
    return Failures.of(failure);
  }

  private static SqlText privilege(GrantClaim claim) {
    String privilege = claim.right().privilege();
    if (!GrantClaim.isPrivilege(privilege)) {
      throw EngineException.of(ErrorKind.INTERNAL, "a privilege of an unknown form");
    }
    SqlText word = MY.word(privilege, Set.of(privilege));
    return claim.target().level() == Level.COLUMN
        ? SqlText.of("{} ({})", word, MY.identifier(claim.target().column()))
        : word;
  }

  private SqlText on(Target target) {
    return switch (target.level()) {
      case GLOBAL, ROLE -> SqlText.of("*.*");
      case DATABASE -> SqlText.of("{}.*", names.of(target.database()));
      case TABLE, COLUMN -> SqlText.of("TABLE {}", named(target));
      case PROCEDURE -> SqlText.of("PROCEDURE {}", named(target));
      case FUNCTION -> SqlText.of("FUNCTION {}", named(target));
    };
  }

  /** Beside a name the database is no pattern. */
  private static SqlText named(Target target) {
    return SqlText.of("{}.{}", MY.identifier(target.database()), MY.identifier(target.name()));
  }
}
