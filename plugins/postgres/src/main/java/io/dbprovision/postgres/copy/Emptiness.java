package io.dbprovision.postgres.copy;

import io.dbprovision.jdbc.Sql;
import io.dbprovision.jdbc.SqlText;
import io.dbprovision.postgres.connect.Failures;
import io.dbprovision.postgres.connect.Server;
import io.dbprovision.postgres.script.EphemeralLogin;
import io.dbprovision.postgres.sql.PgDialect;
import io.dbprovision.spi.Credentials;
import io.dbprovision.spi.EngineException;
import io.dbprovision.spi.ErrorKind;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * Looks whether a database holds something that a restore would take away.
 *
 * <p>A tenant's tables are read by a login with no rights but the tenant's: a policy of theirs, and
 * whatever takes a table's name between two statements, runs as the one who asks.
 */
final class Emptiness {
  private static final PgDialect PG = PgDialect.PG;
  private static final Duration ASKING = Duration.ofMinutes(15);
  private static final int CONNECTIONS = 2;

  /** As itself, and so that a policy is an error, and no row that is hidden. */
  private static final SqlText PLAINLY = SqlText.of("SET ROLE none; SET row_security = off");

  private final Server server;
  private final CopyParts parts;

  Emptiness(Server server, CopyParts parts) {
    this.server = server;
    this.parts = parts;
  }

  /**
   * The first thing that is there, in words.
   *
   * @param database that is the restore's target, by whichever name
   * @param rowsAlone tables may be there, and nothing in them
   */
  Optional<String> found(String id, Found database, boolean rowsAlone) {
    return rowsAlone
        ? rows(id, database)
        : server.runIn(database.name(), sql -> sql.first(Catalog.ANY, row -> row.getString(1)));
  }

  private Optional<String> rows(String id, Found database) {
    boolean large =
        server.runIn(
            database.name(),
            sql -> sql.query(Catalog.LARGE_OBJECTS, row -> row.getLong(1) > 0).getFirst());
    if (large) {
      return Optional.of("its large objects");
    }
    List<Catalog.Table> tables = server.runIn(database.name(), Catalog::tables);
    if (tables.isEmpty()) {
      return Optional.empty();
    }
    String login = Temporary.of(id).login();
    parts.logins().shut(login);
    Credentials reader =
        parts
            .logins()
            .letIn(
                new EphemeralLogin.Pass(
                    login,
                    List.of(),
                    null,
                    CONNECTIONS,
                    ASKING,
                    "looks for rows before a restore, and is removed then"));
    try {
      new Readers(server, parts).letRead(login, database, "");
      return server.runAs(reader, database.name(), sql -> filled(sql, tables));
    } finally {
      parts.logins().shut(login);
      Logins.drop(parts.logins(), login);
    }
  }

  private static Optional<String> filled(Sql sql, List<Catalog.Table> tables) throws SQLException {
    sql.execute(PLAINLY);
    for (Catalog.Table table : tables) {
      String name = table.schema() + "." + table.name();
      SqlText question =
          SqlText.of(
              "SELECT EXISTS (SELECT FROM ONLY {}.{})",
              PG.identifier(table.schema()),
              PG.identifier(table.name()));
      try {
        if (sql.query(question, row -> row.getBoolean(1)).getFirst()) {
          return Optional.of(name);
        }
      } catch (SQLException e) {
        if (Failures.kindOf(e) != ErrorKind.PERMISSION) {
          throw e;
        }
        return Optional.of(name + ", as far as can be told: " + Failures.said(e));
      }
    }
    return Optional.empty();
  }

  static EngineException rowsThere(String database, String where) {
    return EngineException.at(
        ErrorKind.CONFLICT,
        "spec.target",
        "the database \""
            + database
            + "\" has rows (in "
            + where
            + "), and dataOnly brings all of them anew; to give up the rows that it holds, set"
            + " spec.target.inPlace and confirm it");
  }
}
