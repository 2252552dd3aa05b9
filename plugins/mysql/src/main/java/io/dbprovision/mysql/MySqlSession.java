package io.dbprovision.mysql;

import static java.util.Map.entry;

import io.dbprovision.jdbc.Sql;
import io.dbprovision.jdbc.SqlText;
import io.dbprovision.mysql.change.ChangeRunner;
import io.dbprovision.mysql.connect.Server;
import io.dbprovision.mysql.connect.ServerFacts;
import io.dbprovision.mysql.copy.CopyLogins;
import io.dbprovision.mysql.copy.MyLogicalDump;
import io.dbprovision.mysql.copy.MyQuiescence;
import io.dbprovision.mysql.database.MyDatabases;
import io.dbprovision.mysql.database.ReadOnly;
import io.dbprovision.mysql.grant.Allowed;
import io.dbprovision.mysql.grant.MyGrants;
import io.dbprovision.mysql.record.Bookkeeping;
import io.dbprovision.mysql.record.ObjectLock;
import io.dbprovision.mysql.restore.MyLogicalRestore;
import io.dbprovision.mysql.role.MyRoles;
import io.dbprovision.mysql.script.MyInitScripts;
import io.dbprovision.mysql.script.ScriptLogin;
import io.dbprovision.mysql.user.MyOwnedObjects;
import io.dbprovision.mysql.user.MyUsers;
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
import java.sql.SQLException;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** One server: who it is and what can be managed on it. */
final class MySqlSession implements Session {
  private static final SqlText WHO = SqlText.of("SELECT @@global.read_only, @@server_uuid");
  private static final SqlText WHO_ON_MARIADB = SqlText.of("SELECT @@global.read_only");
  private static final Set<String> WRITABLE = Set.of("0", "OFF");

  private final Server server;
  private final Map<Class<?>, Object> capabilities;

  MySqlSession(Server server, EngineContext context, Allowed allowed) {
    this.server = server;
    ObjectLock locks = new ObjectLock(server, context.random());
    ScriptLogin login = new ScriptLogin(server, context.random());
    MyInitScripts scripts = new MyInitScripts(server, locks, login);
    ChangeRunner runner = new ChangeRunner(locks, scripts::tidyUp);
    CopyLogins copies = new CopyLogins(server, context.random(), context.clock());
    this.capabilities =
        Map.ofEntries(
            entry(Databases.class, new MyDatabases(server, runner)),
            entry(
                Users.class,
                new MyUsers(server, runner, context.random(), context.clock(), allowed)),
            entry(Roles.class, new MyRoles(server, runner, allowed)),
            entry(Grants.class, new MyGrants(server, runner, allowed)),
            entry(Discovery.class, new MyDiscovery(server)),
            entry(InitScripts.class, scripts),
            entry(LoginSessions.class, new MyLoginSessions(server)),
            entry(OwnLogin.class, new MyOwnLogin(server, context.random())),
            entry(OwnedObjects.class, new MyOwnedObjects(server)),
            entry(OwnershipRecord.class, new MyOwnershipRecord(server, locks)),
            entry(Quiescence.class, new MyQuiescence(server, locks)),
            entry(
                LogicalDump.class, new MyLogicalDump(server, locks, copies, context.toolFolders())),
            entry(
                LogicalRestore.class,
                new MyLogicalRestore(
                    server,
                    locks,
                    copies,
                    login,
                    context.clock(),
                    context.toolFolders(),
                    () -> {})));
  }

  @Override
  public ServerInfo info() {
    return server.look(
        sql -> {
          ServerFacts facts = server.facts();
          return facts.mariadb() ? mariadb(sql, facts) : mysql(sql, facts);
        });
  }

  private static ServerInfo mysql(Sql sql, ServerFacts facts) throws SQLException {
    return sql.query(
            WHO,
            row ->
                ServerInfo.builder(facts.version(), facts.flavour())
                    .readOnly(!WRITABLE.contains(row.getString(1)))
                    .identity(row.getString(2))
                    .build())
        .getFirst();
  }

  /**
   * MariaDB has nothing that stays with its data and differs from every other server's; it gets
   * something with the first thing that is done there.
   */
  private static ServerInfo mariadb(Sql sql, ServerFacts facts) throws SQLException {
    boolean readOnly =
        !WRITABLE.contains(sql.query(WHO_ON_MARIADB, row -> row.getString(1)).getFirst());
    return ServerInfo.builder(facts.version(), facts.flavour())
        .readOnly(readOnly)
        .identity(Bookkeeping.identity(sql).orElse(null))
        .build();
  }

  @Override
  public <C> Optional<C> capability(Class<C> type) {
    if (type.equals(Quiescence.class) && !ReadOnly.known(server.facts())) {
      return Optional.empty();
    }
    return Optional.ofNullable(capabilities.get(type)).map(type::cast);
  }

  @Override
  public void close() {
    server.close();
  }
}
