package com.example.redis;

import io.dbprovision.spi.Endpoint;
import io.dbprovision.spi.EngineContext;
import io.dbprovision.spi.EngineException;
import io.dbprovision.spi.ErrorKind;
import io.dbprovision.spi.TlsMode;
import java.time.Duration;
import java.util.NoSuchElementException;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.apache.commons.pool2.impl.GenericObjectPoolConfig;
import redis.clients.jedis.DefaultJedisClientConfig;
import redis.clients.jedis.HostAndPort;
import redis.clients.jedis.Jedis;
import redis.clients.jedis.JedisPool;
import redis.clients.jedis.exceptions.JedisAccessControlException;
import redis.clients.jedis.exceptions.JedisDataException;
import redis.clients.jedis.exceptions.JedisException;

/** The connections to one server, and what its errors mean. */
final class Server implements AutoCloseable {
  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_][A-Za-z0-9_.@-]{0,62}");

  private final String address;
  private final JedisPool work;
  private final JedisPool health;

  Server(Endpoint endpoint, EngineContext context) {
    this.address = endpoint.host() + ":" + endpoint.port();
    Blocks.Instance options = endpoint.options().as(Blocks.Instance.class);
    DefaultJedisClientConfig.Builder client =
        DefaultJedisClientConfig.builder()
            .database(options.keyspace())
            .clientName(options.clientName())
            .connectionTimeoutMillis((int) context.connectTimeout().toMillis())
            .socketTimeoutMillis((int) context.queryTimeout().toMillis());
    if (!endpoint.credentials().password().isEmpty()) {
      client
          .user(endpoint.credentials().username())
          .password(endpoint.credentials().password().reveal());
    }
    if (endpoint.tls().mode() != TlsMode.DISABLE) { // nothing is negotiated on one port
      client
          .ssl(true)
          .sslSocketFactory(endpoint.tls().context().getSocketFactory())
          .sslParameters(endpoint.tls().parameters());
    }
    HostAndPort where = new HostAndPort(endpoint.host(), endpoint.port());
    int most = context.maxConnections();
    this.work =
        new JedisPool(pool(Math.max(1, most - 1), context.queryTimeout()), where, client.build());
    // the health check has a connection of its own, wherever there may be two
    this.health =
        most < 2 ? work : new JedisPool(pool(1, context.queryTimeout()), where, client.build());
  }

  private static GenericObjectPoolConfig<Jedis> pool(int most, Duration patience) {
    GenericObjectPoolConfig<Jedis> pool = new GenericObjectPoolConfig<>();
    pool.setMaxTotal(most);
    pool.setMaxIdle(most);
    pool.setMaxWait(patience);
    pool.setJmxEnabled(false);
    return pool;
  }

  <T> T call(Function<Jedis, T> work) {
    return call(this.work, work);
  }

  <T> T check(Function<Jedis, T> work) {
    return call(health, work);
  }

  void run(Consumer<Jedis> work) {
    call(
        jedis -> {
          work.accept(jedis);
          return jedis;
        });
  }

  /** One at a time, for what is read first and then written. */
  synchronized void alone(Runnable work) {
    work.run();
  }

  /** No name has what a pattern, a line of an ACL or of a configuration takes for its own. */
  static void checkName(String path, String name) {
    if (!NAME.matcher(name).matches()) {
      throw EngineException.at(ErrorKind.INVALID, path, "has to match " + NAME);
    }
  }

  private <T> T call(JedisPool pool, Function<Jedis, T> work) {
    if (pool.isClosed()) {
      throw EngineException.of(ErrorKind.UNREACHABLE, "the session is closed");
    }
    try (Jedis jedis = pool.getResource()) {
      return work.apply(jedis);
    } catch (JedisException e) {
      throw failure(e);
    }
  }

  /** Of a change of logins the server's words quote what it was given: they stay here. */
  private EngineException failure(JedisException e) {
    String said = String.valueOf(e.getMessage()).replaceAll("'[^']*'", "'…'");
    if (e instanceof JedisAccessControlException && !said.startsWith("NOPERM")) {
      return EngineException.of(
          ErrorKind.AUTHENTICATION, address + " refused the login: wrong username or password");
    }
    if (said.startsWith("NOPERM")) {
      return EngineException.of(
          ErrorKind.PERMISSION, "the login of the operator may not do this: " + said);
    }
    if (e instanceof JedisDataException) {
      boolean full = said.startsWith("OOM") || said.contains("max number of clients");
      return EngineException.of(full ? ErrorKind.EXHAUSTED : ErrorKind.INTERNAL, said);
    }
    if (e.getCause() instanceof NoSuchElementException) {
      return EngineException.of(ErrorKind.EXHAUSTED, "no connection to " + address + " is free");
    }
    return EngineException.connection(address, e);
  }

  @Override
  public void close() {
    work.close();
    health.close();
  }
}
