package io.dbprovision.postgres.copy;

import io.dbprovision.jdbc.Sql;
import io.dbprovision.jdbc.SqlText;
import io.dbprovision.postgres.connect.Server;
import io.dbprovision.postgres.sql.PgDialect;
import io.dbprovision.postgres.user.RoleCatalog;
import io.dbprovision.postgres.user.SelfGrant;
import io.dbprovision.spi.Owner;
import io.dbprovision.spi.Quiescence;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Takes CONNECT from everybody, the database's owner too, but from the operator's login and those
 * of copies. Who had it is kept by a {@link Keeper}, in the same transaction. Superusers cannot be
 * kept out; those that are in are counted.
 */
public final class PgQuiescence implements Quiescence {
  private static final PgDialect PG = PgDialect.PG;

  /** Those of the server itself have no user; those of copies only read. */
  private static final SqlText SESSIONS =
      SqlText.of(
          """
          SELECT count(*) FROM pg_catalog.pg_stat_activity a
          WHERE a.datname = ? AND a.usesysid IS NOT NULL
            AND a.pid <> pg_catalog.pg_backend_pid()
            AND a.usename::pg_catalog.text !~ '^_dbops_b_'
          """);

  /** Waits for their end, for some seconds; those that we may not end are left. */
  private static final SqlText END_SESSIONS =
      SqlText.of(
          """
          SELECT pg_catalog.pg_terminate_backend(a.pid, 5000)
          FROM pg_catalog.pg_stat_activity a
          JOIN pg_catalog.pg_roles r ON r.oid = a.usesysid
          WHERE a.datname = ? AND a.pid <> pg_catalog.pg_backend_pid()
            AND a.usename::pg_catalog.text !~ '^_dbops_b_'
            AND (pg_catalog.pg_has_role(a.usesysid, 'USAGE')
                 OR (NOT r.rolsuper AND pg_catalog.pg_has_role('pg_signal_backend', 'USAGE')))
          """);

  private final Server server;

  public PgQuiescence(Server server) {
    this.server = server;
  }

  @Override
  public Stillness quiesce(String database, Owner owner, boolean disconnect) {
    Found found = Found.require(server, database, owner);
    server.leave(database);
    boolean known = server.run(sql -> Keeper.find(sql, database).isPresent());
    int before = sessions(database);
    if (!known && !disconnect && before > 0) {
      return new Stillness(before, true);
    }
    boolean wasOpen = server.run(sql -> sql.transaction(within -> close(within, found)));
    if (disconnect) {
      server.run(sql -> sql.query(END_SESSIONS, row -> row.getBoolean(1), database).size());
    }
    return new Stillness(sessions(database), wasOpen);
  }

  private int sessions(String database) {
    return server.run(sql -> sql.query(SESSIONS, row -> row.getInt(1), database).getFirst());
  }

  /** Whether anybody could come in. */
  private boolean close(Sql sql, Found database) throws SQLException {
    actForOwner(sql, database);
    List<Keeper.Holder> holders = Keeper.holders(sql, database.name(), server.admin());
    Keeper.keep(sql, database.name(), holders);
    SqlText name = PG.identifier(database.name());
    List<SqlText> statements = new ArrayList<>();
    // ours may have been everybody's right
    statements.add(
        SqlText.of("GRANT CONNECT ON DATABASE {} TO {}", name, PG.identifier(server.admin())));
    for (Keeper.Holder holder : holders) {
      statements.add(
          SqlText.of("REVOKE CONNECT ON DATABASE {} FROM {} CASCADE", name, holder.sql()));
    }
    sql.execute(statements);
    return !holders.isEmpty();
  }

  private void actForOwner(Sql sql, Found database) throws SQLException {
    sql.execute(
        SelfGrant.statements(
            RoleCatalog.readUsable(sql, List.of(database.owner())).values(),
            server.admin(),
            Server.major(sql)));
  }

  @Override
  public void resume(String database) {
    server.run(sql -> sql.transaction(within -> open(within, database)));
  }

  private boolean open(Sql sql, String name) throws SQLException {
    Keeper.dropOrphans(sql);
    Optional<Found> found = Found.read(sql, name);
    Optional<Keeper> keeper = Keeper.find(sql, name);
    if (found.isEmpty() || keeper.isEmpty()) {
      return false;
    }
    actForOwner(sql, found.get());
    SqlText database = PG.identifier(name);
    List<SqlText> statements = new ArrayList<>();
    boolean ours = false;
    for (Keeper.Holder holder : keeper.get().holders(sql)) {
      ours = ours || holder.name().equals(server.admin());
      SqlText given = SqlText.of("GRANT CONNECT ON DATABASE {} TO {}", database, holder.sql());
      statements.add(holder.grants() ? SqlText.of("{} WITH GRANT OPTION", given) : given);
    }
    if (!ours && !found.get().owner().equals(server.admin())) {
      statements.add(
          SqlText.of(
              "REVOKE CONNECT ON DATABASE {} FROM {}", database, PG.identifier(server.admin())));
    }
    statements.add(SqlText.of("DROP ROLE {}", PG.identifier(keeper.get().role())));
    sql.execute(statements);
    return true;
  }
}
