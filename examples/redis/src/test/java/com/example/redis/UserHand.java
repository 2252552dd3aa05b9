package com.example.redis;

import io.dbprovision.spi.SecretText;
import io.dbprovision.spi.testkit.ServerHand;

/** Logins as a person sees them: a line of the ACL. */
record UserHand(SecretText password) implements ServerHand {
  @Override
  public void create(String name) {
    RealServer.by(
        jedis -> jedis.aclSetUser(name, "on", ">" + password.reveal(), "~mine:*", "+get"));
  }

  @Override
  public boolean exists(String name) {
    return !RealServer.acl(name).isEmpty();
  }

  @Override
  public String describe(String name) {
    return RealServer.acl(name);
  }

  @Override
  public void spoil(String name) {
    RealServer.by(jedis -> jedis.aclSetUser(name, "-@hash"));
  }

  @Override
  public void drop(String name) {
    RealServer.by(
        jedis -> {
          jedis.hdel("dbops:users", name);
          return name.isEmpty() || name.contains("\0") ? 0 : jedis.aclDelUser(name);
        });
  }
}
