package com.example.redis;

import io.dbprovision.spi.Applied;
import io.dbprovision.spi.Cause;
import io.dbprovision.spi.ChangeId;
import io.dbprovision.spi.Desired;
import io.dbprovision.spi.Discovery;
import io.dbprovision.spi.DropMode;
import io.dbprovision.spi.Endpoint;
import io.dbprovision.spi.EngineException;
import io.dbprovision.spi.ErrorKind;
import io.dbprovision.spi.Kind;
import io.dbprovision.spi.Managed;
import io.dbprovision.spi.Owner;
import io.dbprovision.spi.OwnershipRecord;
import io.dbprovision.spi.Plan;
import io.dbprovision.spi.PlanOutcome;
import io.dbprovision.spi.Remedy;
import io.dbprovision.spi.Risk;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import redis.clients.jedis.Jedis;

/**
 * What databases and logins have in common: who owns them, and how they are compared and removed.
 *
 * @param <D> what is desired
 * @param <S> what is seen
 */
abstract class RedisObjects<D extends Desired, S> implements Managed<D> {
  /** Nothing that a pattern, a line of an ACL or a line of a configuration takes for its own. */
  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_][A-Za-z0-9_.@-]{0,62}");

  private static final String RECORD = OwnershipRecord.CHANGE.value();

  protected final Endpoint endpoint;
  protected final Server server;
  private final Kind kind;
  private final String sort;
  private final String field;
  private final Records records;

  RedisObjects(
      Endpoint endpoint, Server server, Kind kind, String sort, String field, Records records) {
    this.endpoint = endpoint;
    this.server = server;
    this.kind = kind;
    this.sort = sort;
    this.field = field;
    this.records = records;
  }

  /** Those of the names that are there. */
  protected abstract Map<String, S> look(Jedis jedis, Collection<String> names);

  /** The names of all that are there. */
  protected abstract Set<String> all(Jedis jedis);

  /** What an object is that was just made. */
  protected abstract S made(D desired);

  /** Names that are not for manifests. */
  protected abstract boolean reserved(String name);

  /** Adds what is different, and what is claimed. */
  protected abstract void compare(
      Jedis jedis, D desired, S seen, boolean there, Plan.Builder plan);

  protected abstract void create(Jedis jedis, D desired);

  protected abstract void drop(Jedis jedis, String name);

  @Override
  public Plan plan(D desired) {
    return switch (planAll(List.of(desired)).getFirst()) {
      case PlanOutcome.Planned planned -> planned.plan();
      case PlanOutcome.Failed failed -> throw failed.failure();
    };
  }

  @Override
  public List<PlanOutcome> planAll(List<D> desired) {
    return server.call(
        jedis -> {
          Set<String> names = desired.stream().map(Desired::name).collect(Collectors.toSet());
          Map<String, S> seen = look(jedis, names);
          Map<String, Records.Entry> known = records.all(jedis);
          List<PlanOutcome> outcomes = new ArrayList<>();
          for (D item : desired) {
            try {
              Records.Entry entry = known.getOrDefault(item.name(), Records.Entry.NONE);
              outcomes.add(
                  new PlanOutcome.Planned(planned(jedis, item, seen.get(item.name()), entry)));
            } catch (EngineException e) {
              outcomes.add(new PlanOutcome.Failed(e));
            }
          }
          return outcomes;
        });
  }

  private Plan planned(Jedis jedis, D desired, @Nullable S seen, Records.Entry entry) {
    if (!isName(desired.name()) || reserved(desired.name())) {
      throw EngineException.at(
          ErrorKind.INVALID, field, "is no name for a " + sort + " here; it has to match " + NAME);
    }
    Plan.Builder plan = Plan.builder(seen != null);
    if (seen == null) {
      Runnable effect = () -> make(desired);
      plan.change(
          step("exists", "present", "missing", Risk.SAFE, Cause.MISSING, desired, effect));
      compare(jedis, desired, made(desired), false, plan);
      return plan.build();
    }
    checkPermitted(desired, entry);
    if (!desired.owner().equals(entry.owner())) {
      String before = entry.owner() == null ? "" : entry.owner().toString();
      Effect<S> effect = (client, now, known) -> new Records.Entry(desired.owner(), known.comment());
      plan.change(
          edit(RECORD, desired.owner().toString(), before, Risk.SAFE, Cause.ABSENT, desired, effect));
    }
    if (!desired.comment().isEmpty() && !desired.comment().equals(entry.comment())) {
      Effect<S> effect = (client, now, known) -> new Records.Entry(known.owner(), desired.comment());
      plan.change(
          edit("comment", desired.comment(), entry.comment(), Risk.SAFE, Cause.DIFFERS, desired, effect));
    }
    compare(jedis, desired, seen, true, plan);
    return plan.build();
  }

  static boolean isName(String name) {
    return NAME.matcher(name).matches();
  }

  /** The record comes first: what is there without one would be nobody's. */
  private void make(D desired) {
    locked(
        desired.name(),
        (jedis, seen, known) -> {
          if (seen != null) {
            checkPermitted(desired, known);
            return known;
          }
          return new Records.Entry(desired.owner(), desired.comment());
        });
    locked(
        desired.name(),
        (jedis, seen, known) -> {
          checkPermitted(desired, known);
          if (seen == null) {
            create(jedis, desired);
          }
          return known;
        });
  }

  /** A change of an object that is there, if it is still ours then. */
  protected final Step edit(
      String path,
      String expected,
      String actual,
      Risk risk,
      Cause cause,
      D desired,
      Effect<S> effect) {
    Effect<S> checked =
        (jedis, seen, known) -> {
          if (seen == null) {
            throw EngineException.of(ErrorKind.NOT_FOUND, sort + " " + desired.name() + " is gone");
          }
          checkPermitted(desired, known);
          return effect.run(jedis, seen, known);
        };
    return step(
        path, expected, actual, risk, cause, desired, () -> locked(desired.name(), checked));
  }

  private Step step(
      String path,
      String expected,
      String actual,
      Risk risk,
      Cause cause,
      D desired,
      Runnable effect) {
    String summary = path + " of " + sort + " " + desired.name();
    return new Step(path, expected, actual, risk, cause, path.contains(":"), summary, effect);
  }

  /** Does it under the record as it is, and again when somebody else writes that meanwhile. */
  private void locked(String name, Effect<S> effect) {
    server.change(
        jedis -> {
          while (true) {
            records.watch(jedis);
            Records.Entry known = records.get(jedis, name);
            Records.Entry was = known == null ? Records.Entry.NONE : known;
            Records.Entry next = effect.run(jedis, look(jedis, List.of(name)).get(name), was);
            if (was.equals(next) || records.put(jedis, name, next)) {
              return jedis.unwatch();
            }
          }
        });
  }

  private void checkPermitted(D desired, Records.Entry known) {
    boolean taken =
        known.owner() == null
            && !desired.provenance().witnessed()
            && endpoint.isGuest(desired.owner());
    if (taken || !desired.provenance().permits(desired.owner(), known.owner())) {
      throw conflict(desired.name(), known);
    }
  }

  private EngineException conflict(String name, Records.Entry known) {
    String whose = known.owner() == null ? "has no owner on record" : "belongs to " + known.owner();
    return EngineException.of(ErrorKind.CONFLICT, sort + " " + name + " is there and " + whose)
        .with(Remedy.ADOPT);
  }

  private static boolean ours(Desired desired, Records.Entry known) {
    return known.owner() == null
        ? desired.provenance().witnessed()
        : known.owner().equals(desired.owner());
  }

  @Override
  public Plan removal(D desired, DropMode mode) {
    String name = desired.name();
    Records.Entry known = server.call(jedis -> records.get(jedis, name));
    boolean there = server.call(jedis -> look(jedis, List.of(name)).containsKey(name));
    boolean drop = mode == DropMode.DROP || mode == DropMode.FORCE;
    Records.Entry entry = known == null ? Records.Entry.NONE : known;
    if (!there || reserved(name) || !ours(desired, entry) || (!drop && entry.owner() == null)) {
      return Plan.builder(there).build();
    }
    Effect<S> effect =
        (jedis, seen, now) -> {
          if (seen == null) {
            return null;
          }
          if (!ours(desired, now)) {
            throw conflict(name, now);
          }
          if (drop) {
            drop(jedis, name);
            return null;
          }
          return new Records.Entry(null, now.comment());
        };
    return Plan.builder(true)
        .change(
            step(
                drop ? "exists" : RECORD,
                "",
                "present",
                drop ? Risk.DESTRUCTIVE : Risk.SAFE,
                Cause.REMOVAL,
                desired,
                () -> locked(name, effect)))
        .build();
  }

  @Override
  public Applied apply(Plan plan, Set<ChangeId> chosen) {
    return Step.apply(plan, chosen);
  }

  @Override
  public Set<String> names() {
    return server.call(this::all);
  }

  Optional<Owner> ownerOf(String name) {
    return server.call(
        jedis -> {
          Records.Entry known = records.get(jedis, name);
          boolean there = known != null && look(jedis, List.of(name)).containsKey(name);
          return there ? Optional.ofNullable(known.owner()) : Optional.empty();
        });
  }

  List<Discovery.Found> found() {
    return server.call(
        jedis -> {
          Map<String, Records.Entry> known = records.all(jedis);
          return all(jedis).stream()
              .filter(name -> !reserved(name))
              .map(
                  name ->
                      new Discovery.Found(
                          kind, name, known.getOrDefault(name, Records.Entry.NONE).owner()))
              .toList();
        });
  }

  /**
   * What a change does.
   *
   * @param <S> what is seen
   */
  interface Effect<S> {
    /**
     * @param seen the object now; null when it is not there
     * @return the record as it should be afterwards; null for none
     */
    Records.@Nullable Entry run(Jedis jedis, @Nullable S seen, Records.Entry known);
  }
}
