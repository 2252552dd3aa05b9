package com.example.redis;

import io.dbprovision.spi.testkit.ServerHand;

/** Databases as a person sees them: keys below a prefix, and the list of prefixes. */
final class DatabaseHand implements ServerHand {
  private static final String LIST = "dbops:databases";

  @Override
  public void create(String name) {
    RealServer.by(
        jedis -> {
          jedis.set(name + ":colour", "red");
          return jedis.hset(LIST, name, "");
        });
  }

  @Override
  public boolean exists(String name) {
    return RealServer.by(jedis -> jedis.hexists(LIST, name) || !jedis.keys(name + ":*").isEmpty());
  }

  @Override
  public String describe(String name) {
    return exists(name) ? RealServer.content(name).toString() : "";
  }

  @Override
  public void spoil(String name) {
    RealServer.by(jedis -> jedis.set(name + ":size", "spoilt"));
  }

  @Override
  public void drop(String name) {
    RealServer.by(
        jedis -> {
          RealServer.clear(name);
          return jedis.hdel(LIST, name);
        });
  }
}
