package io.dbprovision.postgres.copy;

import io.dbprovision.jdbc.Sql;
import io.dbprovision.jdbc.SqlText;
import io.dbprovision.postgres.connect.Failures;
import io.dbprovision.postgres.connect.Server;
import io.dbprovision.postgres.script.StandInOwner;
import io.dbprovision.postgres.sql.PgDialect;
import io.dbprovision.postgres.user.RoleCatalog;
import io.dbprovision.postgres.user.SelfGrant;
import io.dbprovision.spi.ErrorKind;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;

/**
 * Drops databases that a restore made or replaced, with the role that stands in for their owner.
 */
final class Removal {
  private static final PgDialect PG = PgDialect.PG;

  /** A superuser's sessions are left alone where we are none: to touch them is an error. */
  static final SqlText END_SESSIONS =
      SqlText.of(
          """
          SELECT pg_catalog.pg_terminate_backend(a.pid)
          FROM pg_catalog.pg_stat_activity a
          JOIN pg_catalog.pg_roles r ON r.oid = a.usesysid
          WHERE a.datname = ANY (CAST(? AS pg_catalog.text[])::pg_catalog.name[])
            AND a.backend_type = 'client backend' AND a.pid <> pg_catalog.pg_backend_pid()
            AND (NOT r.rolsuper
                 OR (SELECT me.rolsuper FROM pg_catalog.pg_roles me WHERE me.rolname = current_user))
          """);

  /** Of our own login, and with a statement that is at work on that database. */
  private static final SqlText END_EARLIER =
      SqlText.of(
          """
          SELECT pg_catalog.pg_terminate_backend(a.pid, 5000)
          FROM pg_catalog.pg_stat_activity a
          WHERE a.usename = current_user AND a.state = 'active'
            AND a.pid <> pg_catalog.pg_backend_pid()
            AND a.query ~ '^(CREATE|ALTER|DROP) DATABASE '
            AND pg_catalog.strpos(a.query, pg_catalog.quote_ident(?)) > 0
          """);

  private Removal() {}

  /**
   * Nothing when it is not there. An operator that was killed while it made the database may have
   * left the server at it: what comes into being behind our back, nobody would ever drop.
   */
  static void drop(Server server, String database) {
    server.leave(database);
    server.run(sql -> sql.query(END_EARLIER, row -> row.getBoolean(1), database).size());
    Optional<String> standIn = StandInOwner.find(server, database);
    server.run(
        sql -> {
          Optional<Found> found = Found.read(sql, database);
          if (found.isEmpty()) {
            return false;
          }
          sql.execute(
              SelfGrant.statements(
                  RoleCatalog.readUsable(sql, List.of(found.get().owner())).values(),
                  server.admin(),
                  Server.major(sql)));
          // one whose removal was cut off can be dropped, and nothing else
          if (found.get().template()) {
            sql.execute(SqlText.of("ALTER DATABASE {} IS_TEMPLATE false", PG.identifier(database)));
          }
          return server.patiently(sql, patient -> dropNow(patient, database));
        });
    standIn.ifPresent(role -> StandInOwner.drop(server, role));
  }

  /**
   * The statement of an operator that was killed may go through while this one waits. FORCE is
   * refused while the server's own autovacuum is in there; a plain DROP sends it away.
   */
  private static boolean dropNow(Sql sql, String database) throws SQLException {
    try {
      sql.execute(SqlText.of("DROP DATABASE IF EXISTS {} WITH (FORCE)", PG.identifier(database)));
    } catch (SQLException e) {
      if (Failures.kindOf(e) != ErrorKind.PERMISSION) {
        throw e;
      }
      sql.query(END_SESSIONS, row -> row.getBoolean(1), List.of(database));
      sql.execute(SqlText.of("DROP DATABASE IF EXISTS {}", PG.identifier(database)));
    }
    return true;
  }
}
