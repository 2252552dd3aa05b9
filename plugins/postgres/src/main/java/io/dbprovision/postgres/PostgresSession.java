package io.dbprovision.postgres;

import static java.util.Map.entry;

import io.dbprovision.jdbc.SqlText;
import io.dbprovision.postgres.change.ChangeRunner;
import io.dbprovision.postgres.change.Retry;
import io.dbprovision.postgres.connect.Server;
import io.dbprovision.postgres.copy.CopyParts;
import io.dbprovision.postgres.copy.PgDumps;
import io.dbprovision.postgres.copy.PgQuiescence;
import io.dbprovision.postgres.copy.PgRestores;
import io.dbprovision.postgres.database.PgDatabases;
import io.dbprovision.postgres.grant.EntryPlanner;
import io.dbprovision.postgres.grant.PgGrants;
import io.dbprovision.postgres.grant.RoleGrants;
import io.dbprovision.postgres.script.EphemeralLogin;
import io.dbprovision.postgres.script.LeftOvers;
import io.dbprovision.postgres.script.PgInitScripts;
import io.dbprovision.postgres.user.PgLoginSessions;
import io.dbprovision.postgres.user.PgOwnedObjects;
import io.dbprovision.postgres.user.PgRoles;
import io.dbprovision.postgres.user.PgUsers;
import io.dbprovision.postgres.user.RoleRules;
import io.dbprovision.postgres.user.Verifier;
import io.dbprovision.spi.Databases;
import io.dbprovision.spi.Discovery;
import io.dbprovision.spi.EngineContext;
import io.dbprovision.spi.Grants;
import io.dbprovision.spi.InitScripts;
import io.dbprovision.spi.LogicalDump;
import io.dbprovision.spi.LogicalRestore;
import io.dbprovision.spi.LoginSessions;
import io.dbprovision.spi.OwnLogin;
import io.dbprovision.spi.OwnedObjects;
import io.dbprovision.spi.OwnershipRecord;
import io.dbprovision.spi.Quiescence;
import io.dbprovision.spi.Roles;
import io.dbprovision.spi.ServerInfo;
import io.dbprovision.spi.Session;
import io.dbprovision.spi.Users;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Map;
import java.util.Optional;

/** One server: who it is and what can be managed on it. */
final class PostgresSession implements Session {
  private static final SqlText WHO =
      SqlText.of(
          """
          SELECT pg_catalog.current_setting('server_version'),
                 (SELECT system_identifier::pg_catalog.text FROM pg_catalog.pg_control_system()),
                 pg_catalog.pg_is_in_recovery()
                   OR pg_catalog.current_setting('default_transaction_read_only')::boolean,
                 EXISTS (SELECT FROM pg_catalog.pg_roles WHERE
          """
              + EphemeralLogin.OUTLIVED
              + ")");

  private final Server server;
  private final LeftOvers leftOvers;
  private final Map<Class<?>, Object> capabilities;

  PostgresSession(Server server, RoleRules rules, EngineContext context) {
    this.server = server;
    Verifier verifier = new Verifier(context.random());
    ChangeRunner runner = new ChangeRunner(server, new Retry(context.random()));
    EphemeralLogin logins = new EphemeralLogin(server, verifier, context.random());
    this.leftOvers = new LeftOvers(logins);
    CopyParts copy =
        new CopyParts(logins, context.clock(), context.random(), context.toolFolders());
    RoleGrants roleGrants = new RoleGrants(new EntryPlanner(server, rules));
    this.capabilities =
        Map.ofEntries(
            entry(Databases.class, new PgDatabases(server, runner, rules)),
            entry(Grants.class, new PgGrants(server, runner, rules)),
            entry(Users.class, new PgUsers(server, runner, rules, verifier)),
            entry(Roles.class, new PgRoles(server, runner, rules, verifier, roleGrants)),
            entry(LoginSessions.class, new PgLoginSessions(server)),
            entry(OwnershipRecord.class, new PgOwnershipRecord(server)),
            entry(OwnedObjects.class, new PgOwnedObjects(server)),
            entry(Discovery.class, new PgDiscovery(server, rules.admin())),
            entry(OwnLogin.class, new PgOwnLogin(server, verifier, rules.admin())),
            entry(InitScripts.class, new PgInitScripts(server, logins, leftOvers)),
            entry(LogicalDump.class, new PgDumps(server, copy)),
            entry(LogicalRestore.class, new PgRestores(server, copy)),
            entry(Quiescence.class, new PgQuiescence(server)));
    leftOvers.dropSeen();
  }

  @Override
  public ServerInfo info() {
    return server.look(sql -> sql.query(WHO, this::read).getFirst());
  }

  private ServerInfo read(ResultSet row) throws SQLException {
    leftOvers.seen(row.getBoolean(4));
    return ServerInfo.builder(bare(row.getString(1)), "postgres")
        .identity(row.getString(2))
        .readOnly(row.getBoolean(3))
        .build();
  }

  /** {@code 15.8 (Debian 15.8-1)} is 15.8. */
  private static String bare(String version) {
    int space = version.indexOf(' ');
    return space < 0 ? version : version.substring(0, space);
  }

  /** The health check must not wait for what it saw to be dropped; whoever comes to work can. */
  @Override
  public <C> Optional<C> capability(Class<C> type) {
    leftOvers.dropSeen();
    return Optional.ofNullable(capabilities.get(type)).map(type::cast);
  }

  @Override
  public void close() {
    server.close();
  }
}
