package com.example.redis;

import io.dbprovision.spi.Endpoint;
import io.dbprovision.spi.EngineException;
import io.dbprovision.spi.ErrorKind;
import io.dbprovision.spi.GrantSpec;
import io.dbprovision.spi.Kind;
import io.dbprovision.spi.NamedGrants;
import io.dbprovision.spi.Owner;
import io.dbprovision.spi.Plan;
import io.dbprovision.spi.Section;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;
import redis.clients.jedis.Jedis;

/**
 * A command or category on a database is a selector of its own: given and taken by itself. The name
 * of an entry is that of the command or category; of what was given otherwise, all its rules.
 */
final class RedisGrants extends NamedGrants<Acl> {
  private final Server server;
  private final Commands commands;

  RedisGrants(Endpoint endpoint, Server server, Commands commands) {
    super(endpoint);
    this.server = server;
    this.commands = commands;
  }

  @Override
  protected @Nullable Acl look(String grantee, Kind kind) {
    if (kind.equals(Kind.ROLE)) {
      throw EngineException.at(ErrorKind.UNSUPPORTED, "spec.roleRef", "Redis has no roles");
    }
    return server.call(Acl::list).get(grantee);
  }

  @Override
  public Set<String> names() {
    return server.call(jedis -> Set.copyOf(jedis.aclUsers()));
  }

  @Override
  protected Set<Entry> entries(Section block) {
    Set<Entry> entries = new LinkedHashSet<>();
    for (Blocks.Entry entry : block.as(Blocks.Grant.class).grants()) {
      for (String name : entry.commands()) {
        commands.within(name, block.path() + ".grants");
        entries.add(new Entry(entry.database(), name));
      }
    }
    return entries;
  }

  /** Selectors have no names: those that come to the same as a known one are that. */
  @Override
  protected Set<Entry> held(Acl grantee, Set<Entry> known) {
    Set<Entry> held = new LinkedHashSet<>();
    for (Acl selector : grantee.selectors()) {
      String database = selector.database();
      if (!database.isEmpty()) {
        held.add(
            known.stream()
                .filter(given -> is(selector, given))
                .findFirst()
                .orElse(new Entry(database, String.join(" ", selector.rules()))));
      }
    }
    return held;
  }

  private boolean is(Acl selector, Entry given) {
    return selector.isOn(given.database())
        && commands.of(selector.rules()).equals(commands.of(rules(given)));
  }

  private List<String> rules(Entry given) {
    return given.name().startsWith("-") || given.name().startsWith("+")
        ? List.of(given.name().split(" "))
        : commands.within(given.name(), "spec.redis.grants");
  }

  @Override
  protected Map<String, Optional<Owner>> databases(Set<String> names) {
    return server.call(Records.DATABASES::owners);
  }

  @Override
  protected void give(String grantee, Kind kind, Entry entry) {
    String on = entry.database();
    String rules = String.join(" ", rules(entry));
    String selector = "(~%s:* &%s:* %s)".formatted(on, on, rules);
    change(
        grantee,
        (jedis, login) -> {
          if (login == null) {
            throw EngineException.of(ErrorKind.NOT_FOUND, grantee + " is gone");
          }
          if (login.selectors().stream().noneMatch(held -> is(held, entry))) {
            Acl.set(jedis, grantee, List.of(selector));
          }
        });
  }

  @Override
  protected void take(String grantee, Kind kind, Entry entry) {
    change(
        grantee,
        (jedis, login) -> {
          if (login != null) {
            login.take(jedis, grantee, held -> is(held, entry));
          }
        });
  }

  private void change(String grantee, BiConsumer<Jedis, @Nullable Acl> effect) {
    server.alone(() -> server.run(jedis -> effect.accept(jedis, Acl.list(jedis).get(grantee))));
  }

  @Override
  protected void facts(GrantSpec desired, Set<Entry> held, Plan.Builder plan) {
    long whole =
        desired.section().as(Blocks.Grant.class).grants().stream()
            .filter(
                entry ->
                    entry.commands().stream()
                        .allMatch(name -> held.contains(new Entry(entry.database(), name))))
            .count();
    plan.fact(DIRECT_GRANTS, (int) whole);
  }
}
