package io.dbprovision.core.reconcile;

import io.dbprovision.core.api.CustomResource;
import io.dbprovision.core.api.Keys;
import io.dbprovision.core.status.StatusDraft;
import java.util.Optional;

/**
 * The annotation that lets one plan run. It counts once: what it was used for stays in the status
 * as long as the annotation is there, so that the same difference, come again, is not approved
 * again.
 */
final class Approval {
  static final String USED = "approvedPlan";

  private Approval() {}

  /** The hash that may run now; empty for none, or for one that was let run already. */
  static Optional<String> of(CustomResource resource) {
    return resource
        .metadata()
        .annotation(Keys.APPROVE_PLAN)
        .filter(hash -> !hash.equals(resource.status().text(USED, "")));
  }

  /** Whether the annotation says something that nobody looked at yet. */
  static boolean news(CustomResource resource) {
    return !resource.metadata().annotation(Keys.APPROVE_PLAN).equals(resource.status().text(USED));
  }

  /**
   * @param approved what was let run in this pass; empty for nothing
   */
  static void record(StatusDraft draft, Optional<String> approved) {
    String annotated = draft.resource().metadata().annotation(Keys.APPROVE_PLAN).orElse("");
    String used = approved.or(() -> draft.resource().status().text(USED)).orElse("");
    draft.set(USED, !used.isEmpty() && used.equals(annotated) ? used : null);
  }
}
