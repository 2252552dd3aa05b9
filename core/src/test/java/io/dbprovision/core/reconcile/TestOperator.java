package io.dbprovision.core.reconcile;

import com.google.inject.Guice;
import com.google.inject.Injector;
import com.google.inject.Key;
import com.google.inject.Module;
import com.google.inject.Stage;
import com.google.inject.TypeLiteral;
import io.dbprovision.core.api.CustomKind;
import io.dbprovision.core.api.CustomResource;
import io.dbprovision.core.api.ResourceKey;
import io.dbprovision.core.runtime.Outcome;
import io.dbprovision.core.runtime.Reconciler;
import io.dbprovision.spi.Engine;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedSet;

/**
 * The reconcilers as the operator wires them, worked off by one thread in virtual time: nothing
 * happens between two calls of a test.
 */
public final class TestOperator {
  private static final int ENDLESS = 10_000;
  private static final Duration FIRST_RETRY = Duration.ofSeconds(1);

  private final World world;
  private final Map<CustomKind, Reconciler<ResourceKey>> reconcilers;
  private final SequencedSet<ResourceKey> queue = new LinkedHashSet<>();
  private final Map<ResourceKey, Instant> timers = new LinkedHashMap<>();
  private boolean running = true;

  /** Starts, and looks at everything that is there. */
  public TestOperator(World world) {
    this(world, world.engine(), List.of());
  }

  /**
   * @param engine in place of the world's own
   * @param more that bind further kinds
   */
  public TestOperator(World world, Engine engine, List<Module> more) {
    this.world = world;
    List<Module> modules = new ArrayList<>(more);
    modules.add(new ReconcileModule());
    modules.add(new FakeSurroundings(world, engine));
    Injector injector = Guice.createInjector(Stage.PRODUCTION, modules);
    this.reconcilers =
        injector.getInstance(
            Key.get(new TypeLiteral<Map<CustomKind, Reconciler<ResourceKey>>>() {}));
    Wakeups wakeups = injector.getInstance(Wakeups.class);
    wakeups.declareIndexes();
    wakeups.subscribe(this::enqueue);
    for (CustomKind kind : CustomKind.ALL) {
      world.resources().list(kind).stream().map(CustomResource::key).forEach(queue::add);
    }
  }

  private void enqueue(ResourceKey key) {
    if (running) {
      queue.add(key);
    }
  }

  /** Ends without a word, as a killed process does. */
  public void kill() {
    running = false;
  }

  /** Reconciles until nothing is left to do at this moment. */
  public void settle() {
    for (int i = 0; !queue.isEmpty(); i++) {
      if (i == ENDLESS) {
        throw new AssertionError("this never settles: " + queue);
      }
      reconcile(queue.removeFirst());
    }
  }

  /** What {@code kubectl apply} does, and what comes of it at once. */
  public void apply(ResourceKey key, Map<String, Object> spec, Map<String, String> annotations) {
    world.resources().put(key, spec, annotations);
    settle();
  }

  public void apply(ResourceKey key, Map<String, Object> spec) {
    apply(key, spec, Map.of());
  }

  /** What {@code kubectl delete} does, and what comes of it at once. */
  public void delete(ResourceKey key) {
    world.resources().requestDeletion(key);
    settle();
  }

  /** One look at one object, though nothing woke it. */
  public Outcome reconcile(ResourceKey key) {
    Reconciler<ResourceKey> reconciler = reconcilers.get(key.kind());
    if (reconciler == null) {
      return Outcome.done();
    }
    Outcome outcome;
    try {
      outcome = reconciler.reconcile(key);
    } catch (InterruptedException e) {
      throw new AssertionError("nobody interrupts", e);
    }
    Instant now = world.clock().instant();
    switch (outcome) {
      case Outcome.Done done -> timers.remove(key);
      case Outcome.RequeueAfter after -> timers.put(key, now.plus(after.delay()));
      case Outcome.Retry retry -> timers.put(key, now.plus(FIRST_RETRY));
    }
    return outcome;
  }

  /** Lets that much time pass, with all that falls due meanwhile. */
  public void later(Duration time) {
    Instant end = world.clock().instant().plus(time);
    settle();
    for (int i = 0; i < ENDLESS; i++) {
      Optional<Map.Entry<ResourceKey, Instant>> due =
          timers.entrySet().stream()
              .filter(timer -> !timer.getValue().isAfter(end))
              .min(Map.Entry.comparingByValue());
      if (due.isEmpty()) {
        world.clock().set(end);
        return;
      }
      if (due.get().getValue().isAfter(world.clock().instant())) {
        world.clock().set(due.get().getValue());
      }
      ResourceKey key = due.get().getKey();
      timers.remove(key);
      queue.add(key);
      settle();
    }
    throw new AssertionError("too much falls due: " + timers);
  }
}
