package com.example.redis;

import io.dbprovision.spi.Databases;
import io.dbprovision.spi.Discovery;
import io.dbprovision.spi.Endpoint;
import io.dbprovision.spi.EngineContext;
import io.dbprovision.spi.EngineException;
import io.dbprovision.spi.ErrorKind;
import io.dbprovision.spi.Grants;
import io.dbprovision.spi.Kind;
import io.dbprovision.spi.LogicalDump;
import io.dbprovision.spi.LogicalRestore;
import io.dbprovision.spi.LoginSessions;
import io.dbprovision.spi.OwnLogin;
import io.dbprovision.spi.OwnershipRecord;
import io.dbprovision.spi.SecretText;
import io.dbprovision.spi.ServerInfo;
import io.dbprovision.spi.Session;
import io.dbprovision.spi.Users;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import redis.clients.jedis.Jedis;
import redis.clients.jedis.Pipeline;
import redis.clients.jedis.Protocol;
import redis.clients.jedis.Response;
import redis.clients.jedis.util.SafeEncoder;

/** One server as one login sees it. */
final class RedisSession implements Session {
  private static final String IDENTITY = Records.PREFIX + ":identity";
  private static final Pattern FACT = Pattern.compile("(?m)^([a-z_]+):(.*?)\\r?$");
  private static final Pattern LOGGED_IN = Pattern.compile(" user=(\\S+)");

  private final Endpoint endpoint;
  private final EngineContext context;
  private final Server server;
  private final Map<Class<?>, Object> capabilities = new HashMap<>();

  RedisSession(Endpoint endpoint, EngineContext context, Server server) {
    this.endpoint = endpoint;
    this.context = context;
    this.server = server;
  }

  /** Finds out what the server can do. */
  void begin() {
    ServerInfo info = info();
    if (!info.readOnly() && info.identity().isEmpty()) {
      server.call(jedis -> jedis.setnx(IDENTITY, UUID.randomUUID().toString()));
    }
    if (Runtime.Version.parse(info.version()).feature() < 7) {
      return; // no selectors: nobody could be given one database only
    }
    Commands commands = new Commands(server);
    RedisUsers users = new RedisUsers(endpoint, server, commands);
    RedisDatabases databases = new RedisDatabases(endpoint, server);
    capabilities.put(Users.class, users);
    capabilities.put(Databases.class, databases);
    capabilities.put(Grants.class, new RedisGrants(endpoint, server, commands));
    RedisBackup backup = new RedisBackup(databases, server, context, info.version());
    capabilities.put(LogicalDump.class, backup);
    capabilities.put(LogicalRestore.class, backup);
    OwnershipRecord records =
        (kind, name) ->
            kind.equals(Kind.DATABASE)
                ? databases.ownerOf(name)
                : kind.equals(Kind.USER) ? users.ownerOf(name) : Optional.empty();
    capabilities.put(OwnershipRecord.class, records);
    LoginSessions sessions = this::sessions;
    capabilities.put(LoginSessions.class, sessions);
    OwnLogin login = this::changePassword;
    capabilities.put(OwnLogin.class, login);
    Discovery discovery =
        () -> {
          List<Discovery.Found> found = new ArrayList<>(databases.found(Kind.DATABASE));
          found.addAll(users.found(Kind.USER));
          return found;
        };
    capabilities.put(Discovery.class, discovery);
  }

  @Override
  public ServerInfo info() {
    return server.check(
        jedis -> {
          Map<String, String> facts = new HashMap<>();
          Response<String> identity;
          Response<Object> info;
          try (Pipeline pipeline = jedis.pipelined()) {
            info = pipeline.sendCommand(Protocol.Command.INFO, "everything");
            identity = pipeline.get(IDENTITY);
          }
          for (MatchResult fact :
              FACT.matcher(SafeEncoder.encode((byte[]) info.get())).results().toList()) {
            facts.put(fact.group(1), fact.group(2));
          }
          String flavour = facts.getOrDefault("server_name", "redis");
          String version =
              facts.getOrDefault(flavour + "_version", facts.getOrDefault("redis_version", "0"));
          return ServerInfo.builder(version, flavour)
              .identity(identity.get())
              .readOnly("slave".equals(facts.get("role")))
              .build();
        });
  }

  @Override
  public <C> Optional<C> capability(Class<C> type) {
    return Optional.ofNullable(capabilities.get(type)).map(type::cast);
  }

  private Map<String, Integer> sessions(Collection<String> logins) {
    Set<String> asked = new HashSet<>(logins);
    Map<String, Integer> counts = new HashMap<>();
    LOGGED_IN
        .matcher(server.call(Jedis::clientList))
        .results()
        .map(login -> login.group(1))
        .filter(asked::contains)
        .forEach(login -> counts.merge(login, 1, Integer::sum));
    return counts;
  }

  private void changePassword(SecretText password) {
    server.call(
        jedis -> {
          if (!Acl.store(jedis)) {
            throw EngineException.of(
                ErrorKind.UNSUPPORTED,
                "the server can store logins neither in an ACL file nor in its configuration, so"
                    + " the old password would be back after its next start");
          }
          jedis.aclSetUser(
              endpoint.credentials().username(), "resetpass", "#" + Acl.hash(password));
          return Acl.store(jedis);
        });
  }

  @Override
  public void close() {
    server.close();
  }
}
