package com.example.redis;

import io.dbprovision.spi.EngineException;
import io.dbprovision.spi.ErrorKind;
import io.dbprovision.spi.ManagedObjects.Seen;
import io.dbprovision.spi.Owner;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import redis.clients.jedis.Jedis;

/**
 * Who owns what, in a hash of the server that no login but an admin's can reach: by name a line
 * with the owner, empty for nobody, and the user's comment.
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

  private static final String WRITE =
      """
      if (redis.call('hget', KEYS[1], ARGV[1]) or '') ~= ARGV[2] then return 0 end
      if ARGV[3] == 'keep' then redis.call('hset', KEYS[1], ARGV[1], ARGV[4])
      else redis.call('hdel', KEYS[1], ARGV[1]) end
      return 1
      """;

  /** The records with what is seen of each object beside. */
  <S> Map<String, Seen<S>> beside(Jedis jedis, Map<String, S> states) {
    Map<String, Seen<S>> seen = new HashMap<>();
    Map<String, String> known = jedis.hgetAll(key);
    states.forEach((name, state) -> seen.put(name, parse(state, known.getOrDefault(name, ""))));
    return seen;
  }

  /** The owner of everything that is on record, or nobody. */
  Map<String, Optional<Owner>> owners(Jedis jedis) {
    Map<String, Optional<Owner>> owners = new HashMap<>();
    jedis
        .hgetAll(key)
        .forEach((name, text) -> owners.put(name, Optional.ofNullable(parse(key, text).owner())));
    return owners;
  }

  private static <S> Seen<S> parse(S state, String text) {
    String[] lines = text.split("\n", 2);
    return new Seen<>(
        state,
        lines[0].isEmpty() ? null : Owner.ofRecord(lines[0]).orElse(UNREADABLE),
        lines.length < 2 ? "" : lines[1]);
  }

  private static String text(@Nullable Owner owner, String comment) {
    return owner == null && comment.isEmpty()
        ? ""
        : (owner == null ? "" : owner.toRecord()) + "\n" + comment;
  }

  /** Of what is not there yet: whatever was on record of an earlier one is nobody's any more. */
  void begin(Jedis jedis, String name, Owner owner, String comment) {
    String before = jedis.hget(key, name);
    write(jedis, name, before == null ? "" : before, "keep", text(owner, comment));
  }

  void put(Jedis jedis, String name, Seen<?> before, @Nullable Owner owner, String comment) {
    String was = text(before.owner(), before.comment());
    write(jedis, name, was, "keep", text(owner, comment));
  }

  void drop(Jedis jedis, String name, Seen<?> before) {
    write(jedis, name, text(before.owner(), before.comment()), "drop", "");
  }

  private void write(Jedis jedis, String name, String before, String verb, String after) {
    Object done = jedis.eval(WRITE, List.of(key), List.of(name, before, verb, after));
    if (!Long.valueOf(1).equals(done)) {
      throw EngineException.of(
          ErrorKind.CONFLICT, "the record of " + name + " was changed by somebody else meanwhile");
    }
  }
}
