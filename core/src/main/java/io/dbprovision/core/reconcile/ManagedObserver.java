package io.dbprovision.core.reconcile;

import io.dbprovision.core.api.CustomResource;
import io.dbprovision.core.api.ResourceKey;
import java.time.Duration;
import java.util.Collection;

/** Who counts what happens to managed objects. */
public interface ManagedObserver {
  /** Which of a kind's operations was carried out. */
  enum Work {
    CREATE,
    UPDATE,
    DELETE,
    DRIFT_DETECTION,
    DRIFT_CORRECTION,
    INIT_SQL
  }

  /**
   * @param engine the instance's engine name
   */
  void operation(CustomResource resource, Work work, String engine, boolean success, Duration took);

  /**
   * The object with its latest status.
   *
   * @param engine empty while its instance is not there
   * @param privileges all that a grant gives on anything; empty for what gives none
   */
  void known(CustomResource resource, String engine, Collection<String> privileges);

  void forgotten(ResourceKey resource);
}
