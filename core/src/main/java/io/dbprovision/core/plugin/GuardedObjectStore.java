package io.dbprovision.core.plugin;

import io.dbprovision.spi.EngineException;
import io.dbprovision.spi.ObjectStore;
import io.dbprovision.spi.StoredObject;
import io.dbprovision.spi.Upload;
import java.io.InputStream;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.function.Predicate;

/** A plugin's client of one place with threads of its own. */
final class GuardedObjectStore implements ObjectStore {
  private final ObjectStore store;
  private final PluginGuard guard;
  private final CallLane lane;
  private final AtomicBoolean closed = new AtomicBoolean();

  GuardedObjectStore(ObjectStore store, PluginGuard guard, CallLane lane) {
    this.store = store;
    this.guard = guard;
    this.lane = lane;
  }

  @Override
  public Upload begin(String key) {
    Handover<Upload> handover = new Handover<>(Upload::close);
    try {
      return new GuardedUpload(
          request("begin", () -> handover.give(store.begin(key))), guard, lane);
    } catch (EngineException e) {
      handover.giveUp().ifPresent(late -> new GuardedUpload(late, guard, lane).close());
      throw e;
    }
  }

  @Override
  public InputStream open(String key, long offset) {
    Handover<InputStream> handover = new Handover<>(this::closeQuietly);
    try {
      InputStream stream = request("open", () -> handover.give(store.open(key, offset)));
      return new StoreInput(stream, guard, lane);
    } catch (EngineException e) {
      handover.giveUp().ifPresent(this::closeQuietly);
      throw e;
    }
  }

  @Override
  public Optional<StoredObject> stat(String key) {
    return request("stat", () -> store.stat(key));
  }

  @Override
  public void list(String prefix, Consumer<StoredObject> each) {
    Listing listing = new Listing(each);
    try {
      run("list", guard.deadlines().write(), () -> store.list(prefix, listing));
    } finally {
      listing.end();
    }
  }

  @Override
  public void delete(String key) {
    run("delete", guard.deadlines().read(), () -> store.delete(key));
  }

  @Override
  public int abandon(String prefix, Instant before) {
    return guard.call(
        lane,
        "ObjectStore.abandon",
        guard.deadlines().write(),
        () -> store.abandon(prefix, before));
  }

  @Override
  public int abandon(String prefix, Instant before, Predicate<String> keys) {
    return guard.call(
        lane,
        "ObjectStore.abandon",
        guard.deadlines().write(),
        () -> store.abandon(prefix, before, keys));
  }

  @Override
  public void check() {
    run("check", guard.deadlines().read(), store::check);
  }

  @Override
  public void close() {
    if (closed.compareAndSet(false, true)) {
      guard.quietly(
          lane,
          "ObjectStore.close",
          guard.deadlines().pure(),
          () -> {
            store.close();
            return true;
          });
      lane.close();
    }
  }

  private void closeQuietly(InputStream stream) {
    guard.quietly(
        "ObjectStore.open",
        () -> {
          stream.close();
          return true;
        });
  }

  private <T> T request(String method, Callable<T> body) {
    return guard.call(lane, "ObjectStore." + method, guard.deadlines().read(), body);
  }

  private void run(String method, Duration deadline, Runnable body) {
    guard.call(
        lane,
        "ObjectStore." + method,
        deadline,
        () -> {
          body.run();
          return true;
        });
  }
}
