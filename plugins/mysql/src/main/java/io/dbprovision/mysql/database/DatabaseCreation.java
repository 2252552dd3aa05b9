package io.dbprovision.mysql.database;

import static io.dbprovision.mysql.sql.MyDialect.MY;

import io.dbprovision.jdbc.Sql;
import io.dbprovision.jdbc.SqlText;
import io.dbprovision.mysql.change.Step;
import io.dbprovision.mysql.connect.Failures;
import io.dbprovision.mysql.connect.Server;
import io.dbprovision.mysql.record.Recorded;
import io.dbprovision.mysql.record.Records;
import io.dbprovision.spi.EngineException;
import io.dbprovision.spi.ErrorKind;
import io.dbprovision.spi.Provenance;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Makes a database: announced before, confirmed after. A crash between leaves an announcement, with
 * or without an empty database; the next plan goes on from either.
 */
final class DatabaseCreation implements Step {
  private static final int EXISTS = 1007;
  private static final int NO_CHARSET = 1115;
  private static final int NO_COLLATION = 1273;
  private static final int COLLATION_MISMATCH = 1253;

  private final Server server;
  private final Wanted wanted;

  DatabaseCreation(Server server, Wanted wanted) {
    this.server = server;
    this.wanted = wanted;
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
    requireNothingLeft(sql);
    Records.DATABASES.announce(sql, wanted.name(), wanted.spec().owner(), "");
    try {
      create(sql);
    } catch (SQLException e) {
      Records.DATABASES.forget(sql, wanted.name());
      if (Failures.is(e, EXISTS)) {
        throw madeMeanwhile(Recorded.nothing());
      }
      throw Failures.of(e).atPath(field(e));
    }
    Records.DATABASES.confirm(sql, wanted.name(), wanted.spec().owner(), wanted.spec().comment());
  }

  /** Whoever holds something on a database of that name would reach the new one. */
  private void requireNothingLeft(Sql sql) throws SQLException {
    Set<String> keepers = Leftovers.clear(sql, server.facts().mariadb(), wanted.name());
    if (!keepers.isEmpty()) {
      throw EngineException.at(
          ErrorKind.CONFLICT,
          wanted.subject().field(),
          wanted.subject().title()
              + " is not there, but privileges on that name are left of an earlier one, which the"
              + " operator's login may not take away: of "
              + String.join(", ", keepers)
              + ". They would be in effect in the new one; take them away with REVOKE, or choose"
              + " another name");
    }
  }

  private void create(Sql sql) throws SQLException {
    List<SqlText> clauses = new ArrayList<>();
    clauses.add(SqlText.of("CREATE DATABASE {}", MY.identifier(wanted.name())));
    String charset = wanted.options().charset();
    if (charset != null) {
      clauses.add(SqlText.of("CHARACTER SET {}", MY.identifier(charset)));
    }
    String collation = wanted.options().collation();
    if (collation != null) {
      clauses.add(SqlText.of("COLLATE {}", MY.identifier(collation)));
    }
    sql.execute(SqlText.join(" ", clauses));
  }

  private String field(SQLException failure) {
    return switch (failure.getErrorCode()) {
      case NO_CHARSET -> wanted.field("charset");
      case NO_COLLATION, COLLATION_MISMATCH -> wanted.field("collation");
      default -> wanted.subject().field();
    };
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
