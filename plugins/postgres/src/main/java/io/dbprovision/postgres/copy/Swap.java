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

  /** Nothing when there is nothing that was filled. */
  void run(RestoreSpec spec, Temporary names) {
    server.leave(spec.database());
    server.leave(names.place());
    for (int attempt = 1; ; attempt++) {
      try {
        server.run(sql -> server.patiently(sql, patient -> swap(patient, spec, names)));
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
    return sql.transaction(
        transaction -> {
          if (Found.read(transaction, names.place()).isEmpty()) {
            return false;
          }
          Optional<Found> target = Found.read(transaction, spec.database());
          actForOwners(transaction, List.of(spec.database(), names.place()));
          transaction.query(
              Removal.END_SESSIONS,
              row -> row.getBoolean(1),
              List.of(spec.database(), names.place()));
          transaction.execute(
              spec.owner().isPresent()
                  ? replacing(transaction, spec, names, target)
                  : anew(spec, names, target));
          return true;
        });
  }

  /** To rename a database takes its owner's rights. */
  private static void actForOwners(Sql sql, List<String> databases) throws SQLException {
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
        SqlText.of("COMMENT ON DATABASE {} IS 'replaced by a restore, and to be dropped'", old));
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
        SqlText.of("GRANT CONNECT, TEMPORARY ON DATABASE {} TO PUBLIC", name));
  }
}
