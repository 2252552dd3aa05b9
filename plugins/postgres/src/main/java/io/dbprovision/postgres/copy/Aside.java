package io.dbprovision.postgres.copy;

import io.dbprovision.jdbc.Sql;
import io.dbprovision.jdbc.SqlText;
import io.dbprovision.postgres.connect.Server;
import io.dbprovision.postgres.sql.PgDialect;
import io.dbprovision.spi.EngineException;
import io.dbprovision.spi.ErrorKind;
import io.dbprovision.spi.RestoreSpec;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A target that nobody agreed to give up: it has to be empty to the last moment. It is asked while
 * it stands, and once more when it was set aside, where nobody finds it to write to it; meanwhile
 * what took its place lets nobody in. What is said of the one that is set aside tells a later call
 * that it was not asked yet.
 */
final class Aside {
  static final String UNASKED = "set aside by a restore, and to be dropped if it is empty";
  static final String REPLACED = "replaced by a restore, and to be dropped";

  private static final PgDialect PG = PgDialect.PG;

  private final Server server;
  private final Emptiness emptiness;
  private final Swap swap;

  Aside(Server server, CopyParts parts) {
    this.server = server;
    this.emptiness = new Emptiness(server, parts);
    this.swap = new Swap(server);
  }

  private static boolean rowsAlone(RestoreSpec spec) {
    return BackupOptions.is(RestoreOptions.of(spec.block()).dataOnly());
  }

  /**
   * @throws EngineException CONFLICT when something came into the target since it was prepared
   */
  void requireEmpty(RestoreSpec spec, Found target) {
    emptiness
        .found(spec.id(), target, rowsAlone(spec))
        .ifPresent(
            what -> {
              throw filledMeanwhile(spec, what);
            });
  }

  /**
   * The last look. What had something after all is in its place again, and what was restored is the
   * restore's own again.
   *
   * @return what was found there
   */
  Optional<String> settle(RestoreSpec spec, Temporary names) {
    Optional<Found> old =
        Found.read(server, names.old()).filter(found -> found.remark().text().startsWith(UNASKED));
    if (old.isEmpty()) {
      return Optional.empty();
    }
    Optional<String> what = emptiness.found(spec.id(), old.get(), rowsAlone(spec));
    if (what.isPresent()) {
      swap.patiently(spec, names, sql -> back(sql, spec, names));
    } else {
      server.run(sql -> sql.transaction(transaction -> open(transaction, spec, names)));
    }
    return what;
  }

  private static boolean open(Sql sql, RestoreSpec spec, Temporary names) throws SQLException {
    Swap.actForOwners(sql, List.of(spec.database(), names.old()));
    sql.execute(
        SqlText.of("ALTER DATABASE {} ALLOW_CONNECTIONS true", PG.identifier(spec.database())),
        Remains.comment(names.old(), REPLACED, spec));
    return true;
  }

  private static boolean back(Sql sql, RestoreSpec spec, Temporary names) throws SQLException {
    SqlText target = PG.identifier(spec.database());
    SqlText place = PG.identifier(names.place());
    String comment = Adornment.read(sql, spec.database()).comment();
    Swap.actForOwners(sql, List.of(spec.database(), names.old()));
    Swap.endSessions(sql, List.of(spec.database(), names.old()));
    List<SqlText> statements = new ArrayList<>();
    statements.add(SqlText.of("ALTER DATABASE {} RENAME TO {}", target, place));
    statements.add(
        SqlText.of("ALTER DATABASE {} RENAME TO {}", PG.identifier(names.old()), target));
    statements.add(
        SqlText.of(
            "COMMENT ON DATABASE {} IS {}",
            target,
            comment == null ? SqlText.of("NULL") : PG.literal(comment)));
    statements.add(Remains.comment(names, spec));
    statements.add(SqlText.of("ALTER DATABASE {} ALLOW_CONNECTIONS true", place));
    statements.add(Mark.removal(names));
    sql.execute(statements);
    return true;
  }

  static EngineException filledMeanwhile(RestoreSpec spec, String what) {
    return EngineException.at(
        ErrorKind.CONFLICT,
        "spec.target",
        "the database \""
            + spec.database()
            + "\" was empty when the restore began, and is not any more (there is "
            + what
            + "); it keeps what it holds. To give that up, set spec.target.inPlace and confirm it,"
            + " else restore into a new database");
  }
}
