package io.dbprovision.core.status;

import io.dbprovision.core.api.CustomResource;
import io.dbprovision.core.api.Keys;

/** What stops the operator before it looks any further. */
public final class Gates {
  private Gates() {}

  /** The user asked that nothing is done for this object, deletion included. */
  public static boolean paused(CustomResource resource) {
    return resource.metadata().flagged(Keys.SKIP_RECONCILE)
        || resource.metadata().flagged(Keys.PAUSE_RECONCILE);
  }

  /** The user asked that deletion goes through whatever stands against it. */
  public static boolean forced(CustomResource resource) {
    return resource.metadata().flagged(Keys.FORCE_DELETE);
  }
}
