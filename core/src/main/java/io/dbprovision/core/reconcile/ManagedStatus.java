package io.dbprovision.core.reconcile;

import static io.dbprovision.core.status.Reasons.AWAITING_APPROVAL;
import static io.dbprovision.core.status.Reasons.DEPENDENCY_NOT_READY;
import static io.dbprovision.core.status.Reasons.DRIFT_DETECTED;
import static io.dbprovision.core.status.Reasons.READY;
import static io.dbprovision.core.status.Reasons.RECONCILE_FAILED;
import static io.dbprovision.core.status.Reasons.RECONCILE_SUCCESS;
import static io.dbprovision.core.status.Reasons.RECONCILING;
import static io.dbprovision.core.status.Reasons.SYNCED;
import static io.dbprovision.core.status.Reasons.UNSUPPORTED;

import io.dbprovision.core.api.Keys;
import io.dbprovision.core.status.Failure;
import io.dbprovision.core.status.Phase;
import io.dbprovision.core.status.StatusDraft;
import io.dbprovision.spi.Change;
import io.dbprovision.spi.Plan;
import io.dbprovision.spi.Risk;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Says in a managed object's status how things stand. */
final class ManagedStatus {
  private static final int AWAITED_SHOWN = 10;

  private ManagedStatus() {}

  static void failed(StatusDraft draft, Failure failure) {
    draft
        .phase(failure.waiting() ? Phase.PENDING : Phase.FAILED)
        .message(failure.text())
        .condition(READY, false, failure.waiting() ? RECONCILING : RECONCILE_FAILED, failure.text())
        .condition(SYNCED, false, failure.reason(), failure.text());
  }

  /**
   * The server was brought as far as it may be: one condition says what is still open.
   *
   * @param unsupported fields that nobody here can make real, each with the reason
   */
  static void ready(
      StatusDraft draft,
      DriftPolicy policy,
      ApplyPolicy.Decision left,
      Intent.Completion completion,
      List<String> unsupported) {
    if (!completion.ready()) {
      failed(draft, completion.failure().orElseThrow());
      draft.condition(READY, false, RECONCILE_FAILED, completion.failure().orElseThrow().text());
      return;
    }
    List<Change> differs = policy.told(left.drift());
    draft
        .phase(Phase.READY)
        .message("as the manifest says")
        .condition(READY, true, RECONCILE_SUCCESS, "as the manifest says");
    if (completion.failure().isPresent()) {
      Failure failure = completion.failure().get();
      draft.message(failure.text()).condition(SYNCED, false, failure.reason(), failure.text());
    } else if (!differs.isEmpty()) {
      String text = DRIFT_DETECTED + ": " + ChangePaths.joined(differs);
      draft.message(text).condition(SYNCED, false, DRIFT_DETECTED, text + wayOut(differs));
    } else if (!left.awaited().isEmpty()) {
      awaits(draft, left.awaited());
    } else if (!unsupported.isEmpty()) {
      String text = UNSUPPORTED + ": " + String.join("; ", unsupported);
      draft.message(text).condition(SYNCED, false, UNSUPPORTED, text);
    } else {
      draft.condition(SYNCED, true, RECONCILE_SUCCESS, "the server agrees with the manifest");
    }
  }

  /** What is there is in effect. A grant is nothing but its entries, so it is not ready yet. */
  private static void awaits(StatusDraft draft, List<Change> awaited) {
    String text =
        DEPENDENCY_NOT_READY
            + ": all else is in effect, and this is not done yet: "
            + awaited.stream()
                .map(Change::summary)
                .distinct()
                .limit(AWAITED_SHOWN)
                .collect(Collectors.joining("; "))
            + (awaited.size() > AWAITED_SHOWN ? "; …" : "");
    draft.message(text).condition(SYNCED, false, DEPENDENCY_NOT_READY, text);
    if (Grantees.isGrant(draft.resource())) {
      draft.phase(Phase.PENDING).condition(READY, false, RECONCILING, text);
    }
  }

  static void drift(StatusDraft draft, DriftPolicy policy, List<Change> drift) {
    if (policy.mode() == DriftPolicy.Mode.IGNORE) {
      draft.set("drift", null);
      return;
    }
    Map<String, Object> block = new LinkedHashMap<>();
    block.put("detected", !drift.isEmpty());
    block.put("lastChecked", draft.now().toString());
    block.put("diffs", drift.stream().map(ManagedStatus::diff).toList());
    draft.set("drift", block);
  }

  private static Map<String, Object> diff(Change change) {
    Map<String, Object> diff = new LinkedHashMap<>();
    diff.put("field", change.path());
    diff.put("expected", change.expected());
    diff.put("actual", change.actual());
    if (change.risk() == Risk.DESTRUCTIVE) {
      diff.put("destructive", true);
    }
    if (change.risk() == Risk.IMMUTABLE) {
      diff.put("immutable", true);
    }
    return diff;
  }

  /** Shows a plan instead of running it. */
  static void planned(StatusDraft draft, Plan plan) {
    Map<String, Object> block = new LinkedHashMap<>();
    block.put("hash", plan.hash());
    block.put("changes", plan.changes().stream().map(ManagedStatus::planned).toList());
    draft.set("plan", block);
    boolean used =
        draft
            .resource()
            .metadata()
            .annotation(Keys.APPROVE_PLAN)
            .filter(plan.hash()::equals)
            .isPresent();
    String text =
        "%s: %d changes are planned, see status.plan; to run exactly these, annotate it with %s=%s%s"
            .formatted(
                AWAITING_APPROVAL,
                plan.changes().size(),
                Keys.APPROVE_PLAN,
                plan.hash(),
                used ? " once more: it counts once, so take the annotation off first" : "");
    draft.message(text).condition(SYNCED, false, AWAITING_APPROVAL, text);
    if (!draft.resource().status().has(Inputs.FIELD)) {
      draft.phase(Phase.PENDING).condition(READY, false, RECONCILING, text);
    }
  }

  private static Map<String, Object> planned(Change change) {
    Map<String, Object> planned = new LinkedHashMap<>();
    planned.put("path", change.path());
    planned.put("expected", change.expected());
    planned.put("actual", change.actual());
    planned.put("risk", change.risk().name());
    planned.put("cause", change.cause().name());
    planned.put("summary", change.summary());
    return planned;
  }

  private static String wayOut(List<Change> drift) {
    if (drift.stream().allMatch(change -> change.risk() == Risk.IMMUTABLE)) {
      return "; the server cannot change it in place, so the manifest has to follow or the object be"
          + " made anew";
    }
    if (drift.stream().anyMatch(change -> change.risk() == Risk.DESTRUCTIVE)) {
      return "; see status.drift. Destructive corrections need spec.driftPolicy.mode: correct and the"
          + " annotation "
          + Keys.ALLOW_DESTRUCTIVE_DRIFT
          + "=true";
    }
    return "; see status.drift. It is put right with spec.driftPolicy.mode: correct";
  }
}
