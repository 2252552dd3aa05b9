package io.dbprovision.core.reconcile;

import io.dbprovision.core.api.CustomResource;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Lets one look at all objects of a kind on a server go on at a time: whoever comes meanwhile is
 * sent away, so that no worker waits that somebody's change could use. Thread-safe.
 */
final class OneSweep {
  private final Set<String> going = ConcurrentHashMap.newKeySet();

  /**
   * @return false when one is going on right now; nothing was done then
   */
  boolean run(ManagedKind<?> kind, CustomResource instance, Runnable sweep) {
    String name = instance.key() + " " + kind.kind();
    if (!going.add(name)) {
      return false;
    }
    try {
      sweep.run();
      return true;
    } finally {
      going.remove(name);
    }
  }
}
