package com.example.redis;

import io.dbprovision.spi.Differences;
import io.dbprovision.spi.DropMode;
import io.dbprovision.spi.Endpoint;
import io.dbprovision.spi.EngineException;
import io.dbprovision.spi.ErrorKind;
import io.dbprovision.spi.ManagedObjects;
import io.dbprovision.spi.Owner;
import io.dbprovision.spi.Risk;
import io.dbprovision.spi.ServerRecord;
import io.dbprovision.spi.UserSpec;
import io.dbprovision.spi.Users;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Logins of the ACL. The server gets hashes of passwords, never the passwords. */
final class RedisUsers extends ManagedObjects<UserSpec, Acl> implements Users {
  private final Endpoint endpoint;
  private final Server server;
  private final Commands commands;

  RedisUsers(Endpoint endpoint, Server server, Commands commands) {
    super("login", endpoint);
    this.endpoint = endpoint;
    this.server = server;
    this.commands = commands;
  }

  @Override
  public boolean keepsReplacedPasswords() {
    return true;
  }

  @Override
  protected void checkName(String name) {
    Server.checkName("spec.username", name);
    if (name.equals("default") || name.equals(endpoint.credentials().username())) {
      throw EngineException.at(
          ErrorKind.INVALID,
          "spec.username",
          name + " is the server's own or the operator's login");
    }
  }

  @Override
  protected Map<String, Seen<Acl>> look(Set<String> names) {
    return server.call(
        jedis -> {
          Map<String, Acl> logins = Acl.list(jedis);
          logins.keySet().retainAll(names);
          return Records.USERS.beside(jedis, logins);
        });
  }

  @Override
  public Set<String> names() {
    return server.call(jedis -> Set.copyOf(jedis.aclUsers()));
  }

  @Override
  protected void atomically(String name, Runnable work) {
    server.alone(work);
  }

  @Override
  protected Acl made(UserSpec desired) {
    return Acl.parse("on " + String.join(" ", Commands.CONNECTED));
  }

  @Override
  protected void make(UserSpec desired) {
    if (desired.password().isEmpty()) {
      throw EngineException.of(ErrorKind.INVALID, "no login is made without a password");
    }
    List<String> rules = new ArrayList<>(List.of("reset", "on"));
    rules.add("#" + Acl.hash(desired.password().get()));
    rules.addAll(Commands.CONNECTED);
    server.call(
        jedis -> {
          Records.USERS.begin(
              jedis, desired.name(), new ServerRecord(desired.owner(), desired.comment()));
          return Acl.set(jedis, desired.name(), rules);
        });
  }

  @Override
  protected void record(String name, Seen<Acl> before, @Nullable Owner owner, String comment) {
    ServerRecord record = new ServerRecord(owner, comment);
    server.run(jedis -> Records.USERS.put(jedis, name, before, record));
  }

  @Override
  protected void drop(String name, Seen<Acl> before, DropMode mode) {
    server.run(
        jedis -> {
          Acl.drop(jedis, name);
          Records.USERS.drop(jedis, name, before);
        });
  }

  @Override
  protected void compare(UserSpec desired, Acl seen, Differences<Acl> differences) {
    Blocks.User block = desired.section().as(Blocks.User.class);
    if (!desired.roles().isEmpty() || desired.group().isPresent()) {
      throw EngineException.at(
          ErrorKind.UNSUPPORTED,
          "spec.roles",
          "Redis has no roles, so logins can neither be members of one nor take turns");
    }
    if (!block.commands().isEmpty() && endpoint.isGuest(desired.owner())) {
      throw EngineException.at(
          ErrorKind.PERMISSION,
          desired.section().path(),
          "is about the whole server, which is not for other namespaces than the server's own; a"
              + " DatabaseGrant gives a database");
    }
    differences.passwords(
        desired, seen, Acl::hashes, Acl::hash, hashes -> setPasswords(desired, hashes));
    String state = desired.locked() ? "off" : "on";
    differences.setting("locked", state, seen.is("on") ? "on" : "off", now -> set(desired, state));
    List<String> rules = new ArrayList<>(Commands.CONNECTED);
    block.commands().forEach(name -> rules.add("+" + name));
    Set<String> wanted = commands.of(rules);
    Set<String> has = commands.of(seen.rules());
    if (!block.commands().isEmpty() && !wanted.equals(has)) {
      differences.differs(
          "commands",
          String.join(" ", rules),
          String.join(" ", seen.rules()),
          wanted.containsAll(has) ? Risk.SAFE : Risk.DESTRUCTIVE,
          now -> set(desired, rules.toArray(String[]::new)));
    }
  }

  private void setPasswords(UserSpec desired, List<String> hashes) {
    List<String> rules = new ArrayList<>(List.of("resetpass"));
    hashes.forEach(hash -> rules.add("#" + hash));
    set(desired, rules.toArray(String[]::new));
  }

  private void set(UserSpec desired, String... rules) {
    server.call(jedis -> Acl.set(jedis, desired.name(), List.of(rules)));
  }
}
