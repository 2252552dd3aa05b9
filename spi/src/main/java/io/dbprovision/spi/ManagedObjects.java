package io.dbprovision.spi;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A {@link Managed} of which only the server's own is left to write: what is there, what differs,
 * and how one thing is done. Who owns what, and the order of things, is here. An engine whose
 * server needs it otherwise implements {@link Managed} itself.
 *
 * <p>All changes of its plans are {@link PlannedChange}. Thread-safe when the subclass is.
 *
 * @param <D> what is desired
 * @param <S> what is seen of an object, beside its record; immutable
 */
public abstract class ManagedObjects<D extends Desired, S> implements Managed<D> {
  private static final String EXISTS = "exists";

  private final String sort;
  private final Endpoint endpoint;

  /**
   * @param sort how messages call such an object, such as {@code database}
   */
  protected ManagedObjects(String sort, Endpoint endpoint) {
    this.sort = Objects.requireNonNull(sort, "sort");
    this.endpoint = Objects.requireNonNull(endpoint, "endpoint");
  }

  /**
   * One object of the server.
   *
   * @param owner on record; null for nobody
   * @param comment the user's own, empty for none
   */
  public record Seen<S>(S state, @Nullable Owner owner, String comment) {
    public Seen {
      Objects.requireNonNull(state, "state");
      Objects.requireNonNull(comment, "comment");
    }
  }

  /**
   * Those of the names that are there, in a handful of queries however many are asked for.
   *
   * @param names all of them passed {@link #checkName}
   */
  protected abstract Map<String, Seen<S>> look(Set<String> names);

  /**
   * @throws EngineException INVALID with the field's path, for a name that no object can have, or
   *     that is not for manifests, such as the login of the session
   */
  protected abstract void checkName(String name);

  /** What is seen of an object that {@link #make} has just made. */
  protected abstract S made(D desired);

  /**
   * Finds what differs. The record and the comment are none of its business.
   *
   * @throws EngineException INVALID or UNSUPPORTED with a path, for what the manifest asks for;
   *     NOT_FOUND for a missing reference
   */
  protected abstract void compare(D desired, S state, Differences<S> differences);

  /**
   * Makes it with its record and its comment. Where that takes two steps the record comes first:
   * what is there without one is nobody's, and the next plan would be refused.
   */
  protected abstract void make(D desired);

  /** Writes record and comment of an object that is there; a null owner is nobody. */
  protected abstract void record(
      String name, Seen<S> before, @Nullable Owner owner, String comment);

  /** Drops it with its record. */
  protected abstract void drop(String name, Seen<S> before, DropMode mode);

  /**
   * Does the work, which looks at that object first and then changes it, with nobody in between as
   * far as the server can do that: in a transaction, under a lock.
   */
  protected void atomically(String name, Runnable work) {
    work.run();
  }

  @Override
  public final Plan plan(D desired) {
    return switch (planAll(List.of(desired)).getFirst()) {
      case PlanOutcome.Planned(Plan plan) -> plan;
      case PlanOutcome.Failed(EngineException failure) -> throw failure;
    };
  }

  @Override
  public final List<PlanOutcome> planAll(List<D> desired) {
    Set<String> names = new HashSet<>();
    desired.stream().map(Desired::name).filter(this::isName).forEach(names::add);
    Map<String, Seen<S>> there = names.isEmpty() ? Map.of() : look(names);
    List<PlanOutcome> outcomes = new ArrayList<>();
    for (D item : desired) {
      try {
        checkName(item.name());
        outcomes.add(new PlanOutcome.Planned(planned(item, there.get(item.name()))));
      } catch (EngineException e) {
        outcomes.add(new PlanOutcome.Failed(e));
      }
    }
    return outcomes;
  }

  private Plan planned(D desired, @Nullable Seen<S> seen) {
    Plan.Builder plan = Plan.builder(seen != null);
    Differences<S> differences =
        new Differences<>(
            plan,
            seen != null,
            called(desired),
            effect -> () -> edit(desired, now -> effect.accept(now.state())));
    if (seen == null) {
      plan.change(
          change(EXISTS, "present", "", Risk.SAFE, Cause.MISSING, "make ", desired, this::making));
      compare(desired, made(desired), differences);
      return plan.build();
    }
    checkPermitted(desired, seen);
    Owner owner = seen.owner();
    if (!desired.owner().equals(owner)) {
      plan.change(
          change(
              OwnershipRecord.CHANGE.value(),
              desired.owner().toString(),
              owner == null ? "" : owner.toString(),
              Risk.SAFE,
              Cause.ABSENT,
              "record the owner of ",
              desired,
              item -> edit(item, now -> record(item.name(), now, item.owner(), now.comment()))));
    }
    if (!desired.comment().isEmpty() && !desired.comment().equals(seen.comment())) {
      plan.change(
          change(
              "comment",
              desired.comment(),
              seen.comment(),
              Risk.SAFE,
              Cause.DIFFERS,
              "set the comment of ",
              desired,
              item -> edit(item, now -> record(item.name(), now, now.owner(), item.comment()))));
    }
    compare(desired, seen.state(), differences);
    return plan.build();
  }

  private void making(D desired) {
    atomically(
        desired.name(),
        () -> {
          Seen<S> now = look(Set.of(desired.name())).get(desired.name());
          if (now == null) {
            make(desired);
          } else {
            checkPermitted(desired, now);
          }
        });
  }

  /** Does something to an object, if it is there and still ours. */
  private void edit(D desired, Consumer<Seen<S>> effect) {
    atomically(
        desired.name(),
        () -> {
          Seen<S> now = look(Set.of(desired.name())).get(desired.name());
          if (now == null) {
            throw EngineException.of(ErrorKind.NOT_FOUND, called(desired) + " is gone");
          }
          checkPermitted(desired, now);
          effect.accept(now);
        });
  }

  @Override
  public final Plan removal(D desired, DropMode mode) {
    Seen<S> seen = isName(desired.name()) ? look(Set.of(desired.name())).get(desired.name()) : null;
    boolean drop = mode == DropMode.DROP || mode == DropMode.FORCE;
    if (seen == null || !owns(desired, seen) || (!drop && seen.owner() == null)) {
      return Plan.builder(seen != null).build();
    }
    return Plan.builder(true)
        .change(
            change(
                drop ? EXISTS : OwnershipRecord.CHANGE.value(),
                "",
                "present",
                drop ? Risk.DESTRUCTIVE : Risk.SAFE,
                Cause.REMOVAL,
                drop ? "drop " : "forget ",
                desired,
                item -> atomically(item.name(), () -> remove(item, mode, drop))))
        .build();
  }

  private void remove(D desired, DropMode mode, boolean drop) {
    String name = desired.name();
    Seen<S> now = look(Set.of(name)).get(name);
    if (now == null) {
      return;
    }
    if (!owns(desired, now)) {
      throw EngineException.of(
          ErrorKind.CONFLICT, called(desired) + " belongs to " + now.owner() + " now");
    }
    if (drop) {
      drop(name, now, mode);
    } else {
      record(name, now, null, now.comment());
    }
  }

  private PlannedChange change(
      String path,
      String expected,
      String actual,
      Risk risk,
      Cause cause,
      String verb,
      D desired,
      Consumer<D> effect) {
    return new PlannedChange(
        new ChangeId(path),
        path,
        expected,
        actual,
        risk,
        cause,
        false,
        verb + called(desired),
        () -> effect.accept(desired));
  }

  private boolean owns(D desired, Seen<S> seen) {
    return desired.provenance().owns(desired.owner(), seen.owner());
  }

  /** What nobody has on record is not for a tenant to take on a server that is not its own. */
  private void checkPermitted(D desired, Seen<S> seen) {
    if (seen.owner() == null
        && !desired.provenance().witnessed()
        && endpoint.isGuest(desired.owner())) {
      throw EngineException.of(
          ErrorKind.CONFLICT,
          called(desired) + " exists, and is not for other namespaces than the server's own");
    }
    desired.provenance().require(called(desired), desired.owner(), seen.owner());
  }

  final boolean isName(String name) {
    try {
      checkName(name);
      return true;
    } catch (EngineException e) {
      return false;
    }
  }

  private String called(D desired) {
    return sort + " " + desired.name();
  }

  @Override
  public final Applied apply(Plan plan, Set<ChangeId> chosen) {
    return PlannedChange.apply(plan, chosen);
  }

  /** As {@link OwnershipRecord#ownerOf} tells it of objects of this sort. */
  public final Optional<Owner> ownerOf(String name) {
    Seen<S> seen = isName(name) ? look(Set.of(name)).get(name) : null;
    return seen == null ? Optional.empty() : Optional.ofNullable(seen.owner());
  }

  /** As {@link Discovery#find} tells it of objects of this sort, without what has no valid name. */
  public final List<Discovery.Found> found(Kind kind) {
    Set<String> names = new HashSet<>(names());
    names.removeIf(name -> !isName(name));
    return look(names).entrySet().stream()
        .map(entry -> new Discovery.Found(kind, entry.getKey(), entry.getValue().owner()))
        .toList();
  }
}
