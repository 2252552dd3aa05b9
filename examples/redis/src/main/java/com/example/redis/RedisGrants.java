package com.example.redis;

import io.dbprovision.spi.ChangeId;
import io.dbprovision.spi.Endpoint;
import io.dbprovision.spi.EngineException;
import io.dbprovision.spi.ErrorKind;
import io.dbprovision.spi.GrantSpec;
import io.dbprovision.spi.Kind;
import io.dbprovision.spi.ManagedGrants;
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

/** A command or category on a database is a selector of its own: given and taken by itself. */
final class RedisGrants extends ManagedGrants<Acl, RedisGrants.Given> {
  private static final String ENTRY = "grants.";

  private final Server server;
  private final Commands commands;

  RedisGrants(Endpoint endpoint, Server server, Commands commands) {
    super(endpoint);
    this.server = server;
    this.commands = commands;
  }

  /**
   * @param name of a command or category; of what was given otherwise, all its rules
   */
  record Given(String database, String name) {}

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
  protected Set<Given> entries(Section block) {
    Set<Given> entries = new LinkedHashSet<>();
    for (Blocks.Entry entry : block.as(Blocks.Grant.class).grants()) {
      for (String name : entry.commands()) {
        commands.within(name, block.path() + ".grants");
        entries.add(new Given(entry.database(), name));
      }
    }
    return entries;
  }

  @Override
  protected ChangeId id(Given entry) {
    return new ChangeId(ENTRY + entry.database() + ":" + entry.name());
  }

  @Override
  protected Given entry(ChangeId id) {
    String[] parts = id.value().substring(ENTRY.length()).split(":", 2);
    return new Given(parts[0], parts[1]);
  }

  @Override
  protected String database(Given entry) {
    return entry.database();
  }

  /** Selectors have no names: those that come to the same as a known one are that. */
  @Override
  protected Set<Given> held(Acl grantee, Set<Given> known) {
    Set<Given> held = new LinkedHashSet<>();
    for (Acl selector : grantee.selectors()) {
      String database = selector.database();
      if (!database.isEmpty()) {
        held.add(
            known.stream()
                .filter(given -> is(selector, given))
                .findFirst()
                .orElse(new Given(database, String.join(" ", selector.rules()))));
      }
    }
    return held;
  }

  private boolean is(Acl selector, Given given) {
    return selector.isOn(given.database())
        && commands.of(selector.rules()).equals(commands.of(rules(given)));
  }

  private List<String> rules(Given given) {
    return given.name().startsWith("-") || given.name().startsWith("+")
        ? List.of(given.name().split(" "))
        : commands.within(given.name(), "spec.redis.grants");
  }

  @Override
  protected Map<String, Optional<Owner>> databases(Set<String> names) {
    return server.call(Records.DATABASES::owners);
  }

  @Override
  protected void give(String grantee, Kind kind, Given entry) {
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
  protected void take(String grantee, Kind kind, Given entry) {
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
  protected void facts(GrantSpec desired, Set<Given> held, Plan.Builder plan) {
    long whole =
        desired.section().as(Blocks.Grant.class).grants().stream()
            .filter(
                entry ->
                    entry.commands().stream()
                        .allMatch(name -> held.contains(new Given(entry.database(), name))))
            .count();
    plan.fact(DIRECT_GRANTS, (int) whole);
  }
}
