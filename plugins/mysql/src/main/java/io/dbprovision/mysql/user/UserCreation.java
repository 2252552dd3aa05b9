package io.dbprovision.mysql.user;

import static io.dbprovision.mysql.sql.MyDialect.MY;

import io.dbprovision.jdbc.Sql;
import io.dbprovision.jdbc.SqlText;
import io.dbprovision.mysql.change.Step;
import io.dbprovision.mysql.connect.Failures;
import io.dbprovision.mysql.record.Announced;
import io.dbprovision.mysql.record.Recorded;
import io.dbprovision.mysql.record.Records;
import io.dbprovision.spi.EngineException;
import io.dbprovision.spi.ErrorKind;
import io.dbprovision.spi.Provenance;
import io.dbprovision.spi.SecretText;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;

/** Makes all accounts of a user in one statement: announced before, confirmed after. */
final class UserCreation implements Step {
  private static final int ACCOUNT_EXISTS = 1396;
  private static final int NO_PLUGIN = 1524;
  private static final int IS_DEFINER = 4006;

  private final Wanted wanted;
  private final RandomGenerator random;
  private final DefinedNames defined;

  UserCreation(Wanted wanted, RandomGenerator random, DefinedNames defined) {
    this.wanted = wanted;
    this.random = random;
    this.defined = defined;
  }

  @Override
  public void run(Sql sql) throws SQLException {
    Optional<Recorded> there = wanted.subject().recorded(sql);
    if (there.isPresent()) {
      if (!wanted.spec().owner().equals(there.get().owner()) || there.get().intent()) {
        throw madeMeanwhile(there.get());
      }
      return; // its success was lost on the way back
    }
    requireNoOrphans(sql);
    Verifier plugin = wanted.newPlugin();
    SecretText verifier = Statements.verifier(wanted, plugin, random);
    // what cannot be said is found out before anything is announced
    SqlText statement =
        statement(Statements.identified(wanted.facts().mariadb(), plugin.plugin(), verifier));
    String mark = Announced.login(verifier);
    Records.USERS.announce(sql, wanted.name(), wanted.spec().owner(), mark);
    try {
      sql.execute(statement);
    } catch (SQLException e) {
      if (!wanted.subject().exists(sql)) { // MariaDB may have made some of the accounts
        Records.USERS.forget(sql, wanted.name());
      }
      if (Failures.is(e, IS_DEFINER)) {
        throw orphans();
      }
      if (Failures.is(e, ACCOUNT_EXISTS)) {
        throw madeMeanwhile(Recorded.nothing());
      }
      throw Failures.is(e, NO_PLUGIN)
          ? Failures.of(e).atPath(wanted.field("authPlugin"))
          : Failures.of(e);
    }
    Records.USERS.confirm(sql, wanted.name(), wanted.spec().owner(), wanted.spec().comment());
  }

  /** MySQL looks for itself, and says so when it is asked to make the account. */
  private void requireNoOrphans(Sql sql) throws SQLException {
    if (wanted.facts().mariadb() && defined.contains(sql, wanted.name())) {
      throw orphans();
    }
  }

  private EngineException orphans() {
    return EngineException.at(
        ErrorKind.CONFLICT,
        wanted.subject().field(),
        wanted.subject().title()
            + " is not there, but an earlier one of that name is still the definer of views,"
            + " routines, triggers or events. They would run with the rights of the new one; drop"
            + " them or make them again with another DEFINER, or choose another name");
  }

  private SqlText statement(SqlText identified) {
    List<SqlText> accounts =
        wanted.options().hosts().stream()
            .map(host -> SqlText.of("{} {}", MY.account(wanted.name(), host), identified))
            .toList();
    return SqlText.of(
        "CREATE USER {} {}", SqlText.join(", ", accounts), Statements.settings(wanted));
  }

  /** Whoever it is recorded for, it was not there when this was planned. */
  private EngineException madeMeanwhile(Recorded found) {
    try {
      found.require(
          Provenance.unknown(),
          wanted.spec().owner(),
          wanted.subject().field(),
          wanted.subject().title());
    } catch (EngineException e) {
      return e;
    }
    return EngineException.at(
        ErrorKind.CONFLICT,
        wanted.subject().field(),
        wanted.subject().title() + " has come to be meanwhile; it is looked at again");
  }
}
