package io.dbprovision.core.reconcile;

import io.dbprovision.core.api.CustomResource;
import io.dbprovision.core.api.Keys;
import io.dbprovision.core.status.Phase;

/** Why an object is compared with its server though nothing else is asked of it. */
final class Occasion {
  private Occasion() {}

  /** Something was said about the object that its last comparison did not know of. */
  static boolean told(CustomResource resource, Inputs inputs) {
    return troubled(resource)
        || inputs.policyChanged()
        || resource.status().number("observedGeneration", 0) != resource.metadata().generation()
        || resource.metadata().flagged(Keys.PLAN_ONLY)
        || resource.status().has("plan")
        || !Claims.intended(resource).isEmpty()
        || Approval.news(resource);
  }

  /** What went wrong may be over, though the object is as it was when it was last in order. */
  private static boolean troubled(CustomResource resource) {
    String phase = resource.status().text("phase", "");
    return phase.equals(Phase.FAILED.toString()) || phase.equals(Phase.PENDING.toString());
  }
}
