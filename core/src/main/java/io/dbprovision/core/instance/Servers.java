package io.dbprovision.core.instance;

import com.google.inject.Inject;
import io.dbprovision.core.api.ResourceKey;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;

/**
 * The servers of all instances, kept by the instance reconciler and read by everything else.
 * Thread-safe.
 */
public final class Servers {
  private static final ServerState UNKNOWN = new ServerState.Unknown();

  private final Map<ResourceKey, ServerState> states = new ConcurrentHashMap<>();
  private final List<Consumer<ResourceKey>> availableListeners = new CopyOnWriteArrayList<>();
  private final List<Consumer<ResourceKey>> suspicionListeners = new CopyOnWriteArrayList<>();

  @Inject
  public Servers() {}

  public ServerState state(ResourceKey instance) {
    return states.getOrDefault(instance, UNKNOWN);
  }

  /** Called once whenever a server becomes available or is replaced by another session. */
  public void onAvailable(Consumer<ResourceKey> listener) {
    availableListeners.add(listener);
  }

  /** Called when somebody's call found a server unreachable: one probe then serves all. */
  public void onSuspicion(Consumer<ResourceKey> listener) {
    suspicionListeners.add(listener);
  }

  /** Tells that a call could not reach the server. */
  public void suspect(ResourceKey instance) {
    suspicionListeners.forEach(listener -> listener.accept(instance));
  }

  /** Publishes what the last look at the server found. */
  void publish(ResourceKey instance, ServerState state) {
    ServerState before = states.put(instance, state);
    boolean sameSession =
        before instanceof ServerState.Available old
            && state instanceof ServerState.Available current
            && old.session().equals(current.session());
    if (state instanceof ServerState.Available && !sameSession) {
      availableListeners.forEach(listener -> listener.accept(instance));
    }
  }

  /** The instance is gone. */
  void forget(ResourceKey instance) {
    states.remove(instance);
  }
}
