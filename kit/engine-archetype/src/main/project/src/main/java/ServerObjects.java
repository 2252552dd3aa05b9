package ${package};

import io.dbprovision.spi.Applied;
import io.dbprovision.spi.Cause;
import io.dbprovision.spi.Change;
import io.dbprovision.spi.ChangeId;
import io.dbprovision.spi.Desired;
import io.dbprovision.spi.DropMode;
import io.dbprovision.spi.EngineException;
import io.dbprovision.spi.ErrorKind;
import io.dbprovision.spi.Kind;
import io.dbprovision.spi.Managed;
import io.dbprovision.spi.Owner;
import io.dbprovision.spi.OwnershipRecord;
import io.dbprovision.spi.Plan;
import io.dbprovision.spi.PlanOutcome;
import io.dbprovision.spi.Risk;
import io.dbprovision.spi.SecretText;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What databases and logins have in common: look, compare, make, change, drop. There is nothing to
 * fill in here.
 *
 * @param <D> what is desired
 */
abstract class ServerObjects<D extends Desired> implements Managed<D> {
  private static final int LONGEST_NAME = 63;

  private final Connection connection;
  private final Kind kind;
  private final String sort;
  private final String namePath;

  /**
   * @param sort how messages call such objects
   * @param namePath the field of the manifest that has the name
   */
  ServerObjects(Connection connection, Kind kind, String sort, String namePath) {
    this.connection = connection;
    this.kind = kind;
    this.sort = sort;
    this.namePath = namePath;
  }

  /**
   * The settings that the manifest asks for; what it does not speak of is not in it, and is left as
   * it is.
   *
   * @throws EngineException INVALID or UNSUPPORTED, with the field
   */
  abstract Map<String, String> wanted(D desired);

  /**
   * What a new object gets as its password; null for one that has none.
   *
   * @throws EngineException when it cannot be made without one
   */
  @Nullable SecretText passwordOfNew(D desired) {
    return null;
  }

  /** Differences of an existing object that no setting shows. */
  List<Step> more(D desired) {
    return List.of();
  }

  @Override
  public Plan plan(D desired) {
    checkName(desired);
    return compared(desired, find(desired));
  }

  @Override
  public List<PlanOutcome> planAll(List<D> desired) {
    Map<String, Stored> present =
        connection.read(kind, desired.stream().map(Desired::name).toList());
    List<PlanOutcome> outcomes = new ArrayList<>();
    for (D item : desired) {
      try {
        checkName(item);
        outcomes.add(new PlanOutcome.Planned(compared(item, present.get(item.name()))));
      } catch (EngineException e) {
        outcomes.add(new PlanOutcome.Failed(e));
      }
    }
    return outcomes;
  }

  private void checkName(D desired) {
    String name = desired.name();
    if (name.isEmpty() || name.length() > LONGEST_NAME || name.indexOf('\0') >= 0) {
      throw EngineException.at(
          ErrorKind.INVALID, namePath, "must have 1 to " + LONGEST_NAME + " characters, no NUL");
    }
  }

  private Plan compared(D desired, @Nullable Stored stored) {
    Map<String, String> wanted = wanted(desired);
    Plan.Builder plan = Plan.builder(stored != null);
    if (stored == null) {
      plan.change(creation(desired));
    } else {
      Owner recorded = stored.owner().orElse(null);
      desired.provenance().require(what(desired), desired.owner(), recorded);
      if (!desired.owner().equals(recorded)) {
        plan.change(recording(desired, recorded == null ? "" : recorded.toString()));
      }
    }
    Map<String, String> actual = stored == null ? Map.of() : stored.settings();
    wanted.forEach(
        (setting, value) -> {
          String now = actual.getOrDefault(setting, "");
          if (!value.equals(now)) {
            plan.change(
                edit(
                    desired,
                    setting,
                    value,
                    now,
                    () -> connection.set(kind, desired.name(), setting, value)));
          }
        });
    if (stored != null) {
      more(desired).forEach(plan::change);
    }
    return plan.build();
  }

  private Step creation(D desired) {
    return new Step(
        "exists",
        "present",
        "missing",
        Risk.SAFE,
        Cause.MISSING,
        "make " + what(desired),
        () ->
            connection.atomically(
                () -> {
                  Stored meanwhile = find(desired);
                  if (meanwhile == null) {
                    connection.create(
                        kind, desired.name(), desired.owner().toRecord(), passwordOfNew(desired));
                  } else {
                    requireOurs(desired, meanwhile);
                  }
                }));
  }

  private Step recording(D desired, String recorded) {
    return edit(
        desired,
        OwnershipRecord.CHANGE.value(),
        desired.owner().toString(),
        recorded,
        () -> connection.record(kind, desired.name(), desired.owner().toRecord()));
  }

  /** A change of an object that is there; refused when it became somebody else's meanwhile. */
  final Step edit(D desired, String path, String expected, String actual, Runnable statement) {
    return new Step(
        path,
        expected,
        actual,
        Risk.SAFE,
        actual.isEmpty() ? Cause.ABSENT : Cause.DIFFERS,
        "set " + path + " of " + what(desired),
        () ->
            connection.atomically(
                () -> {
                  Stored present = find(desired);
                  if (present == null) {
                    throw EngineException.of(ErrorKind.NOT_FOUND, what(desired) + " is gone");
                  }
                  requireOurs(desired, present);
                  statement.run();
                }));
  }

  @Override
  public Plan removal(D desired, DropMode mode) {
    Stored stored = find(desired);
    if (stored == null || !isOurs(desired, stored)) {
      return Plan.builder(stored != null).build();
    }
    boolean drop = mode == DropMode.DROP || mode == DropMode.FORCE;
    if (!drop && stored.record().isEmpty()) {
      return Plan.builder(true).build();
    }
    Step step =
        drop
            ? new Step(
                "exists",
                "missing",
                "present",
                Risk.DESTRUCTIVE,
                Cause.REMOVAL,
                "drop " + what(desired),
                () -> remove(desired, () -> connection.drop(kind, desired.name())))
            : new Step(
                OwnershipRecord.CHANGE.value(),
                "",
                desired.owner().toString(),
                Risk.SAFE,
                Cause.REMOVAL,
                "forget " + what(desired),
                () -> remove(desired, () -> connection.record(kind, desired.name(), "")));
    return Plan.builder(true).change(step).build();
  }

  private void remove(D desired, Runnable statement) {
    connection.atomically(
        () -> {
          Stored present = find(desired);
          if (present == null) {
            return;
          }
          if (!isOurs(desired, present)) {
            throw EngineException.of(ErrorKind.CONFLICT, what(desired) + " is not ours any more");
          }
          statement.run();
        });
  }

  @Override
  public Applied apply(Plan plan, Set<ChangeId> chosen) {
    return Applied.each(plan, chosen, ServerObjects::effect);
  }

  private static void effect(Change change) {
    ((Step) change).effect().run();
  }

  @Override
  public Set<String> names() {
    return connection.names(kind);
  }

  private @Nullable Stored find(D desired) {
    return connection.read(kind, List.of(desired.name())).get(desired.name());
  }

  private void requireOurs(D desired, Stored stored) {
    desired.provenance().require(what(desired), desired.owner(), stored.owner().orElse(null));
  }

  private boolean isOurs(D desired, Stored stored) {
    return desired.provenance().owns(desired.owner(), stored.owner().orElse(null));
  }

  private String what(D desired) {
    return sort + " " + desired.name();
  }
}
