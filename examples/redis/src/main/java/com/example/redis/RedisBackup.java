package com.example.redis;

import io.dbprovision.spi.ContentSummary;
import io.dbprovision.spi.CopyScope;
import io.dbprovision.spi.Credentials;
import io.dbprovision.spi.Dump;
import io.dbprovision.spi.DumpFormat;
import io.dbprovision.spi.DumpRequest;
import io.dbprovision.spi.EngineContext;
import io.dbprovision.spi.EngineException;
import io.dbprovision.spi.ErrorKind;
import io.dbprovision.spi.Leftover;
import io.dbprovision.spi.Load;
import io.dbprovision.spi.LoadRequest;
import io.dbprovision.spi.LogicalDump;
import io.dbprovision.spi.LogicalRestore;
import io.dbprovision.spi.ManagedObjects.Seen;
import io.dbprovision.spi.Owner;
import io.dbprovision.spi.RestorePlace;
import io.dbprovision.spi.RestoreSpec;
import io.dbprovision.spi.SecretText;
import io.dbprovision.spi.Section;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import redis.clients.jedis.Jedis;

/**
 * Copies by SCAN and DUMP, and fills by RESTORE below a prefix of the restore's own, whose keys are
 * renamed in the end. No client program takes part.
 */
final class RedisBackup implements LogicalDump, LogicalRestore {
  /** By place: who restores, and how far it is. */
  private static final String RESTORES = Records.PREFIX + ":restores";

  private static final String FILLING = " filling";
  private static final String MOVING = " moving";
  private static final String DONE = " done";

  private final RedisDatabases databases;
  private final Server server;
  private final EngineContext context;
  private final String version;

  RedisBackup(RedisDatabases databases, Server server, EngineContext context, String version) {
    this.databases = databases;
    this.server = server;
    this.context = context;
    this.version = version;
  }

  @Override
  public DumpFormat format(Section block) {
    return new DumpFormat("redis", ".rdump");
  }

  private static String reader(String id) {
    return Records.PREFIX + "-copy-" + id;
  }

  private static String filler(String id) {
    return Records.PREFIX + "-load-" + id;
  }

  private static String place(String id) {
    return Records.PREFIX + "-restore-" + id;
  }

  /** SCAN tells the names of all keys, which Redis cannot restrict; their values it does not. */
  private Credentials login(Jedis jedis, String name, String database, String... commands) {
    byte[] random = new byte[24];
    context.random().nextBytes(random);
    String password = HexFormat.of().formatHex(random);
    String rights = "(~" + database + ":* -@all +" + String.join(" +", commands) + ")";
    List<String> rules = new ArrayList<>(List.of("reset", "on"));
    rules.add("#" + Acl.hash(SecretText.of(password)));
    rules.addAll(Commands.CONNECTED);
    rules.addAll(List.of("+info", "+scan", "(%R~dbops:identity -@all +get)", rights));
    Acl.set(jedis, name, rules);
    return new Credentials(name, SecretText.of(password));
  }

  @Override
  public Credentials admit(CopyScope scope) {
    checkOwner(scope.database(), look(scope.database()), scope.owner());
    return server.call(
        jedis -> login(jedis, reader(scope.id()), scope.database(), "dump", "pexpiretime"));
  }

  private @Nullable Seen<Boolean> look(String database) {
    databases.checkName(database);
    return databases.look(Set.of(database)).get(database);
  }

  private static void checkOwner(String database, @Nullable Seen<Boolean> seen, Owner expected) {
    if (seen == null) {
      throw EngineException.of(ErrorKind.NOT_FOUND, "the database " + database + " is not there");
    }
    if (!expected.equals(seen.owner())) {
      throw EngineException.of(
          ErrorKind.CONFLICT,
          "the database "
              + database
              + (seen.owner() == null ? " is nobody's" : " belongs to " + seen.owner()));
    }
  }

  @Override
  public void dismiss(CopyScope scope) {
    server.run(jedis -> Acl.drop(jedis, reader(scope.id())));
  }

  @Override
  public Dump begin(DumpRequest request) {
    return new RedisDump(server, request.database(), version);
  }

  @Override
  public RestorePlace prepare(RestoreSpec spec) {
    Seen<Boolean> target = look(spec.database());
    if (spec.owner().isPresent()) {
      checkOwner(spec.database(), target, spec.owner().get());
    } else if (target != null) {
      throw EngineException.of(
          ErrorKind.CONFLICT, "the database " + spec.database() + " is there already");
    }
    if (spec.databaseOwner().isPresent()) {
      throw EngineException.of(ErrorKind.UNSUPPORTED, "databases of Redis have no owner");
    }
    String place = place(spec.id());
    return server.call(
        jedis -> {
          if (!spec.replace() && RedisDatabases.hasKeys(jedis, spec.database())) {
            throw EngineException.of(
                ErrorKind.CONFLICT, "the database " + spec.database() + " is not empty");
          }
          jedis.hset(RESTORES, place, spec.by().map(Owner::toRecord).orElse("") + FILLING);
          RedisDatabases.clear(jedis, place);
          return new RestorePlace(
              place, login(jedis, filler(spec.id()), place, "restore", "pexpiretime"));
        });
  }

  @Override
  public Load begin(LoadRequest request) {
    return new RedisLoad(server, request.database());
  }

  @Override
  public ContentSummary contents(String database) {
    return RedisDump.contents(server, database);
  }

  @Override
  public void complete(RestoreSpec spec) {
    server.alone(
        () ->
            server.run(
                jedis -> {
                  String state = jedis.hget(RESTORES, place(spec.id()));
                  if (state != null && !state.endsWith(DONE)) {
                    move(jedis, spec, state);
                  }
                }));
  }

  /** Once the target's keys are gone it goes on from where it was, after a crash too. */
  private static void move(Jedis jedis, RestoreSpec spec, String state) {
    String place = place(spec.id());
    String by = state.substring(0, state.lastIndexOf(' '));
    if (!state.endsWith(MOVING)) {
      RedisDatabases.clear(jedis, spec.database());
      jedis.hset(RESTORES, place, by + MOVING);
    }
    RedisDatabases.scan(
        jedis,
        place,
        keys -> keys.forEach(key -> rename(jedis, key, place.length(), spec.database())));
    jedis.hsetnx(Records.DATABASES.key(), spec.database(), "");
    jedis.hset(RESTORES, place, by + DONE);
    Acl.drop(jedis, filler(spec.id()));
  }

  private static void rename(Jedis jedis, byte[] key, int prefix, String database) {
    byte[] name = database.getBytes(StandardCharsets.US_ASCII);
    byte[] to = Arrays.copyOf(name, name.length + key.length - prefix);
    System.arraycopy(key, prefix, to, name.length, key.length - prefix);
    if (jedis.exists(key)) { // SCAN may name it twice, and it may have expired
      jedis.rename(key, to);
    }
  }

  @Override
  public void abandon(RestoreSpec spec) {
    server.alone(
        () ->
            server.run(
                jedis -> {
                  String state = jedis.hget(RESTORES, place(spec.id()));
                  if (state != null && state.endsWith(MOVING)) {
                    move(jedis, spec, state); // what it replaces is gone: there is no way back
                  }
                  leave(jedis, spec.id());
                }));
  }

  private static void leave(Jedis jedis, String id) {
    Acl.drop(jedis, filler(id));
    RedisDatabases.clear(jedis, place(id));
    jedis.hdel(RESTORES, place(id));
  }

  @Override
  public List<Leftover> leftovers(String cluster, String operator) {
    return server.call(jedis -> jedis.hgetAll(RESTORES)).entrySet().stream()
        .filter(entry -> !entry.getValue().endsWith(DONE))
        .flatMap(entry -> leftover(entry.getKey(), entry.getValue()))
        .filter(left -> left.restore().cluster().equals(cluster))
        .filter(left -> left.restore().operator().equals(operator))
        .toList();
  }

  private static Stream<Leftover> leftover(String place, String state) {
    return Owner.ofRecord(state.substring(0, state.lastIndexOf(' '))).stream()
        .map(by -> new Leftover(by, place, state.endsWith(FILLING)));
  }

  @Override
  public void abandon(Leftover leftover) {
    server.alone(
        () ->
            server.run(
                jedis -> {
                  String state = jedis.hget(RESTORES, leftover.database());
                  if ((leftover.restore().toRecord() + FILLING).equals(state)) {
                    leave(jedis, leftover.restore().uid());
                  }
                }));
  }
}
