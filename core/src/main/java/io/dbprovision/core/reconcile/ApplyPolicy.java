package io.dbprovision.core.reconcile;

import io.dbprovision.spi.Cause;
import io.dbprovision.spi.Change;
import io.dbprovision.spi.ChangeId;
import io.dbprovision.spi.OwnershipRecord;
import io.dbprovision.spi.Plan;
import io.dbprovision.spi.Risk;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Decides which changes of a plan may be applied. Pure: this is the whole difference between
 * creating, updating, completing, detecting and correcting drift.
 */
final class ApplyPolicy {
  /** No password can be read back: a plan holds one only while the server has not got it yet. */
  private static final String PASSWORD = "password";

  /** The subject of what a plan is first of all about. */
  static final String ITSELF = "";

  private ApplyPolicy() {}

  /** A change of a plan that is about several server objects. */
  interface OfSubject extends Change {
    /** Tells which of them it is about. */
    String subject();
  }

  /**
   * @param asked true when what the manifest wants changed since everything was applied
   * @param anew true when the object itself counts as made just now, though it may be there by half
   * @param given what counts as given: when it is absent, somebody took it
   * @param destructiveAllowed true with the annotation that allows destructive corrections
   * @param approved fingerprints of the changes that somebody saw and let run
   * @param issued what we put there by our own record, or may have
   */
  record Situation(
      boolean asked,
      boolean anew,
      Set<ChangeId> given,
      DriftPolicy.Mode mode,
      boolean destructiveAllowed,
      Set<String> approved,
      Set<ChangeId> issued) {
    /** Destructive corrections are part of correcting, whatever is annotated. */
    boolean correctsDestructively() {
      return mode == DriftPolicy.Mode.CORRECT && destructiveAllowed;
    }
  }

  /**
   * @param chosen may be applied, in the plan's order
   * @param drift differs and is left alone
   * @param awaited cannot be applied yet
   */
  record Decision(Set<ChangeId> chosen, List<Change> drift, List<Change> awaited) {}

  static Decision decide(Plan plan, Situation situation) {
    Set<String> made =
        plan.changes().stream()
            .filter(change -> change.cause() == Cause.MISSING)
            .map(ApplyPolicy::subject)
            .collect(Collectors.toCollection(HashSet::new));
    if (situation.anew()) {
      made.add(ITSELF);
    }
    Set<ChangeId> chosen = new LinkedHashSet<>();
    List<Change> drift = new ArrayList<>();
    List<Change> awaited = new ArrayList<>();
    for (Change change : plan.changes()) {
      if (change.cause() == Cause.AWAITED) {
        awaited.add(change);
      } else if (applicable(change, situation, made.contains(subject(change)))) {
        chosen.add(change.id());
      } else {
        drift.add(change);
      }
    }
    return new Decision(chosen, drift, awaited);
  }

  /** That one object of a plan is made says nothing about the others. */
  static String subject(Change change) {
    return change instanceof OfSubject part ? part.subject() : ITSELF;
  }

  private static boolean applicable(Change change, Situation situation, boolean creating) {
    if (change.risk() == Risk.IMMUTABLE) {
      return false;
    }
    if (creating
        || change.path().equals(PASSWORD)
        || bookkeeping(change)
        || ours(change, situation)
        || situation.approved().contains(change.fingerprint())) {
      return true;
    }
    if (situation.asked()) {
      return change.cause() != Cause.EXTRA || situation.correctsDestructively();
    }
    return situation.mode() == DriftPolicy.Mode.CORRECT
        && (change.risk() == Risk.SAFE || situation.destructiveAllowed());
  }

  /**
   * The record is the operator's bookkeeping and nobody's wish: as long as it is missing, others
   * may take what it stands on for nobody's. An engine plans it as absent only where the status
   * vouches for the object, or somebody had it adopted; what is on record for another owner differs
   * and is a conflict, in every mode.
   */
  private static boolean bookkeeping(Change change) {
    return change.id().equals(OwnershipRecord.CHANGE) && change.cause() == Cause.ABSENT;
  }

  /** What we put there and nobody asks for any more, or never put there yet: that is no drift. */
  private static boolean ours(Change change, Situation situation) {
    return change.cause() == Cause.EXTRA
        ? situation.issued().contains(change.id())
        : completes(change, situation.given());
  }

  /** Whether it gives what was never given yet. */
  static boolean completes(Change change, Set<ChangeId> given) {
    return change.cause() == Cause.ABSENT
        && change.claim().filter(claim -> !given.contains(claim)).isPresent();
  }
}
