package io.dbprovision.postgres.user;

import io.dbprovision.jdbc.Sql;
import io.dbprovision.jdbc.SqlText;
import io.dbprovision.postgres.change.Action;
import io.dbprovision.postgres.change.PgChange;
import io.dbprovision.postgres.change.Subject;
import io.dbprovision.postgres.connect.Server;
import io.dbprovision.postgres.sql.PgDialect;
import io.dbprovision.postgres.sql.Remark;
import io.dbprovision.spi.Cause;
import io.dbprovision.spi.Desired;
import io.dbprovision.spi.DropMode;
import io.dbprovision.spi.EngineException;
import io.dbprovision.spi.ErrorKind;
import io.dbprovision.spi.Plan;
import io.dbprovision.spi.Provenance;
import io.dbprovision.spi.Risk;
import java.sql.SQLException;
import java.util.List;
import java.util.Set;

/** Takes a role away, with the privileges it was given but never with anything that it owns. */
public final class RoleRemoval {
  private static final PgDialect PG = PgDialect.PG;
  private static final SqlText SESSIONS =
      SqlText.of(
          "SELECT pid FROM pg_catalog.pg_stat_activity"
              + " WHERE usename = ? AND pid <> pg_catalog.pg_backend_pid()");

  /** Waits until it is gone, in milliseconds. */
  private static final SqlText END = SqlText.of("SELECT pg_catalog.pg_terminate_backend(?, 5000)");

  private final Server server;

  RoleRemoval(Server server) {
    this.server = server;
  }

  /**
   * @param subject as {@link Subject#toRemove} gives it
   */
  Plan plan(Subject subject, DropMode mode) {
    List<Remark> found = server.run(subject::remark);
    if (found.isEmpty() || !subject.permits(found.getFirst())) {
      return Plan.builder(!found.isEmpty()).build();
    }
    Plan.Builder plan = Plan.builder(true);
    if (mode == DropMode.DROP || mode == DropMode.FORCE) {
      plan.change(drop(subject));
    } else if (found.getFirst().owned()) {
      plan.change(release(subject, found.getFirst()));
    }
    return plan.build();
  }

  /**
   * A role that was made for another object goes with it, when it is on record as that one's.
   *
   * @param together neither of these goes while one of them that was made for the object, too, owns
   *     something: then another object lives on them
   */
  public static PgChange dropWith(Desired object, String path, String role, List<String> together) {
    Subject subject =
        new Subject(
            Subject.Type.ROLE,
            role,
            object.owner(),
            Provenance.unknown(),
            object.section().path() + ".ownership");
    return PgChange.of(subject, path)
        .id("drop:" + path)
        .values("", role)
        .risk(Risk.DESTRUCTIVE)
        .cause(Cause.REMOVAL)
        .build(
            "drop the role " + role,
            (Action.Step)
                server -> {
                  boolean ours = server.run(subject::remark).stream().anyMatch(subject::permits);
                  if (ours) {
                    server.run(sql -> requireNothingOwned(sql, subject, together, server.admin()));
                    dropRole(server, subject);
                  }
                });
  }

  private static PgChange release(Subject subject, Remark remark) {
    SqlText role = PG.identifier(subject.name());
    return PgChange.of(subject, "ownershipRecord")
        .id("release")
        .values("", subject.owner())
        .cause(Cause.REMOVAL)
        .build(
            "leave the role, and forget that it was ours",
            Action.of(
                remark.text().isEmpty()
                    ? SqlText.of("COMMENT ON ROLE {} IS NULL", role)
                    : SqlText.of("COMMENT ON ROLE {} IS {}", role, PG.literal(remark.text()))));
  }

  private static PgChange drop(Subject subject) {
    return PgChange.of(subject, subject.path())
        .id("drop")
        .values("", subject.name())
        .risk(Risk.DESTRUCTIVE)
        .cause(Cause.REMOVAL)
        .build("drop the role", (Action.Step) server -> dropRole(server, subject));
  }

  private static void dropRole(Server server, Subject subject) {
    String role = subject.name();
    Dependencies found =
        server.run(
            sql -> {
              if (!stillOurs(sql, subject)) {
                return new Dependencies(0, Set.of(), false);
              }
              requireNothingOwned(Dependencies.read(sql, role), role, server.admin());
              lockOut(sql, role, server.admin());
              Dependencies left = Dependencies.read(sql, role);
              if (!left.none()) {
                becomeMember(sql, role, server.admin());
              }
              return left;
            });
    for (String database : found.databases()) {
      revokeIn(server, database, role);
    }
    server.run(
        sql -> {
          if (found.shared()) {
            revokeAll(sql, role, server.admin());
          }
          return sql.transaction(
              transaction -> {
                if (stillOurs(transaction, subject)) {
                  transaction.execute(SqlText.of("DROP ROLE {}", PG.identifier(role)));
                }
                return true;
              });
        });
  }

  private static void revokeIn(Server server, String database, String role) {
    try {
      server.runIn(database, sql -> revokeAll(sql, role, server.admin()));
    } catch (EngineException e) {
      // a database that was dropped meanwhile took what the role had in it along
      if (e.kind() != ErrorKind.NOT_FOUND) {
        throw e;
      }
    }
  }

  private static boolean stillOurs(Sql sql, Subject subject) throws SQLException {
    List<Remark> remarks = subject.remark(sql);
    remarks.forEach(subject::require);
    return !remarks.isEmpty();
  }

  /**
   * Nobody works as it from here on: what a session of it made after we looked would go with DROP
   * OWNED.
   */
  private static void lockOut(Sql sql, String role, String admin) throws SQLException {
    sql.execute(SqlText.of("ALTER ROLE {} NOLOGIN", PG.identifier(role)));
    List<Integer> sessions = sql.query(SESSIONS, row -> row.getInt(1), role);
    if (!sessions.isEmpty()) {
      becomeMember(sql, role, admin);
    }
    for (int session : sessions) {
      sql.query(END, row -> row.getBoolean(1), session);
    }
  }

  /** DROP OWNED also drops what is owned: look again in the same transaction. */
  private static boolean revokeAll(Sql sql, String role, String admin) throws SQLException {
    return sql.transaction(
        transaction -> {
          requireNothingOwned(Dependencies.read(transaction, role), role, admin);
          transaction.execute(SqlText.of("DROP OWNED BY {}", PG.identifier(role)));
          return true;
        });
  }

  private static void becomeMember(Sql sql, String role, String admin) throws SQLException {
    sql.execute(
        SelfGrant.statements(
            RoleCatalog.readUsable(sql, List.of(role)).values(), admin, Server.major(sql)));
  }

  private static boolean requireNothingOwned(
      Sql sql, Subject subject, List<String> roles, String admin) throws SQLException {
    for (String role : roles) {
      if (subject.called(role).remark(sql).stream().anyMatch(subject::permits)) {
        requireNothingOwned(Dependencies.read(sql, role), role, admin);
      }
    }
    return true;
  }

  private static void requireNothingOwned(Dependencies found, String role, String admin) {
    if (found.owned() > 0) {
      throw EngineException.of(
          ErrorKind.CONFLICT,
          "the role \""
              + role
              + "\" still owns "
              + found.owned()
              + " object(s) on the server and cannot be dropped; hand them over with: "
              + ReassignCommand.of(role, admin));
    }
  }
}
