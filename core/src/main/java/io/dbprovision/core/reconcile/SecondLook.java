package io.dbprovision.core.reconcile;

import com.google.inject.Inject;
import io.dbprovision.core.api.ResourceKey;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;

/** Has a managed object compared with its server at once: somebody else changed it there. */
public final class SecondLook {
  private final DriftClock clock;
  private final List<Consumer<ResourceKey>> listeners = new CopyOnWriteArrayList<>();

  @Inject
  SecondLook(DriftClock clock) {
    this.clock = clock;
  }

  public void at(ResourceKey key) {
    clock.expire(key);
    listeners.forEach(listener -> listener.accept(key));
  }

  void onRequest(Consumer<ResourceKey> listener) {
    listeners.add(listener);
  }
}
