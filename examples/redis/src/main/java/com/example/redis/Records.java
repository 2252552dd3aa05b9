package com.example.redis;

import io.dbprovision.spi.EngineException;
import io.dbprovision.spi.ErrorKind;
import io.dbprovision.spi.ManagedObjects.Seen;
import io.dbprovision.spi.Owner;
import io.dbprovision.spi.ServerRecord;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import redis.clients.jedis.Jedis;

/**
 * Who owns what, by name, in a hash of the server that no login but an admin's can reach.
 *
 * @param key of the hash
 */
record Records(String key) {
  static final String PREFIX = "dbops";
  static final Records DATABASES = new Records(PREFIX + ":databases");
  static final Records USERS = new Records(PREFIX + ":users");

  /** Does a command unless somebody else has changed the record meanwhile. */
  private static final String WRITE =
      """
      if (redis.call('hget', KEYS[1], ARGV[1]) or '') ~= ARGV[2] then return 0 end
      redis.call(ARGV[3], KEYS[1], unpack(ARGV, 4))
      return 1
      """;

  /** The records with what is seen of each object beside. */
  <S> Map<String, Seen<S>> beside(Jedis jedis, Map<String, S> states) {
    Map<String, Seen<S>> seen = new HashMap<>();
    Map<String, String> known = jedis.hgetAll(key);
    states.forEach(
        (name, state) ->
            seen.put(name, ServerRecord.of(known.getOrDefault(name, "")).beside(state)));
    return seen;
  }

  /** The owner of everything that is on record, or nobody. */
  Map<String, Optional<Owner>> owners(Jedis jedis) {
    Map<String, Optional<Owner>> owners = new HashMap<>();
    jedis
        .hgetAll(key)
        .forEach(
            (name, text) -> owners.put(name, Optional.ofNullable(ServerRecord.of(text).owner())));
    return owners;
  }

  /** Of what is not there yet: whatever is on record of an earlier one counts no more. */
  void begin(Jedis jedis, String name, ServerRecord record) {
    jedis.hset(key, name, record.text());
  }

  void put(Jedis jedis, String name, Seen<?> before, ServerRecord after) {
    change(jedis, name, before, "hset", name, after.text());
  }

  void drop(Jedis jedis, String name, Seen<?> before) {
    change(jedis, name, before, "hdel", name);
  }

  private void change(Jedis jedis, String name, Seen<?> before, String... command) {
    String was = new ServerRecord(before.owner(), before.comment()).text();
    List<String> arguments = new ArrayList<>(List.of(name, was));
    arguments.addAll(List.of(command));
    if (!Long.valueOf(1).equals(jedis.eval(WRITE, List.of(key), arguments))) {
      throw EngineException.of(
          ErrorKind.CONFLICT, "the record of " + name + " was changed by somebody else meanwhile");
    }
  }
}
