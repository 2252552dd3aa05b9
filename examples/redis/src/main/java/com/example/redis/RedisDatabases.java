package com.example.redis;

import io.dbprovision.spi.DatabaseSpec;
import io.dbprovision.spi.Databases;
import io.dbprovision.spi.Differences;
import io.dbprovision.spi.DropMode;
import io.dbprovision.spi.Endpoint;
import io.dbprovision.spi.EngineException;
import io.dbprovision.spi.ErrorKind;
import io.dbprovision.spi.ManagedObjects;
import io.dbprovision.spi.Owner;
import io.dbprovision.spi.ServerRecord;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import redis.clients.jedis.Jedis;
import redis.clients.jedis.params.ScanParams;
import redis.clients.jedis.resps.ScanResult;

/**
 * A database is a prefix: {@code shop} has the keys {@code shop:*}. Which there are is in the
 * records; keys below a prefix that is in none are a database, too, which nobody has on record.
 */
final class RedisDatabases extends ManagedObjects<DatabaseSpec, Boolean> implements Databases {
  private final Server server;

  RedisDatabases(Endpoint endpoint, Server server) {
    super("database", endpoint);
    this.server = server;
  }

  @Override
  protected void checkName(String name) {
    Server.checkName("spec.name", name);
    if (name.equals(Records.PREFIX)) {
      throw EngineException.at(ErrorKind.INVALID, "spec.name", "is the prefix of the records");
    }
  }

  @Override
  protected Map<String, Seen<Boolean>> look(Set<String> names) {
    return server.call(
        jedis -> {
          Map<String, Boolean> there = new HashMap<>();
          Set<String> listed = jedis.hkeys(Records.DATABASES.key());
          for (String name : names) {
            if (listed.contains(name) || hasKeys(jedis, name)) {
              there.put(name, true);
            }
          }
          return Records.DATABASES.beside(jedis, there);
        });
  }

  @Override
  public Set<String> names() {
    return server.call(jedis -> jedis.hkeys(Records.DATABASES.key()));
  }

  @Override
  protected void atomically(String name, Runnable work) {
    server.alone(work);
  }

  @Override
  protected Boolean made(DatabaseSpec desired) {
    return true;
  }

  /** That it is on record is all there is of an empty one. */
  @Override
  protected void make(DatabaseSpec desired) {
    ServerRecord record = new ServerRecord(desired.owner(), desired.comment());
    server.run(jedis -> Records.DATABASES.begin(jedis, desired.name(), record));
  }

  @Override
  protected void record(String name, Seen<Boolean> before, @Nullable Owner owner, String comment) {
    ServerRecord record = new ServerRecord(owner, comment);
    server.run(jedis -> Records.DATABASES.put(jedis, name, before, record));
  }

  /** With all its keys, and with what was given in it: the next one of its name begins empty. */
  @Override
  protected void drop(String name, Seen<Boolean> before, DropMode mode) {
    server.run(
        jedis -> {
          Acl.list(jedis).forEach((login, acl) -> acl.take(jedis, login, on -> on.isOn(name)));
          clear(jedis, name);
          Records.DATABASES.drop(jedis, name, before);
        });
  }

  @Override
  protected void compare(DatabaseSpec desired, Boolean seen, Differences<Boolean> differences) {
    if (desired.databaseOwner().isPresent()) {
      throw EngineException.at(
          ErrorKind.UNSUPPORTED,
          "spec.owner",
          "databases of Redis have no owner; a DatabaseGrant says who may do what");
    }
    String prefix = desired.name() + ":";
    differences.entries(
        "keys.",
        desired,
        desired.section().as(Blocks.Database.class).keys(),
        key -> server.call(jedis -> jedis.mget(prefix + key)).getFirst(), // null: no string
        (key, text) -> server.call(jedis -> jedis.set(prefix + key, text)),
        key -> server.call(jedis -> jedis.unlink(prefix + key)));
  }

  static void clear(Jedis jedis, String database) {
    scan(jedis, database, keys -> jedis.unlink(keys.toArray(byte[][]::new)));
  }

  static boolean hasKeys(Jedis jedis, String database) {
    AtomicBoolean found = new AtomicBoolean();
    scan(jedis, database, keys -> found.set(true));
    return found.get();
  }

  /** Tells of all keys below a prefix, some at a time. */
  static void scan(Jedis jedis, String database, Consumer<List<byte[]>> keys) {
    ScanParams below = new ScanParams().match(database + ":*").count(1000);
    byte[] cursor = ScanParams.SCAN_POINTER_START_BINARY;
    do {
      ScanResult<byte[]> page = jedis.scan(cursor, below);
      cursor = page.getCursorAsBytes();
      if (!page.getResult().isEmpty()) {
        keys.accept(page.getResult());
      }
    } while (!Arrays.equals(cursor, ScanParams.SCAN_POINTER_START_BINARY));
  }
}
