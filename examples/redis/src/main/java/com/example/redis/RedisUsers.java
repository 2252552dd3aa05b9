package com.example.redis;

import io.dbprovision.spi.Cause;
import io.dbprovision.spi.Endpoint;
import io.dbprovision.spi.EngineException;
import io.dbprovision.spi.ErrorKind;
import io.dbprovision.spi.Kind;
import io.dbprovision.spi.Plan;
import io.dbprovision.spi.Risk;
import io.dbprovision.spi.SecretText;
import io.dbprovision.spi.UserSpec;
import io.dbprovision.spi.Users;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import redis.clients.jedis.Jedis;

/** Logins of the ACL. The server gets hashes of passwords, never the passwords. */
final class RedisUsers extends RedisObjects<UserSpec, Acl> implements Users {
  private final Commands commands;

  RedisUsers(Endpoint endpoint, Server server, Commands commands) {
    super(endpoint, server, Kind.USER, "login", "spec.username", Records.USERS);
    this.commands = commands;
  }

  static Map<String, Acl> list(Jedis jedis) {
    Map<String, Acl> logins = new LinkedHashMap<>();
    for (String line : jedis.aclList()) {
      String[] words = line.split(" ", 3); // "user", the name and the rules
      logins.put(words[1], Acl.parse(words[2]));
    }
    return logins;
  }

  static void set(Jedis jedis, String login, List<String> rules) {
    jedis.aclSetUser(login, rules.toArray(String[]::new));
    RedisSession.persist(jedis);
  }

  static String hash(SecretText password) {
    try {
      byte[] bytes = password.reveal().getBytes(StandardCharsets.UTF_8);
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }

  @Override
  public boolean keepsReplacedPasswords() {
    return true;
  }

  @Override
  protected boolean reserved(String name) {
    return name.equals("default") || name.equals(endpoint.credentials().username());
  }

  @Override
  protected Map<String, Acl> look(Jedis jedis, Collection<String> names) {
    return list(jedis);
  }

  @Override
  protected Set<String> all(Jedis jedis) {
    return Set.copyOf(jedis.aclUsers());
  }

  @Override
  protected Acl made(UserSpec desired) {
    return Acl.parse("on " + String.join(" ", Commands.CONNECTED));
  }

  @Override
  protected void create(Jedis jedis, UserSpec desired) {
    SecretText password =
        desired
            .password()
            .orElseThrow(
                () -> EngineException.of(ErrorKind.INVALID, "no login is made without a password"));
    List<String> rules = new ArrayList<>(List.of("reset", "on", "#" + hash(password)));
    rules.addAll(Commands.CONNECTED);
    set(jedis, desired.name(), rules);
  }

  @Override
  protected void drop(Jedis jedis, String name) {
    jedis.aclDelUser(name);
    RedisSession.persist(jedis);
  }

  @Override
  protected void compare(
      Jedis jedis, UserSpec desired, Acl seen, boolean there, Plan.Builder plan) {
    Blocks.User block = desired.section().as(Blocks.User.class);
    refuse(desired, block);
    if (there) {
      comparePassword(desired, seen, plan);
    }
    if (seen.is("on") == desired.locked()) {
      String wanted = desired.locked() ? "off" : "on";
      plan.change(set("locked", wanted, desired.locked() ? "on" : "off", false, desired, List.of(wanted)));
    }
    if (!block.commands().isEmpty()) {
      List<String> rules =
          Stream.concat(
                  Commands.CONNECTED.stream(), block.commands().stream().map(name -> "+" + name))
              .toList();
      compare("commands", rules, commands.of(rules), seen.rules(), commands.of(seen.rules()), desired, plan);
    }
    comparePatterns("keys", "~", block.keys(), seen.keys(), desired, plan);
    comparePatterns("channels", "&", block.channels(), seen.channels(), desired, plan);
  }

  private void refuse(UserSpec desired, Blocks.User block) {
    if (!desired.roles().isEmpty() || desired.group().isPresent()) {
      throw EngineException.at(
          ErrorKind.UNSUPPORTED,
          "spec.roles",
          "Redis has no roles, so logins can neither be members of one nor take turns");
    }
    if (!block.isEmpty() && endpoint.isGuest(desired.owner())) {
      throw EngineException.at(
          ErrorKind.PERMISSION,
          desired.section().path(),
          "gives more than one database, which is not for other namespaces than the server's own;"
              + " a DatabaseGrant gives a database");
    }
  }

  private void comparePassword(UserSpec desired, Acl seen, Plan.Builder plan) {
    List<String> hashes = seen.hashes();
    if (desired.password().isPresent()) {
      String wanted = hash(desired.password().get());
      boolean known = !seen.is("nopass") && hashes.contains(wanted);
      if (!known || !desired.passwordApplied()) {
        plan.change(
            edit("password", "(set)", "(unknown)", Risk.SAFE, Cause.DIFFERS, desired,
                (client, now, record) -> {
                  List<String> rules = new ArrayList<>(List.of("resetpass"));
                  if (desired.keepsReplaced()) {
                    now.hashes().stream().filter(hash -> !hash.equals(wanted))
                        .reduce((earlier, later) -> later).ifPresent(last -> rules.add("#" + last));
                  }
                  rules.add("#" + wanted);
                  set(client, desired.name(), rules);
                  return record;
                }));
        return;
      }
    }
    if (desired.discardsReplaced() && hashes.size() > 1) {
      String last = desired.password().map(RedisUsers::hash).orElse(hashes.getLast());
      plan.change(set("password", "(one)", "(" + hashes.size() + ")", false, desired, List.of("resetpass", "#" + last)));
    }
  }

  private void comparePatterns(
      String path, String sign, List<String> wanted, List<String> seen, UserSpec desired, Plan.Builder plan) {
    if (!wanted.isEmpty()) {
      List<String> rules = wanted.stream().map(pattern -> sign + pattern).toList();
      List<String> anew = Stream.concat(Stream.of("reset" + path), rules.stream()).toList();
      compare(path, anew, Set.copyOf(rules), seen, Set.copyOf(seen), desired, plan);
    }
  }

  private void compare(
      String path,
      List<String> rules,
      Set<String> wanted,
      List<String> before,
      Set<String> has,
      UserSpec desired,
      Plan.Builder plan) {
    if (!wanted.equals(has)) {
      plan.change(
          set(path, String.join(" ", rules), String.join(" ", before), !wanted.containsAll(has), desired, rules));
    }
  }

  private Step set(
      String path, String expected, String actual, boolean takes, UserSpec desired, List<String> rules) {
    return edit(path, expected, actual, takes ? Risk.DESTRUCTIVE : Risk.SAFE, Cause.DIFFERS, desired,
        (client, now, record) -> {
          set(client, desired.name(), rules);
          return record;
        });
  }
}
