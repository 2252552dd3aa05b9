package io.dbprovision.spi;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * The one shape of everything that is managed on a server: look, compare, and do what was chosen.
 * Create, update, drift detection, correction, dry run and audit are all made of these calls by the
 * operator; an engine holds no life cycle of its own.
 *
 * <p>Thread-safe. The operator never calls {@link #apply} for one server object twice at a time.
 *
 * @param <D> what is desired
 */
public interface Managed<D extends Desired> {
  /**
   * Reads the server and compares. Changes nothing on it.
   *
   * @throws EngineException CONFLICT when the object exists and {@link Provenance} does not permit
   *     it; INVALID with a path for a name or option that cannot work; NOT_FOUND for a missing
   *     reference
   */
  Plan plan(D desired);

  /**
   * As {@link #plan} for many objects of one server: a handful of catalog queries in all, not some
   * per item.
   *
   * @return one outcome per item, in the same order
   * @throws EngineException only for what concerns all, such as UNREACHABLE
   */
  default List<PlanOutcome> planAll(List<D> desired) {
    List<PlanOutcome> outcomes = new ArrayList<>(desired.size());
    for (D item : desired) {
      try {
        outcomes.add(new PlanOutcome.Planned(plan(item)));
      } catch (EngineException e) {
        outcomes.add(new PlanOutcome.Failed(e));
      }
    }
    return outcomes;
  }

  /**
   * What removing the object would do. Empty when it is not there, or is not ours: nothing is
   * dropped that this owner does not own.
   */
  Plan removal(D desired, DropMode mode);

  /**
   * Applies the chosen changes of a plan in its order, re-checking ownership in the same
   * transaction where the server has one. Changes that are not chosen are left alone.
   *
   * <p>Idempotent: what is in effect already counts as done. A failure of a change is part of the
   * result; the exception is for what concerns all.
   *
   * @param plan one made by this capability
   * @throws EngineException UNREACHABLE and the like, when nothing could be tried
   */
  Applied apply(Plan plan, Set<ChangeId> chosen);

  /**
   * The names of all server objects of this sort, ours or not, in one query: tells at once which
   * are gone.
   */
  Set<String> names();
}
