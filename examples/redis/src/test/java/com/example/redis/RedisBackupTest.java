package com.example.redis;

import io.dbprovision.spi.Credentials;
import io.dbprovision.spi.Section;
import io.dbprovision.spi.testkit.BackupContract;
import io.dbprovision.spi.testkit.EngineUnderTest;
import io.dbprovision.spi.testkit.ServerHand;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import redis.clients.jedis.Jedis;
import redis.clients.jedis.exceptions.JedisException;

class RedisBackupTest extends BackupContract {
  @Override
  protected EngineUnderTest underTest() {
    return new RealServer();
  }

  @Override
  protected ServerHand server() {
    return new DatabaseHand();
  }

  @Override
  protected void fill(String database) {
    RealServer.by(
        jedis -> {
          jedis.set(database + ":big", "x".repeat(600_000));
          for (int i = 0; i < 3000; i++) {
            jedis.set(database + ":many:" + i, "y".repeat(600) + i);
          }
          jedis.hset(database + ":it's \"a\" hash\n", Map.of("f\0", "v", "{}", "'; FLUSHALL"));
          jedis.rpush(database + ":list*?[a]", "1", "2", "3");
          jedis.zadd(database + ":ünïcödé", 1.5, "m");
          jedis.set(database + ":passing", "1");
          jedis.pexpireAt(database + ":passing", Instant.now().plusSeconds(600).toEpochMilli());
          byte[] binary = (database + ":\u0000b").getBytes(StandardCharsets.ISO_8859_1);
          binary[binary.length - 1] = (byte) 0xff;
          return jedis.set(binary, new byte[] {0, 1, (byte) 0xfe});
        });
  }

  @Override
  protected List<String> content(String database) {
    return RealServer.content(database).entrySet().stream().map(Object::toString).toList();
  }

  /** A database has none: what is given in it is the logins'. */
  @Override
  protected String settings(String database) {
    return "";
  }

  @Override
  protected void adorn(String database) {}

  @Override
  protected boolean reads(Credentials login, String database) {
    try (Jedis jedis = RealServer.login(login.username(), login.password())) {
      return jedis.dump(database + ":big") != null;
    } catch (JedisException e) {
      return false;
    }
  }

  @Override
  protected boolean letsIn(Credentials login, String database) {
    return RealServer.letsIn(login.username(), login.password());
  }

  @Override
  protected List<Section> blocks() {
    return List.of(none());
  }

  @Override
  protected List<Path> dumpPrograms() {
    return List.of();
  }
}
