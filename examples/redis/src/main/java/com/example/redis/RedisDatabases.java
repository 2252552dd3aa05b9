package com.example.redis;

import io.dbprovision.spi.Cause;
import io.dbprovision.spi.ChangeId;
import io.dbprovision.spi.DatabaseSpec;
import io.dbprovision.spi.Databases;
import io.dbprovision.spi.Endpoint;
import io.dbprovision.spi.EngineException;
import io.dbprovision.spi.ErrorKind;
import io.dbprovision.spi.Kind;
import io.dbprovision.spi.Plan;
import io.dbprovision.spi.Risk;
import java.util.Collection;
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
final class RedisDatabases extends RedisObjects<DatabaseSpec, Boolean> implements Databases {
  private static final String ENTRY = "key:";

  RedisDatabases(Endpoint endpoint, Server server) {
    super(endpoint, server, Kind.DATABASE, "database", "spec.name", Records.DATABASES);
  }

  @Override
  protected boolean reserved(String name) {
    return name.equals(Records.PREFIX);
  }

  @Override
  protected Map<String, Boolean> look(Jedis jedis, Collection<String> names) {
    Map<String, Boolean> there = new HashMap<>();
    Set<String> listed = all(jedis);
    for (String name : names) {
      if (listed.contains(name) || (isName(name) && hasKeys(jedis, name))) {
        there.put(name, true);
      }
    }
    return there;
  }

  @Override
  protected Set<String> all(Jedis jedis) {
    return jedis.hkeys(Records.DATABASES.key());
  }

  @Override
  protected Boolean made(DatabaseSpec desired) {
    return true;
  }

  /** That it is on record is all there is of an empty one. */
  @Override
  protected void create(Jedis jedis, DatabaseSpec desired) {}

  @Override
  protected void compare(
      Jedis jedis, DatabaseSpec desired, Boolean seen, boolean there, Plan.Builder plan) {
    if (desired.databaseOwner().isPresent()) {
      throw EngineException.at(
          ErrorKind.UNSUPPORTED,
          "spec.owner",
          "databases of Redis have no owner; a DatabaseGrant says who may do what");
    }
    Map<String, String> wanted = desired.section().as(Blocks.Database.class).keys();
    wanted.forEach(
        (key, value) -> {
          String actual = value(jedis, desired.name(), key);
          ChangeId id = new ChangeId(ENTRY + key);
          plan.claim(id);
          if (!value.equals(actual)) {
            Cause cause = actual == null ? Cause.ABSENT : Cause.DIFFERS;
            String before = actual == null ? "" : "(another value)";
            plan.change(keep(desired, key, value, before, Risk.SAFE, cause));
          } else if (!desired.issued().contains(id)) {
            plan.held(id);
          }
        });
    for (ChangeId issued : desired.issued()) {
      String key = issued.value().substring(ENTRY.length());
      if (!wanted.containsKey(key) && value(jedis, desired.name(), key) != null) {
        plan.change(keep(desired, key, "", "(set)", Risk.DESTRUCTIVE, Cause.EXTRA));
      }
    }
  }

  private static @Nullable String value(Jedis jedis, String database, String key) {
    return jedis.mget(database + ":" + key).getFirst(); // null for what is no string, too
  }

  private Step keep(
      DatabaseSpec desired, String key, String value, String before, Risk risk, Cause cause) {
    return edit(
        ENTRY + key,
        value,
        before,
        risk,
        cause,
        desired,
        (jedis, seen, known) -> {
          if (cause == Cause.EXTRA) {
            jedis.unlink(desired.name() + ":" + key);
          } else {
            jedis.set(desired.name() + ":" + key, value);
          }
          return known;
        });
  }

  /** With all its keys, and with what was given in it: the next one of its name begins empty. */
  @Override
  protected void drop(Jedis jedis, String name) {
    scan(jedis, name, keys -> jedis.unlink(keys.toArray(String[]::new)));
    RedisUsers.list(jedis)
        .forEach((login, acl) -> RedisGrants.take(jedis, login, acl, given -> given.isOn(name)));
  }

  private static boolean hasKeys(Jedis jedis, String database) {
    AtomicBoolean found = new AtomicBoolean();
    scan(jedis, database, keys -> found.set(true));
    return found.get();
  }

  /** Tells of all keys below a prefix, some at a time. */
  static void scan(Jedis jedis, String database, Consumer<List<String>> keys) {
    ScanParams below = new ScanParams().match(database + ":*").count(1000);
    String cursor = ScanParams.SCAN_POINTER_START;
    do {
      ScanResult<String> page = jedis.scan(cursor, below);
      cursor = page.getCursor();
      if (!page.getResult().isEmpty()) {
        keys.accept(page.getResult());
      }
    } while (!cursor.equals(ScanParams.SCAN_POINTER_START));
  }
}
