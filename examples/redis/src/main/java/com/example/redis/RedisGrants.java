package com.example.redis;

import io.dbprovision.spi.Applied;
import io.dbprovision.spi.Cause;
import io.dbprovision.spi.ChangeId;
import io.dbprovision.spi.Claim;
import io.dbprovision.spi.DropMode;
import io.dbprovision.spi.Endpoint;
import io.dbprovision.spi.EngineException;
import io.dbprovision.spi.ErrorKind;
import io.dbprovision.spi.GrantSpec;
import io.dbprovision.spi.Grants;
import io.dbprovision.spi.Kind;
import io.dbprovision.spi.Owner;
import io.dbprovision.spi.Plan;
import io.dbprovision.spi.Risk;
import io.dbprovision.spi.Section;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import redis.clients.jedis.Jedis;

/** A command or category on a database is a selector of its own: given and taken by itself. */
final class RedisGrants implements Grants {
  private final Endpoint endpoint;
  private final Server server;
  private final Commands commands;

  RedisGrants(Endpoint endpoint, Server server, Commands commands) {
    this.endpoint = endpoint;
    this.server = server;
    this.commands = commands;
  }

  /** One command or category on one database. */
  private record Given(String database, String name) {
    private static final String ENTRY = "grant:";

    ChangeId id() {
      return new ChangeId(ENTRY + database + ":" + name);
    }

    static Given of(ChangeId id) {
      String[] parts = id.value().split(":", 3); // neither has a colon
      return new Given(parts[1], parts[2]);
    }
  }

  private static Set<Given> entries(Section section) {
    Set<Given> entries = new LinkedHashSet<>();
    for (Blocks.Entry entry : section.as(Blocks.Grant.class).grants()) {
      entry.commands().forEach(name -> entries.add(new Given(entry.database(), name)));
    }
    return entries;
  }

  private static Set<Given> claimed(List<Claim> others) {
    return others.stream()
        .filter(other -> !other.kind().equals(Kind.USER) && !other.kind().equals(Kind.DATABASE))
        .flatMap(other -> entries(other.section()).stream())
        .collect(Collectors.toSet());
  }

  private static Set<Given> issued(GrantSpec desired) {
    return desired.issued().stream().map(Given::of).collect(Collectors.toSet());
  }

  private Optional<Acl> find(Acl login, Given given) {
    Set<String> wanted = commands.of(rules(given));
    return login.selectors().stream()
        .filter(selector -> selector.isOn(given.database()))
        .filter(selector -> commands.of(selector.rules()).equals(wanted))
        .findFirst();
  }

  private List<String> rules(Given given) {
    return commands.within(given.name(), "spec.redis.grants");
  }

  @Override
  public Plan plan(GrantSpec desired) {
    return server.call(jedis -> planned(jedis, desired));
  }

  private Plan planned(Jedis jedis, GrantSpec desired) {
    boolean role = desired.grantee().kind().equals(Kind.ROLE);
    if (role) {
      throw EngineException.at(ErrorKind.UNSUPPORTED, "spec.roleRef", "Redis has no roles");
    }
    Acl login = RedisUsers.list(jedis).get(desired.name());
    if (login == null) {
      throw EngineException.at(
          ErrorKind.NOT_FOUND, "spec.userRef", desired.name() + " is not there; it is waited for");
    }
    Map<String, Records.Entry> databases = Records.DATABASES.all(jedis);
    Set<Given> asked = entries(desired.section());
    Set<Given> issued = issued(desired);
    Set<Given> claimed = claimed(desired.others());
    List<Acl> rest = new ArrayList<>(login.selectors());
    Plan.Builder plan = Plan.builder(true);
    for (Given given : asked) {
      Optional<Acl> found = find(login, given);
      Records.@Nullable Entry database = databases.get(given.database());
      found.ifPresent(rest::remove);
      if (database == null) {
        plan.change(give(desired, given, Cause.AWAITED));
      } else if (found.isPresent()) {
        plan.claim(given.id());
        if (!issued.contains(given)) {
          plan.held(given.id());
        }
      } else {
        checkTenant(desired, given, database.owner());
        plan.change(give(desired, given, Cause.ABSENT));
      }
    }
    for (Given given : claimed) {
      find(login, given).ifPresent(rest::remove);
    }
    for (Given given : issued) {
      Optional<Acl> found = asked.contains(given) ? Optional.empty() : find(login, given);
      if (found.isPresent() && claimed.contains(given)) {
        plan.claim(given.id());
      } else if (found.isPresent()) {
        rest.remove(found.get());
        plan.change(take(desired, given.id(), found.get(), Cause.EXTRA));
      }
    }
    Set<String> spokenOf = asked.stream().map(Given::database).collect(Collectors.toSet());
    for (Acl extra : rest) {
      spokenOf.stream().filter(extra::isOn).map(on -> new Given(on, String.join(" ", extra.rules())))
          .forEach(given -> plan.change(take(desired, given.id(), extra, Cause.EXTRA)));
    }
    long whole =
        desired.section().as(Blocks.Grant.class).grants().stream()
            .filter(
                entry ->
                    entry.commands().stream()
                        .allMatch(name -> find(login, new Given(entry.database(), name)).isPresent()))
            .count();
    return plan.fact(DIRECT_GRANTS, (int) whole).build();
  }

  private void checkTenant(GrantSpec desired, Given given, @Nullable Owner owner) {
    boolean theirs =
        owner == null ? endpoint.isGuest(desired.owner()) : !owner.sameTenant(desired.owner());
    if (theirs) {
      throw EngineException.at(
          ErrorKind.CONFLICT,
          desired.section().path() + ".grants",
          "the database " + given.database() + (owner == null ? " has no owner on record" : " belongs to " + owner));
    }
  }

  @Override
  public Plan removal(GrantSpec desired, DropMode mode) {
    Acl login = server.call(RedisUsers::list).get(desired.name());
    Plan.Builder plan = Plan.builder(login != null);
    if (login == null || (mode != DropMode.DROP && mode != DropMode.FORCE)) {
      return plan.build();
    }
    Set<Given> ours = issued(desired);
    if (desired.unrecorded()) {
      entries(desired.section()).stream()
          .filter(given -> !desired.heldBefore().contains(given.id()))
          .forEach(ours::add);
    }
    ours.removeAll(claimed(desired.others()));
    for (Given given : ours) {
      find(login, given).ifPresent(found -> plan.change(take(desired, given.id(), found, Cause.REMOVAL)));
    }
    return plan.build();
  }

  private Step give(GrantSpec desired, Given given, Cause cause) {
    List<String> rules = rules(given);
    String selector =
        "(~" + given.database() + ":* &" + given.database() + ":* " + String.join(" ", rules) + ")";
    return step(desired, given.id(), cause,
        (jedis, login) -> {
          if (find(login, given).isEmpty()) {
            RedisUsers.set(jedis, desired.name(), List.of(selector));
          }
        });
  }

  private Step take(GrantSpec desired, ChangeId id, Acl selector, Cause cause) {
    return step(desired, id, cause, (jedis, login) -> take(jedis, desired.name(), login, selector::equals));
  }

  private Step step(GrantSpec desired, ChangeId id, Cause cause, BiConsumer<Jedis, Acl> effect) {
    boolean gives = cause == Cause.ABSENT || cause == Cause.AWAITED;
    return new Step(
        id.value(),
        gives ? "given" : "",
        gives ? "" : "given",
        gives ? Risk.SAFE : Risk.DESTRUCTIVE,
        cause,
        true,
        (gives ? "give " : "take ") + id + (gives ? " to " : " from ") + desired.name(),
        () ->
            server.change(
                jedis -> {
                  Acl login = RedisUsers.list(jedis).get(desired.name());
                  if (login == null) {
                    throw EngineException.of(ErrorKind.NOT_FOUND, desired.name() + " is gone");
                  }
                  effect.accept(jedis, login);
                  return login;
                }));
  }

  /** Selectors cannot be taken one by one: those that stay are given again in the same breath. */
  static void take(Jedis jedis, String login, Acl acl, Predicate<Acl> gone) {
    if (acl.selectors().stream().anyMatch(gone)) {
      List<String> rules = new ArrayList<>(List.of("clearselectors"));
      acl.selectors().stream().filter(gone.negate()).map(Acl::asSelector).forEach(rules::add);
      RedisUsers.set(jedis, login, rules);
    }
  }

  @Override
  public Applied apply(Plan plan, Set<ChangeId> chosen) {
    return Step.apply(plan, chosen);
  }

  @Override
  public Set<String> names() {
    return server.call(jedis -> Set.copyOf(jedis.aclUsers()));
  }
}
