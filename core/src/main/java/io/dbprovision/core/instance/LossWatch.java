package io.dbprovision.core.instance;

import com.google.inject.Inject;
import io.dbprovision.core.api.CustomResource;
import io.dbprovision.core.api.ResourceKey;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;

/**
 * Has losses looked for beside the health checks. These must not wait for it: where all connections
 * are at work, a look takes as long as that work, and nobody would notice the server's end.
 * Thread-safe.
 */
public final class LossWatch {
  private final LossBrake brake;
  private final Executor executor;
  private final Set<ResourceKey> looking = ConcurrentHashMap.newKeySet();

  @Inject
  public LossWatch(LossBrake brake, Executor executor) {
    this.brake = brake;
    this.executor = executor;
  }

  /** Starts a look, unless the last one goes on. */
  void look(CustomResource instance, ServerState.Available server) {
    if (looking.add(instance.key())) {
      executor.execute(
          () -> {
            try {
              brake.look(instance, server);
            } finally {
              looking.remove(instance.key());
            }
          });
    }
  }

  /** Whether the last look goes on: a server like that is asked for nothing but its health. */
  boolean looking(ResourceKey instance) {
    return looking.contains(instance);
  }
}
