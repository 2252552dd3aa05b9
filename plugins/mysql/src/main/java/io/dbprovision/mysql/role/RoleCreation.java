package io.dbprovision.mysql.role;

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
import java.sql.SQLException;
import java.util.Optional;

/** Makes a role: announced before, confirmed after. */
record RoleCreation(Wanted wanted) implements Step {
  private static final int EXISTS = 1396;

  @Override
  public void run(Sql sql) throws SQLException {
    Optional<Recorded> there = wanted.subject().recorded(sql);
    if (there.isPresent()) {
      if (!wanted.spec().owner().equals(there.get().owner()) || there.get().intent()) {
        throw madeMeanwhile(there.get());
      }
      return; // its success was lost on the way back
    }
    String comment = wanted.spec().comment();
    Records.USERS.announce(sql, wanted.name(), wanted.spec().owner(), Announced.ROLE);
    try {
      sql.execute(
          SqlText.of(
              "CREATE ROLE {}",
              wanted.mariadb() ? MY.identifier(wanted.name()) : MY.account(wanted.name(), "%")));
    } catch (SQLException e) {
      if (!wanted.subject().exists(sql)) {
        Records.USERS.forget(sql, wanted.name());
      }
      throw Failures.is(e, EXISTS) ? madeMeanwhile(Recorded.nothing()) : Failures.of(e);
    }
    Records.USERS.confirm(sql, wanted.name(), wanted.spec().owner(), comment);
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
