package io.dbprovision.spi.testkit.memory;

import io.dbprovision.spi.Applied;
import io.dbprovision.spi.Cause;
import io.dbprovision.spi.ChangeId;
import io.dbprovision.spi.Desired;
import io.dbprovision.spi.DropMode;
import io.dbprovision.spi.EngineException;
import io.dbprovision.spi.ErrorKind;
import io.dbprovision.spi.Managed;
import io.dbprovision.spi.OwnershipRecord;
import io.dbprovision.spi.Plan;
import io.dbprovision.spi.PlanOutcome;
import io.dbprovision.spi.Risk;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentMap;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** What databases and logins have in common: the comparison, the record and the removal. */
abstract class InMemoryManaged<D extends Desired> implements Managed<D> {
  private static final String RECORD = OwnershipRecord.CHANGE.value();

  private final String sort;
  private final ConcurrentMap<String, StoredObject> objects;
  private final Consumer<Operation> called;
  private final MemoryOwnership ownership;

  InMemoryManaged(
      String sort, ConcurrentMap<String, StoredObject> objects, Consumer<Operation> called) {
    this.sort = sort;
    this.objects = objects;
    this.called = called;
    this.ownership = new MemoryOwnership(sort);
  }

  /** The settings the manifest asks for. */
  protected abstract Map<String, Object> attributes(D desired);

  /** Whether that setting can only be chosen when the object is made. */
  protected boolean immutable(String attribute) {
    return false;
  }

  /**
   * Whether that attribute is a member of a set of which only what is asked for should be there.
   */
  protected abstract boolean managed(D desired, String attribute);

  /** What this desire holds item by item. */
  protected List<ChangeId> claims(D desired) {
    return List.of();
  }

  /** What cannot be done before something else is there. */
  protected List<MemoryChange> awaited(D desired) {
    return List.of();
  }

  /** The object as it is made; what can be set later is set by changes of its own. */
  protected StoredObject created(D desired) {
    StoredObject made =
        StoredObject.foreign().withOwner(desired.owner()).withComment(desired.comment());
    for (Map.Entry<String, Object> wanted : attributes(desired).entrySet()) {
      if (immutable(wanted.getKey())) {
        made = made.withAttribute(wanted.getKey(), wanted.getValue());
      }
    }
    return made;
  }

  /** Why it is made that was not there. */
  protected Cause makingCause(D desired) {
    return Cause.MISSING;
  }

  /** Adds the differences that only this sort of object has. */
  protected void compareMore(D desired, List<MemoryChange> changes) {}

  /**
   * @throws EngineException when the object is in use
   */
  protected void beforeDrop(D desired, DropMode mode) {}

  @Override
  public Plan plan(D desired) {
    called.accept(Operation.PLAN);
    return planned(desired);
  }

  @Override
  public List<PlanOutcome> planAll(List<D> desired) {
    called.accept(Operation.PLAN_ALL);
    List<PlanOutcome> outcomes = new ArrayList<>();
    for (D item : desired) {
      try {
        outcomes.add(new PlanOutcome.Planned(planned(item)));
      } catch (EngineException e) {
        outcomes.add(new PlanOutcome.Failed(e));
      }
    }
    return outcomes;
  }

  private Plan planned(D desired) {
    MemoryNames.check("spec.name", desired.name());
    StoredObject stored = objects.get(desired.name());
    List<MemoryChange> changes = new ArrayList<>();
    Plan.Builder plan = Plan.builder(stored != null);
    if (stored == null) {
      StoredObject made = StoredObject.foreign().withAttributes(immutableOnes(attributes(desired)));
      changes.add(creation(desired));
      compareAttributes(desired, made, changes);
    } else {
      ownership.checkPermitted(desired, stored);
      compareRecord(desired, stored, changes);
      compareComment(desired, stored, changes);
      compareAttributes(desired, stored, changes);
      compareMore(desired, changes);
      plan.fact("comment", stored.comment());
    }
    changes.addAll(awaited(desired));
    changes.forEach(plan::change);
    claims(desired).forEach(plan::claim);
    return plan.build();
  }

  private Map<String, Object> immutableOnes(Map<String, Object> wanted) {
    wanted.keySet().removeIf(key -> !immutable(key));
    return wanted;
  }

  private MemoryChange creation(D desired) {
    return new MemoryChange(
        "exists",
        "present",
        "missing",
        Risk.SAFE,
        makingCause(desired),
        "make " + sort + " " + desired.name(),
        () ->
            objects.compute(
                desired.name(),
                (name, stored) -> {
                  if (stored == null) {
                    return created(desired);
                  }
                  ownership.checkPermitted(desired, stored);
                  return stored;
                }));
  }

  private void compareRecord(D desired, StoredObject stored, List<MemoryChange> changes) {
    if (!desired.owner().equals(stored.owner())) {
      String actual = stored.owner() == null ? "" : stored.owner().toString();
      changes.add(
          edit(
              desired,
              new Difference(
                  RECORD,
                  desired.owner().toString(),
                  actual,
                  Risk.SAFE,
                  actual.isEmpty() ? Cause.ABSENT : Cause.DIFFERS),
              object -> object.withOwner(desired.owner())));
    }
  }

  private void compareComment(D desired, StoredObject stored, List<MemoryChange> changes) {
    if (!desired.comment().isEmpty() && !desired.comment().equals(stored.comment())) {
      changes.add(
          edit(
              desired,
              new Difference(
                  "comment", desired.comment(), stored.comment(), Risk.SAFE, Cause.DIFFERS),
              object -> object.withComment(desired.comment())));
    }
  }

  private void compareAttributes(D desired, StoredObject stored, List<MemoryChange> changes) {
    Map<String, Object> wanted = attributes(desired);
    Map<String, Object> actual = stored.attributes();
    wanted.forEach(
        (key, value) -> {
          if (!value.equals(actual.get(key))) {
            Difference difference =
                new Difference(
                    key,
                    value.toString(),
                    actual.getOrDefault(key, "").toString(),
                    immutable(key) ? Risk.IMMUTABLE : Risk.SAFE,
                    actual.containsKey(key) ? Cause.DIFFERS : Cause.ABSENT);
            changes.add(edit(desired, difference, object -> object.withAttribute(key, value)));
          }
        });
    actual.keySet().stream()
        .filter(key -> !wanted.containsKey(key) && managed(desired, key))
        .map(key -> new Difference(key, "", "true", Risk.DESTRUCTIVE, Cause.EXTRA))
        .forEach(
            extra ->
                changes.add(
                    edit(desired, extra, object -> object.withAttribute(extra.path(), null))));
  }

  /** A change of an object that is there; it is refused when another owner came in between. */
  protected MemoryChange edit(
      D desired, Difference difference, UnaryOperator<StoredObject> edited) {
    return new MemoryChange(
        difference.path(),
        difference.expected(),
        difference.actual(),
        difference.risk(),
        difference.cause(),
        "set " + difference.path() + " of " + sort + " " + desired.name(),
        () ->
            objects.compute(
                desired.name(),
                (name, stored) -> {
                  if (stored == null) {
                    throw EngineException.of(ErrorKind.NOT_FOUND, sort + " " + name + " is gone");
                  }
                  ownership.checkPermitted(desired, stored);
                  return edited.apply(stored);
                }));
  }

  @Override
  public Plan removal(D desired, DropMode mode) {
    called.accept(Operation.REMOVAL);
    StoredObject stored = objects.get(desired.name());
    if (stored == null || !ownership.ours(desired, stored)) {
      return Plan.builder(stored != null).build();
    }
    boolean drop = mode == DropMode.DROP || mode == DropMode.FORCE;
    if (!drop && stored.owner() == null) {
      return Plan.builder(true).build();
    }
    return Plan.builder(true)
        .change(
            new MemoryChange(
                drop ? "exists" : RECORD,
                "",
                drop ? "present" : desired.owner().toString(),
                drop ? Risk.DESTRUCTIVE : Risk.SAFE,
                Cause.REMOVAL,
                (drop ? "drop " : "forget ") + sort + " " + desired.name(),
                () ->
                    objects.computeIfPresent(
                        desired.name(), (name, present) -> removed(desired, present, mode, drop))))
        .build();
  }

  private @Nullable StoredObject removed(
      D desired, StoredObject present, DropMode mode, boolean drop) {
    if (!ownership.ours(desired, present)) {
      throw ownership.conflict(desired, present.owner());
    }
    if (!drop) {
      return present.withOwner(null);
    }
    beforeDrop(desired, mode);
    return null;
  }

  @Override
  public Applied apply(Plan plan, Set<ChangeId> chosen) {
    called.accept(Operation.APPLY);
    return MemoryChange.apply(plan, chosen);
  }

  @Override
  public Set<String> names() {
    called.accept(Operation.NAMES);
    return Set.copyOf(objects.keySet());
  }
}
