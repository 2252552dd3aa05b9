package io.dbprovision.core.reconcile;

import com.google.inject.Inject;
import io.dbprovision.core.api.CustomKind;
import io.dbprovision.core.api.CustomResource;
import io.dbprovision.core.api.Fields;
import io.dbprovision.core.api.ResourceKey;
import io.dbprovision.core.instance.LossBrake;
import io.dbprovision.core.instance.Servers;
import io.dbprovision.core.kube.References;
import io.dbprovision.core.kube.Resources;
import io.dbprovision.core.reference.Refs;
import io.dbprovision.core.status.Reasons;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * Who is looked at again when something changes: the object itself, what refers to it, what lives
 * on its server. With this in place the timers are only a safety net.
 */
public final class Wakeups {
  private static final String DRIFT_POLICY = "driftPolicy";

  private record Seen(
      long generation, Map<String, String> annotations, DriftPolicy.Mode driftMode) {}

  private final Resources resources;
  private final References references;
  private final Servers servers;
  private final LossBrake brake;
  private final DriftClock driftClock;
  private final DriftSweep sweep;
  private final Dependents dependents;
  private final SecondLook secondLook;
  private final Set<Waking> others;
  private final Map<ResourceKey, Seen> instances = new ConcurrentHashMap<>();
  private final Map<ResourceKey, String> databases = new ConcurrentHashMap<>();

  @Inject
  Wakeups(
      Resources resources,
      References references,
      Servers servers,
      LossBrake brake,
      DriftClock driftClock,
      DriftSweep sweep,
      Dependents dependents,
      SecondLook secondLook,
      Set<Waking> others) {
    this.resources = resources;
    this.references = references;
    this.servers = servers;
    this.brake = brake;
    this.driftClock = driftClock;
    this.sweep = sweep;
    this.dependents = dependents;
    this.secondLook = secondLook;
    this.others = Set.copyOf(others);
  }

  /** Declares the indexes; call before the caches start. */
  public void declareIndexes() {
    dependents.declareIndexes();
    others.forEach(Waking::declareIndexes);
  }

  /**
   * Subscribes to everything; call before the caches start.
   *
   * @param enqueue has the object looked at soon; returns at once
   */
  public void subscribe(Consumer<ResourceKey> enqueue) {
    for (CustomKind kind : CustomKind.ALL) {
      resources.subscribe(
          kind,
          new Resources.Listener() {
            @Override
            public void changed(CustomResource now) {
              enqueue.accept(now.key());
              wakeOthers(now, enqueue);
            }

            @Override
            public void written(CustomResource now) {
              wakeOthers(now, enqueue);
            }

            @Override
            public void deleted(CustomResource last) {
              databases.remove(last.key());
              enqueue.accept(last.key());
              // whose deletion waited for it
              Stream.of(Refs.instance(last), Refs.grantee(last), Refs.database(last))
                  .forEach(parent -> parent.ifPresent(enqueue));
              wakeOthers(last, enqueue);
              if (Dependents.HOUSED.contains(kind)) {
                wake(dependents.rivals(last), enqueue);
                // whoever owned it may go now
                wake(dependents.namedBy(last).filter(CustomResource::deleting), enqueue);
              }
            }
          });
    }
    references.subscribe(
        References.Type.SECRET,
        (namespace, name) -> wake(dependents.ofSecret(namespace + "/" + name), enqueue));
    references.subscribe(
        References.Type.CONFIG_MAP,
        (namespace, name) -> wake(dependents.ofConfigMap(namespace + "/" + name), enqueue));
    servers.onAvailable(instance -> wake(dependents.onInstance(instance), enqueue));
    servers.onSuspicion(enqueue);
    sweep.onDifference(enqueue);
    secondLook.onRequest(enqueue);
    others.forEach(other -> other.subscribe(enqueue));
    brake.onMissing(
        key -> {
          driftClock.expire(key);
          enqueue.accept(key);
        });
  }

  private void wakeOthers(CustomResource changed, Consumer<ResourceKey> enqueue) {
    if (changed.kind().spi().equals(CustomKind.INSTANCE.spi())) {
      Seen now =
          new Seen(
              changed.metadata().generation(),
              changed.metadata().annotations(),
              DriftPolicy.mode(changed.spec().object(DRIFT_POLICY)));
      Seen before = instances.put(changed.key(), now);
      // another interval needs no look: whatever is due by it is compared with many at once
      if (before != null && !before.driftMode().equals(now.driftMode())) {
        dependents
            .onInstance(changed.key())
            .filter(dependent -> !dependent.spec().has(DRIFT_POLICY))
            .forEach(dependent -> driftClock.expire(dependent.key()));
      }
      if (!now.equals(before)) {
        wake(dependents.onInstance(changed.key()), enqueue);
      }
    } else if (Dependents.HOUSED.contains(changed.kind())) {
      wake(dependents.grantsTo(changed.key()), enqueue);
      if (changed.kind().equals(CustomKind.DATABASE)) {
        madeAnew(changed, enqueue);
      }
      dependents
          .mentioning(changed)
          .filter(Wakeups::waiting)
          .forEach(
              waiting -> {
                driftClock.expire(waiting.key());
                enqueue.accept(waiting.key());
              });
    }
  }

  /** What was given in it went with it. */
  private void madeAnew(CustomResource database, Consumer<ResourceKey> enqueue) {
    String now = database.status().object("database").text("createdAt", "");
    String before = databases.put(database.key(), now);
    if (before != null && !before.equals(now)) {
      wake(dependents.givingIn(database), enqueue);
    }
  }

  private static boolean waiting(CustomResource resource) {
    return !resource.status().text("phase", "").equals("Ready")
        || resource.status().objects("conditions").stream().anyMatch(Wakeups::waits);
  }

  private static boolean waits(Fields condition) {
    return condition.text("reason", "").equals(Reasons.DEPENDENCY_NOT_READY);
  }

  private static void wake(Stream<CustomResource> dependents, Consumer<ResourceKey> enqueue) {
    dependents.forEach(dependent -> enqueue.accept(dependent.key()));
  }
}
