package io.dbprovision.core.plugin;

import io.dbprovision.spi.EngineException;
import io.dbprovision.spi.ObjectStore;
import io.dbprovision.spi.Section;
import io.dbprovision.spi.Store;
import io.dbprovision.spi.StoreContext;
import io.dbprovision.spi.StorePlace;
import io.dbprovision.spi.Validation;
import java.util.Optional;

/** A plugin's store as the operator uses it: the SPI's interface, guarded underneath. */
public final class StoreHandle implements Store {
  private final Store store;
  private final String name;
  private final PluginGuard guard;
  private final CallLane shared;
  private final int threads;

  /** Asks the store for its name: call it behind the loader's deadline. */
  StoreHandle(Store store, PluginGuard guard, CallLane shared, int threads) {
    this.store = store;
    this.name = String.valueOf(store.name());
    this.guard = guard;
    this.shared = shared;
    this.threads = threads;
  }

  public String pluginId() {
    return guard.plugin().id();
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public Validation validate(Section block) {
    return guard.call(
        shared, "Store.validate", guard.deadlines().pure(), () -> store.validate(block));
  }

  @Override
  public String prefix(Section block) {
    return guard.call(shared, "Store.prefix", guard.deadlines().pure(), () -> store.prefix(block));
  }

  @Override
  public Optional<String> claim(Section block) {
    return guard.call(shared, "Store.claim", guard.deadlines().pure(), () -> store.claim(block));
  }

  @Override
  public boolean asPod(Section block) {
    return guard.call(shared, "Store.asPod", guard.deadlines().pure(), () -> store.asPod(block));
  }

  @Override
  public ObjectStore open(StorePlace place, StoreContext context) {
    CallLane lane = new CallLane(pluginId() + " store " + name, threads);
    Handover<ObjectStore> handover = new Handover<>(ObjectStore::close);
    try {
      return new GuardedObjectStore(
          guard.call(
              lane,
              "Store.open",
              guard.deadlines().read(),
              () -> handover.give(store.open(place, context))),
          guard,
          lane);
    } catch (EngineException e) {
      handover
          .giveUp()
          .ifPresentOrElse(late -> new GuardedObjectStore(late, guard, lane).close(), lane::close);
      throw e;
    }
  }

  @Override
  public String toString() {
    return name + " of plugin " + guard.plugin();
  }
}
