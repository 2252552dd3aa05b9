package com.example.redis;

import io.dbprovision.spi.Capabilities;
import io.dbprovision.spi.Endpoint;
import io.dbprovision.spi.EngineContext;
import io.dbprovision.spi.EngineException;
import io.dbprovision.spi.ErrorKind;
import io.dbprovision.spi.LoginSessions;
import io.dbprovision.spi.OwnLogin;
import io.dbprovision.spi.SecretText;
import io.dbprovision.spi.ServerInfo;
import io.dbprovision.spi.Session;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
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
final class RedisSession implements Session, LoginSessions, OwnLogin {
  private static final String IDENTITY = Records.PREFIX + ":identity";
  private static final Pattern FACT = Pattern.compile("(?m)^([a-z_]+):(.*?)\\r?$");
  private static final Pattern LOGGED_IN = Pattern.compile(" user=(\\S+)");

  private final Endpoint endpoint;
  private final Server server;
  private final Capabilities capabilities;

  RedisSession(Endpoint endpoint, EngineContext context, Server server) {
    this.endpoint = endpoint;
    this.server = server;
    ServerInfo info = info();
    if (!info.readOnly() && info.identity().isEmpty()) {
      server.call(jedis -> jedis.setnx(IDENTITY, UUID.randomUUID().toString()));
    }
    boolean selectors = Runtime.Version.parse(info.version()).feature() >= 7;
    this.capabilities = // without selectors nobody could be given one database only
        selectors ? all(context, info.version()) : Capabilities.of();
  }

  private Capabilities all(EngineContext context, String version) {
    Commands commands = new Commands(server);
    RedisDatabases databases = new RedisDatabases(endpoint, server);
    return Capabilities.of(
        databases,
        new RedisUsers(endpoint, server, commands),
        new RedisGrants(endpoint, server, commands),
        new RedisBackup(databases, server, context, version),
        this);
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
    return capabilities.find(type);
  }

  @Override
  public Map<String, Integer> count(Collection<String> logins) {
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

  @Override
  public void changePassword(SecretText password) {
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
