package io.dbprovision.mysql.user;

import static io.dbprovision.mysql.sql.MyDialect.MY;

import io.dbprovision.jdbc.Sql;
import io.dbprovision.jdbc.SqlText;
import io.dbprovision.mysql.change.Step;
import io.dbprovision.mysql.connect.Failures;
import io.dbprovision.mysql.record.Recorded;
import io.dbprovision.mysql.record.Records;
import io.dbprovision.spi.EngineException;
import io.dbprovision.spi.ErrorKind;
import io.dbprovision.spi.Provenance;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.random.RandomGenerator;

/** Makes all accounts of a user in one statement: announced before, confirmed after. */
final class UserCreation implements Step {
  private static final int ACCOUNT_EXISTS = 1396;
  private static final int NO_PLUGIN = 1524;

  private final Wanted wanted;
  private final RandomGenerator random;

  UserCreation(Wanted wanted, RandomGenerator random) {
    this.wanted = wanted;
    this.random = random;
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
    SqlText statement = statement();
    String comment = wanted.spec().comment();
    Records.USERS.announce(sql, wanted.name(), wanted.spec().owner(), comment);
    try {
      sql.execute(statement);
    } catch (SQLException e) {
      Records.USERS.forget(sql, wanted.name());
      if (Failures.is(e, ACCOUNT_EXISTS)) {
        throw madeMeanwhile(Recorded.nothing());
      }
      throw Failures.is(e, NO_PLUGIN)
          ? Failures.of(e).atPath(wanted.field("authPlugin"))
          : Failures.of(e);
    }
    Records.USERS.confirm(sql, wanted.name(), wanted.spec().owner(), comment);
    Joining joining = new Joining(wanted.facts().mariadb());
    for (Map.Entry<String, String> role : wanted.memberships().entrySet()) {
      joining.join(
          sql,
          wanted.name(),
          wanted.options().hosts(),
          role.getKey(),
          wanted.worksAs(role.getKey()),
          role.getValue());
    }
  }

  private SqlText statement() {
    SqlText identified = Statements.identified(wanted, wanted.newPlugin(), random);
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
