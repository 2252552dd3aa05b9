package io.dbprovision.core.backup.kind;

import com.google.inject.Inject;
import io.dbprovision.core.api.CustomKind;
import io.dbprovision.core.api.CustomResource;
import io.dbprovision.core.api.ResourceKey;
import io.dbprovision.core.instance.ServerState;
import io.dbprovision.core.instance.Survey;
import io.dbprovision.core.kube.Events;
import io.dbprovision.core.kube.KubeException;
import io.dbprovision.core.kube.Resources;
import io.dbprovision.core.reconcile.OperatorIdentity;
import io.dbprovision.core.status.StatusDraft;
import io.dbprovision.spi.EngineException;
import io.dbprovision.spi.ErrorKind;
import io.dbprovision.spi.Leftover;
import io.dbprovision.spi.LogicalRestore;
import io.dbprovision.spi.Owner;
import io.dbprovision.spi.Session;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

/**
 * Takes away what restores left on servers whose objects are gone: somebody took their finalizer,
 * or they went while their instance was away. As long as the API server has the object, it is that
 * object's business. What may hold anything but what was restored is named, and left alone.
 */
final class RestoreRemains implements Survey {
  /** True while something is left that nobody but people may take away. */
  static final String LEFT = "RestoreRemains";

  private static final Logger log = LoggerFactory.getLogger(RestoreRemains.class);
  private static final Duration EVERY = Duration.ofHours(6);
  private static final Duration AFTER_FAILURE = Duration.ofMinutes(10);

  private final Resources resources;
  private final OperatorIdentity identity;
  private final Events events;
  private final InstantSource clock;
  private final Map<ResourceKey, Last> last = new ConcurrentHashMap<>();

  @Inject
  RestoreRemains(
      Resources resources, OperatorIdentity identity, Events events, InstantSource clock) {
    this.resources = resources;
    this.identity = identity;
    this.events = events;
    this.clock = clock;
  }

  /** A new session may be another server's. */
  private record Last(Session session, Instant next) {}

  @Override
  public Optional<Duration> look(ServerState.Available server, StatusDraft draft) {
    Optional<LogicalRestore> restores = server.session().capability(LogicalRestore.class);
    if (restores.isEmpty()) {
      return Optional.empty();
    }
    ResourceKey instance = draft.resource().key();
    Instant now = clock.instant();
    Last before = last.get(instance);
    if (before == null
        || !before.session().equals(server.session())
        || !before.next().isAfter(now)) {
      before = new Last(server.session(), now.plus(clear(restores.get(), draft)));
      last.put(instance, before);
    }
    return Optional.of(Duration.between(now, before.next()));
  }

  /**
   * @return when to look again
   */
  private Duration clear(LogicalRestore restores, StatusDraft draft) {
    CustomResource instance = draft.resource();
    List<Leftover> kept = new ArrayList<>();
    boolean all = true;
    try {
      for (Leftover leftover : restores.leftovers(identity.cluster(), identity.operator())) {
        if (leftover.removable()) {
          all &= removed(restores, leftover, instance);
        } else if (over(leftover.restore())) {
          kept.add(leftover);
        }
      }
    } catch (EngineException | KubeException e) {
      untold(instance, e);
      return AFTER_FAILURE;
    }
    tell(kept, draft);
    return all ? EVERY : AFTER_FAILURE;
  }

  /** False when it could not be done now: no other has to wait for that. */
  private boolean removed(LogicalRestore restores, Leftover leftover, CustomResource instance) {
    try {
      if (over(leftover.restore())) {
        restores.abandon(leftover);
        events.normal(
            instance,
            "LeftoverRemoved",
            "the database %s is removed: it was made for the restore of %s, which is gone"
                .formatted(leftover.database(), leftover.restore()));
      }
      return true;
    } catch (EngineException | KubeException e) {
      untold(instance, e);
      return false;
    }
  }

  private static void untold(CustomResource instance, RuntimeException e) {
    // who may not read our records has never written any
    boolean usual = e instanceof EngineException known && known.kind() == ErrorKind.PERMISSION;
    log.atLevel(usual ? Level.DEBUG : Level.WARN)
        .addKeyValue("instance", instance.key())
        .log("what restores left was not cleared yet: {}", e.getMessage());
  }

  private void tell(List<Leftover> kept, StatusDraft draft) {
    if (kept.isEmpty()) {
      draft.without(LEFT);
      return;
    }
    List<String> names =
        kept.stream().map(one -> one.database() + " (of " + one.restore() + ")").sorted().toList();
    String text =
        "restores whose objects are gone left databases that may hold what was there before them,"
            + " so they are not removed: "
            + String.join(", ", names)
            + "; look into them, and drop them by hand";
    draft.condition(LEFT, true, "LeftBehind", text);
    events.warning(draft.resource(), "LeftBehind", text);
  }

  /** Asked of the API server: what is removed here nothing brings back. */
  private boolean over(Owner by) {
    return is(CustomKind.RESTORE, by).filter(live -> uid(live).equals(by.uid())).isEmpty()
        && is(CustomKind.BACKUP, by).filter(live -> Scratch.uid(live).equals(by.uid())).isEmpty();
  }

  private Optional<CustomResource> is(CustomKind kind, Owner by) {
    return resources.fresh(new ResourceKey(kind, by.namespace(), by.name()));
  }

  private static String uid(CustomResource resource) {
    return resource.metadata().uid();
  }

  @Override
  public void forget(ResourceKey instance) {
    last.remove(instance);
  }
}
