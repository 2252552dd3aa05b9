package io.dbprovision.core.reconcile;

import com.google.inject.Inject;
import io.dbprovision.core.api.ResourceKey;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Knows of which objects all that was ever put on the server is on record in their status. What is
 * in effect and not on record was there before, then; of any other object it may be our own, left
 * by a process that was ended before it could write the status. So after a start nothing is known,
 * until a pass has written a status. Thread-safe.
 */
final class Ledger {
  private final Set<ResourceKey> complete = ConcurrentHashMap.newKeySet();

  @Inject
  Ledger() {}

  boolean complete(ResourceKey key) {
    return complete.contains(key);
  }

  /** Everything is on record, or nothing was put on the server at all. */
  void closed(ResourceKey key) {
    complete.add(key);
  }

  /**
   * Something may be put on the server now.
   *
   * @return whether all was on record until now
   */
  boolean opened(ResourceKey key) {
    return complete.remove(key);
  }

  void forget(ResourceKey key) {
    complete.remove(key);
  }
}
