package io.dbprovision.postgres.copy;

import io.dbprovision.jdbc.Sql;
import io.dbprovision.jdbc.SqlText;
import io.dbprovision.postgres.connect.Failures;
import io.dbprovision.postgres.connect.Server;
import io.dbprovision.postgres.sql.PgDialect;
import io.dbprovision.postgres.user.RoleCatalog;
import io.dbprovision.postgres.user.SelfGrant;
import io.dbprovision.spi.EngineException;
import io.dbprovision.spi.ErrorKind;
import io.dbprovision.spi.RestoreSpec;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Puts a filled database into its target's place: both are renamed, and rights, settings and
 * comment given on, in one transaction. Before it the target is as it was, after it the new one
 * stands; what is left then is to drop the old one. Each part can be done again.
 */
final class Swap {
  private static final PgDialect PG = PgDialect.PG;
  private static final String IN_USE = "55006";

  /** The server waits five seconds for sessions to end, each time. */
  private static final int TRIES = 5;

  private static final SqlText SELF = SqlText.of("SELECT current_user");

  private final Server server;

  Swap(Server server) {
    this.server = server;
  }

  /** What was filled has to be there. */
  void run(RestoreSpec spec, Temporary names) {
    patiently(spec, names, sql -> swap(sql, spec, names));
  }

  /** In a transaction, and again while somebody is in one of the databases. */
  void patiently(RestoreSpec spec, Temporary names, Sql.Work<Boolean> renames) {
    server.leave(spec.database());
    server.leave(names.place());
    server.leave(names.old());
    for (int attempt = 1; ; attempt++) {
      try {
        server.run(sql -> server.patiently(sql, patient -> patient.transaction(renames)));
        return;
      } catch (EngineException e) {
        boolean busy = e.getCause() instanceof SQLException cause && Failures.is(cause, IN_USE);
        if (!busy) {
          throw e;
        }
        if (attempt == TRIES) {
          throw EngineException.of(
                  ErrorKind.CONFLICT,
                  "the database \""
                      + spec.database()
                      + "\" stays in use and cannot be replaced: end sessions of superusers,"
                      + " prepared transactions, replication slots and subscriptions in it; it is"
                      + " as it was")
              .causedBy(e);
        }
      }
    }
  }

  private static boolean swap(Sql sql, RestoreSpec spec, Temporary names) throws SQLException {
    if (Found.read(sql, names.place()).isEmpty()) {
      return false;
    }
    Optional<Found> target = Found.read(sql, spec.database());
    actForOwners(sql, List.of(spec.database(), names.place()));
    endSessions(sql, List.of(spec.database(), names.place()));
    sql.execute(
        spec.owner().isPresent() ? replacing(sql, spec, names, target) : anew(spec, names, target));
    sql.execute(Mark.statements(spec, names));
    return true;
  }

  static void endSessions(Sql sql, List<String> databases) throws SQLException {
    sql.query(Removal.END_SESSIONS, row -> row.getBoolean(1), databases);
  }

  /** To rename a database takes its owner's rights. */
  static void actForOwners(Sql sql, List<String> databases) throws SQLException {
    List<String> owners = new ArrayList<>();
    for (String database : databases) {
      Found.read(sql, database).map(Found::owner).ifPresent(owners::add);
    }
    String admin = sql.query(SELF, row -> row.getString(1)).getFirst();
    sql.execute(
        SelfGrant.statements(
            RoleCatalog.readUsable(sql, owners).values(), admin, Server.major(sql)));
  }

  private static List<SqlText> replacing(
      Sql sql, RestoreSpec spec, Temporary names, Optional<Found> target) throws SQLException {
    if (target.isEmpty()) {
      throw EngineException.of(
          ErrorKind.NOT_FOUND, "the database \"" + spec.database() + "\" is gone from the server");
    }
    spec.owner().ifPresent(target.get()::requireOwner);
    Adornment adornment = Adornment.read(sql, spec.database());
    SqlText name = PG.identifier(spec.database());
    SqlText old = PG.identifier(names.old());
    List<SqlText> statements = new ArrayList<>();
    statements.add(SqlText.of("ALTER DATABASE {} RENAME TO {}", name, old));
    statements.add(
        SqlText.of("ALTER DATABASE {} RENAME TO {}", PG.identifier(names.place()), name));
    if (!Adornment.read(sql, names.place()).owner().equals(adornment.owner())) {
      statements.add(
          SqlText.of("ALTER DATABASE {} OWNER TO {}", name, PG.identifier(adornment.owner())));
    }
    statements.addAll(adornment.statements(spec.database()));
    // whoever finds it must not take it for somebody's
    statements.add(
        Remains.comment(names.old(), spec.replace() ? Aside.REPLACED : Aside.UNASKED, spec));
    if (!spec.replace()) {
      statements.add(SqlText.of("ALTER DATABASE {} ALLOW_CONNECTIONS false", name));
    }
    return statements;
  }

  private static List<SqlText> anew(RestoreSpec spec, Temporary names, Optional<Found> target) {
    if (target.isPresent()) {
      throw EngineException.of(
          ErrorKind.CONFLICT,
          "a database \""
              + spec.database()
              + "\" was made while the restore ran; choose another name for it");
    }
    SqlText name = PG.identifier(spec.database());
    return List.of(
        SqlText.of("ALTER DATABASE {} RENAME TO {}", PG.identifier(names.place()), name),
        SqlText.of("COMMENT ON DATABASE {} IS NULL", name),
        SqlText.of("GRANT CONNECT, TEMPORARY ON DATABASE {} TO PUBLIC", name));
  }
}
