package io.dbprovision.postgres.database;

import io.dbprovision.jdbc.SqlText;
import io.dbprovision.postgres.change.Action;
import io.dbprovision.postgres.change.PgChange;
import io.dbprovision.postgres.change.Subject;
import io.dbprovision.postgres.connect.Failures;
import io.dbprovision.postgres.connect.Server;
import io.dbprovision.postgres.script.StandInOwner;
import io.dbprovision.postgres.sql.PgDialect;
import io.dbprovision.postgres.sql.Remark;
import io.dbprovision.postgres.user.RoleCatalog;
import io.dbprovision.postgres.user.SelfGrant;
import io.dbprovision.spi.Cause;
import io.dbprovision.spi.DropMode;
import io.dbprovision.spi.EngineException;
import io.dbprovision.spi.ErrorKind;
import io.dbprovision.spi.Plan;
import io.dbprovision.spi.Remedy;
import io.dbprovision.spi.Risk;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Takes a database away, or only our record of it. */
final class DatabaseRemoval {
  private static final PgDialect PG = PgDialect.PG;
  private static final String IN_USE = "55006";
  private static final SqlText OWNER =
      SqlText.of(
          "SELECT pg_catalog.pg_get_userbyid(datdba) FROM pg_catalog.pg_database WHERE datname = ?");

  private DatabaseRemoval() {}

  static Plan.Builder plan(Subject subject, Remark remark, boolean template, DropMode mode) {
    Plan.Builder plan = Plan.builder(true);
    if (mode == DropMode.DROP || mode == DropMode.FORCE) {
      plan.change(drop(subject, template, mode == DropMode.FORCE));
    } else if (remark.owned()) {
      plan.change(release(subject, remark));
    }
    return plan;
  }

  private static PgChange release(Subject subject, Remark remark) {
    SqlText database = PG.identifier(subject.name());
    return PgChange.of(subject, "ownershipRecord")
        .id("release")
        .values("", subject.owner())
        .cause(Cause.REMOVAL)
        .build(
            "leave the database, and forget that it was ours",
            Action.of(
                remark.text().isEmpty()
                    ? SqlText.of("COMMENT ON DATABASE {} IS NULL", database)
                    : SqlText.of(
                        "COMMENT ON DATABASE {} IS {}", database, PG.literal(remark.text()))));
  }

  private static PgChange drop(Subject subject, boolean template, boolean force) {
    return PgChange.of(subject, "database")
        .id("drop")
        .values("", subject.name())
        .risk(Risk.DESTRUCTIVE)
        .cause(Cause.REMOVAL)
        .build(
            "drop the database and all that is in it",
            (Action.Step) server -> dropDatabase(server, subject, template, force));
  }

  private static void dropDatabase(
      Server server, Subject subject, boolean template, boolean force) {
    Optional<String> standIn = StandInOwner.find(server, subject.name());
    try {
      actForOwner(server, subject);
      try {
        AloneStatement.run(server, subject, statements(subject, template, force));
      } catch (EngineException e) {
        if (!force || e.kind() != ErrorKind.PERMISSION) {
          throw e;
        }
        AloneStatement.run(server, subject, gently(subject));
      }
    } catch (EngineException e) {
      throw e.getCause() instanceof SQLException cause && Failures.is(cause, IN_USE)
          ? inUse(subject, force).causedBy(cause)
          : e;
    }
    standIn.ifPresent(role -> StandInOwner.drop(server, role));
  }

  /**
   * Our way to the owner may have led through another of its members, and that one may be gone: a
   * login that took turns with others, for one.
   */
  private static void actForOwner(Server server, Subject subject) {
    server.run(
        sql -> {
          subject.remark(sql).forEach(subject::require);
          List<String> owner = sql.query(OWNER, row -> row.getString(1), subject.name());
          sql.execute(
              SelfGrant.statements(
                  RoleCatalog.readUsable(sql, owner).values(), server.admin(), Server.major(sql)));
          return true;
        });
  }

  private static SqlText[] statements(Subject subject, boolean template, boolean force) {
    SqlText database = PG.identifier(subject.name());
    List<SqlText> statements = new ArrayList<>();
    if (template) {
      statements.add(SqlText.of("ALTER DATABASE {} IS_TEMPLATE false", database));
    }
    statements.add(
        force
            ? SqlText.of("DROP DATABASE {} WITH (FORCE)", database)
            : SqlText.of("DROP DATABASE {}", database));
    return statements.toArray(SqlText[]::new);
  }

  /**
   * FORCE wants to end every process in the database, and is refused when one is the server's own
   * autovacuum; a plain DROP sends that away by itself.
   */
  private static SqlText[] gently(Subject subject) {
    return new SqlText[] {
      SqlText.of(
          "SELECT pg_catalog.pg_terminate_backend(pid) FROM pg_catalog.pg_stat_activity"
              + " WHERE datname = {} AND backend_type = 'client backend'"
              + " AND pid <> pg_catalog.pg_backend_pid()",
          PG.literal(subject.name())),
      SqlText.of("DROP DATABASE {}", PG.identifier(subject.name()))
    };
  }

  private static EngineException inUse(Subject subject, boolean force) {
    EngineException inUse =
        EngineException.at(
            ErrorKind.CONFLICT,
            subject.field(),
            subject.title()
                + " is in use and cannot be dropped"
                + (force
                    ? ": prepared transactions, replication slots or subscriptions hold it"
                    : "; close its connections"));
    return force ? inUse : inUse.with(Remedy.FORCE_REMOVAL);
  }
}
