package com.example.redis;

import io.dbprovision.spi.Credentials;
import io.dbprovision.spi.Endpoint;
import io.dbprovision.spi.Engine;
import io.dbprovision.spi.EngineName;
import io.dbprovision.spi.SecretText;
import io.dbprovision.spi.testkit.EngineUnderTest;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import redis.clients.jedis.DefaultJedisClientConfig;
import redis.clients.jedis.HostAndPort;
import redis.clients.jedis.Jedis;
import redis.clients.jedis.exceptions.JedisException;

/** The server that hack/redis.sh started: {@code -Dredis.port=… -Dredis.password=…}. */
final class RealServer implements EngineUnderTest {
  private static final HostAndPort WHERE =
      new HostAndPort("127.0.0.1", Integer.getInteger("redis.port", 6379));
  private static final Credentials ADMIN =
      new Credentials("dbops_admin", SecretText.of(System.getProperty("redis.password", "")));

  @Override
  public Engine engine() {
    return new RedisEngine();
  }

  @Override
  public Endpoint endpoint() {
    return Endpoint.builder(new EngineName("redis"), WHERE.getHost(), WHERE.getPort(), ADMIN)
        .build();
  }

  static Jedis login(String user, SecretText password) {
    return new Jedis(
        WHERE, DefaultJedisClientConfig.builder().user(user).password(password.reveal()).build());
  }

  static boolean letsIn(String user, SecretText password) {
    try (Jedis jedis = login(user, password)) {
      return "PONG".equals(jedis.ping());
    } catch (JedisException e) {
      return false;
    }
  }

  /** As a person with a client would. */
  static <T> T by(Function<Jedis, T> hand) {
    try (Jedis jedis = login(ADMIN.username(), ADMIN.password())) {
      return hand.apply(jedis);
    }
  }

  /** The line of a login in the ACL; empty when there is none. */
  static String acl(String login) {
    return by(
        jedis ->
            jedis.aclList().stream()
                .filter(line -> line.startsWith("user " + login + " "))
                .collect(Collectors.joining()));
  }

  /** All keys below a prefix, in any bytes, with their values. */
  static Map<String, String> content(String database) {
    Map<String, String> content = new TreeMap<>();
    RealServer.by(
        jedis -> {
          for (byte[] key : jedis.keys((database + ":*").getBytes(StandardCharsets.UTF_8))) {
            String name = new String(key, StandardCharsets.ISO_8859_1);
            content.put(
                name.substring(database.length() + 1),
                Arrays.hashCode(jedis.dump(key)) + " " + jedis.pexpireTime(key));
          }
          return content;
        });
    return content;
  }

  static void clear(String database) {
    RealServer.by(
        jedis -> {
          for (byte[] key : jedis.keys((database + ":*").getBytes(StandardCharsets.UTF_8))) {
            jedis.del(key);
          }
          return database;
        });
  }
}
