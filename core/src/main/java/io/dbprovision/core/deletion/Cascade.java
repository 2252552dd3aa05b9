package io.dbprovision.core.deletion;

import static io.dbprovision.core.status.Reasons.CASCADE_DELETING;
import static io.dbprovision.core.status.Reasons.DEPENDENCIES_EXIST;
import static io.dbprovision.core.status.Reasons.PENDING_DELETION_CONFIRMATION;
import static io.dbprovision.core.status.Reasons.READY;

import com.google.inject.Inject;
import io.dbprovision.core.api.CustomResource;
import io.dbprovision.core.kube.Events;
import io.dbprovision.core.kube.Namespaces;
import io.dbprovision.core.kube.Resources;
import io.dbprovision.core.runtime.Report;
import io.dbprovision.core.status.Gates;
import io.dbprovision.core.status.Phase;
import io.dbprovision.core.status.StatusDraft;
import io.dbprovision.core.status.StatusReport;
import io.dbprovision.core.status.StatusWriter;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps an object that is being deleted until nothing depends on it: says what does, and deletes it
 * first once the user has agreed. Nothing on a server is touched. Thread-safe; throws what {@link
 * Resources} throws.
 */
public final class Cascade {
  private static final Logger log = LoggerFactory.getLogger(Cascade.class);
  private static final Duration BLOCKED = Duration.ofSeconds(10);
  private static final Duration RUNNING = Duration.ofSeconds(5);
  private static final Duration SWEPT = Duration.ofSeconds(2);

  /** What became of the request. */
  public sealed interface Step {
    /** Nothing stands in the way any more: the object itself can go. */
    record Clear() implements Step {}

    /**
     * @param parent with the status that says why
     * @param delay until it is looked at again, unless something wakes it
     */
    record Waiting(CustomResource parent, Duration delay, Report report) implements Step {}
  }

  private final Resources resources;
  private final Namespaces namespaces;
  private final StatusWriter statuses;
  private final Events events;
  private final InstantSource clock;

  @Inject
  public Cascade(
      Resources resources,
      Namespaces namespaces,
      StatusWriter statuses,
      Events events,
      InstantSource clock) {
    this.resources = resources;
    this.namespaces = namespaces;
    this.statuses = statuses;
    this.events = events;
    this.clock = clock;
  }

  /** The object is going with everything that depends on it, and the user agreed to that. */
  public static boolean consented(CustomResource parent) {
    return parent.deleting() && Gates.forced(parent) && DeletionConsent.recorded(parent);
  }

  /** The object's namespace is being deleted: nothing can be made in it any more. */
  public boolean namespaceGoes(CustomResource resource) {
    return resource.kind().namespaced()
        && namespaces
            .get(resource.namespace())
            .filter(Namespaces.Namespace::terminating)
            .isPresent();
  }

  /**
   * One step for an object that is being deleted and may be: its protection has been looked at.
   *
   * @param ours what depends on it now
   * @param along what depends on {@code ours} in turn, and goes with it
   * @param others the same of other operators' instance ids: we may not delete it, and not even
   *     force leaves it behind
   * @param agreed the object goes in the {@link #consented} cascade of what it depends on itself,
   *     so that nobody is asked again
   */
  public Step advance(
      CustomResource parent,
      Collection<CustomResource> ours,
      Collection<CustomResource> along,
      Collection<CustomResource> others,
      boolean agreed) {
    if (namespaceGoes(parent)) {
      return withNamespace(parent, Stream.concat(ours.stream(), others.stream()));
    }
    if (ours.isEmpty()) {
      return others.isEmpty() ? clear(parent) : waitForOthers(parent, others);
    }
    List<String> identifiers = Identifiers.of(parent, ours);
    if (agreed) {
      return delete(ours, new StatusDraft(parent, clock.instant()), identifiers.size());
    }
    if (!Gates.forced(parent)) {
      return blocked(
          parent,
          DEPENDENCIES_EXIST,
          "%d objects depend on it: %s; delete them first"
              .formatted(identifiers.size(), Identifiers.shortened(identifiers)));
    }
    DeletionConsent consent =
        DeletionConsent.of(parent, identifiers, Identifiers.of(parent, along));
    StatusDraft draft =
        new StatusDraft(parent, clock.instant()).set(DeletionConsent.BLOCK, consent.block());
    return consent.given()
        ? delete(ours, draft, consent.remaining())
        : ask(draft, consent.message());
  }

  /** Says why the object stays, and that nothing has been agreed to. */
  public Step blocked(CustomResource parent, String reason, String message) {
    events.warning(parent, "DeletionBlocked", message);
    return waiting(
        new StatusDraft(parent, clock.instant())
            .phase(Phase.FAILED)
            .set(DeletionConsent.BLOCK, null),
        BLOCKED,
        reason,
        message);
  }

  /**
   * What depends on it in the same namespace goes by itself, and needs it until then. What is
   * elsewhere may stay for good, and must not hold the namespace.
   */
  private Step withNamespace(CustomResource parent, Stream<CustomResource> children) {
    Map<Boolean, List<CustomResource>> here =
        children.collect(
            Collectors.partitioningBy(child -> child.namespace().equals(parent.namespace())));
    if (!here.getOrDefault(true, List.of()).isEmpty()) {
      return waiting(
          new StatusDraft(parent, clock.instant()).phase(Phase.DELETING),
          SWEPT,
          DEPENDENCIES_EXIST,
          "its namespace is being deleted; it goes after the objects there that depend on it");
    }
    List<String> left = Identifiers.of(parent, here.getOrDefault(false, List.of()));
    if (!left.isEmpty()) {
      // no Event can be made there any more
      log.atInfo()
          .addKeyValue("object", parent.key())
          .addKeyValue("dependents", Identifiers.shortened(left))
          .log("goes with its namespace though objects elsewhere depend on it");
    }
    return clear(parent);
  }

  private Step clear(CustomResource parent) {
    if (consented(parent)) {
      events.normal(parent, "CascadeDeleteComplete", "all dependent objects are gone");
    }
    return new Step.Clear();
  }

  /** Not even force removes what another operator looks after: its server objects would stay. */
  private Step waitForOthers(CustomResource parent, Collection<CustomResource> others) {
    return blocked(
        parent,
        DEPENDENCIES_EXIST,
        "%d objects of other operators depend on it: %s; delete them first"
            .formatted(others.size(), Identifiers.shortened(Identifiers.of(parent, others))));
  }

  private Step ask(StatusDraft draft, String message) {
    events.warning(draft.resource(), "ForceDeletePending", message);
    return waiting(
        draft.phase(Phase.PENDING_DELETION), BLOCKED, PENDING_DELETION_CONFIRMATION, message);
  }

  private Step delete(Collection<CustomResource> present, StatusDraft draft, int count) {
    // the consent is on record before the first child goes: a crash in between must not ask again
    Step waiting =
        waiting(
            draft.phase(Phase.DELETING),
            RUNNING,
            CASCADE_DELETING,
            "deleting " + count + " dependent objects");
    present.stream().filter(child -> !child.deleting()).forEach(resources::delete);
    return waiting;
  }

  private Step waiting(StatusDraft draft, Duration delay, String reason, String message) {
    CustomResource written =
        statuses.write(draft.message(message).condition(READY, false, reason, message));
    return new Step.Waiting(
        written, delay, StatusReport.of(draft.resource(), written, reason, message));
  }
}
