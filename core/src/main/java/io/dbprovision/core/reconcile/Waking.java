package io.dbprovision.core.reconcile;

import io.dbprovision.core.api.ResourceKey;
import java.util.function.Consumer;

/** Who else knows what has to be looked at again, and why; bound into a set. */
public interface Waking {
  /** Declares indexes; called before the caches start. */
  void declareIndexes();

  /**
   * Subscribes to what it goes by; called before the caches start. That an object itself changed is
   * told by others.
   *
   * @param enqueue has the object looked at soon; returns at once
   */
  void subscribe(Consumer<ResourceKey> enqueue);
}
