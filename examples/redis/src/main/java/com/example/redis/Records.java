package com.example.redis;

import io.dbprovision.spi.Owner;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import redis.clients.jedis.Jedis;
import redis.clients.jedis.Transaction;

/**
 * Who owns what, in a hash of the server that no login but an admin's can reach: by name five lines
 * of the owner, empty ones for nobody, and the user's comment.
 *
 * @param key of the hash
 */
record Records(String key) {
  static final String PREFIX = "dbops";
  static final Records DATABASES = new Records(PREFIX + ":databases");
  static final Records USERS = new Records(PREFIX + ":users");

  /** What cannot be read is somebody's. */
  private static final Owner UNREADABLE =
      new Owner("?", "?", "", "somebody whose record cannot be read", "?");

  record Entry(@Nullable Owner owner, String comment) {
    static final Entry NONE = new Entry(null, "");

    private static Entry parse(String value) {
      List<String> lines = List.of(value.split("\n", 6));
      if (value.isBlank()) {
        return NONE;
      }
      if (lines.size() < 6) {
        return new Entry(UNREADABLE, "");
      }
      Owner owner =
          new Owner(lines.get(0), lines.get(1), lines.get(2), lines.get(3), lines.get(4));
      return new Entry(owner.uid().isEmpty() ? null : owner, lines.get(5));
    }

    private String text() {
      Owner who = owner == null ? new Owner("", "", "", "", "") : owner;
      return String.join(
          "\n", who.cluster(), who.operator(), who.namespace(), who.name(), who.uid(), comment);
    }
  }

  Map<String, Entry> all(Jedis jedis) {
    Map<String, Entry> all = new HashMap<>();
    jedis.hgetAll(key).forEach((name, value) -> all.put(name, Entry.parse(value)));
    return all;
  }

  @Nullable Entry get(Jedis jedis, String name) {
    String value = jedis.hget(key, name);
    return value == null ? null : Entry.parse(value);
  }

  /**
   * @return false when another client wrote to the records since {@link #watch}
   */
  boolean put(Jedis jedis, String name, @Nullable Entry entry) {
    try (Transaction transaction = jedis.multi()) {
      if (entry == null) {
        transaction.hdel(key, name);
      } else {
        transaction.hset(key, name, entry.text());
      }
      return transaction.exec() != null;
    }
  }

  void watch(Jedis jedis) {
    jedis.watch(key);
  }
}
