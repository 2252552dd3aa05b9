package io.dbprovision.core.instance;

import static io.dbprovision.core.status.Reasons.CASCADE_DELETING;
import static io.dbprovision.core.status.Reasons.DELETION_PROTECTED;
import static io.dbprovision.core.status.Reasons.DEPENDENCIES_EXIST;
import static io.dbprovision.core.status.Reasons.PENDING_DELETION_CONFIRMATION;
import static io.dbprovision.core.status.Reasons.READY;

import com.google.inject.Inject;
import io.dbprovision.core.api.CustomResource;
import io.dbprovision.core.api.Keys;
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
import java.util.List;

/**
 * Lets an instance go when nothing depends on it any more. Nothing on the server belongs to the
 * instance itself.
 */
public final class InstanceDeletion {
  private static final Duration BLOCKED = Duration.ofSeconds(10);
  private static final Duration CASCADE = Duration.ofSeconds(5);

  /** What became of the request. */
  sealed interface Step {
    record Released() implements Step {}

    record Waiting(Duration delay, Report report) implements Step {}
  }

  private final Resources resources;
  private final Children children;
  private final Namespaces namespaces;
  private final StatusWriter statuses;
  private final Events events;
  private final InstantSource clock;

  @Inject
  InstanceDeletion(
      Resources resources,
      Children children,
      Namespaces namespaces,
      StatusWriter statuses,
      Events events,
      InstantSource clock) {
    this.resources = resources;
    this.children = children;
    this.namespaces = namespaces;
    this.statuses = statuses;
    this.events = events;
    this.clock = clock;
  }

  /** The instance is going with everything that belongs to it, and the user agreed to that. */
  public static boolean cascading(CustomResource instance) {
    return instance.deleting()
        && Gates.forced(instance)
        && instance.status().object(DeletionConsent.BLOCK).has("required")
        && !instance.status().object(DeletionConsent.BLOCK).flag("required", true);
  }

  /** It is being deleted, by itself or with its namespace. */
  boolean goes(CustomResource instance) {
    return instance.deleting() || namespaceTerminating(instance);
  }

  Step advance(CustomResource instance) {
    boolean forced = Gates.forced(instance);
    if (instance.spec().flag("deletionProtection", true)
        && !forced
        && !namespaceTerminating(instance)) {
      return blocked(
          instance,
          DELETION_PROTECTED,
          "spec.deletionProtection is true; set it to false, or annotate the object with %s=true"
              .formatted(Keys.FORCE_DELETE));
    }
    List<CustomResource> present = children.of(instance.key());
    if (present.isEmpty()) {
      List<CustomResource> others = children.ofOthers(instance.key());
      return others.isEmpty() ? release(instance) : waitFor(instance, others);
    }
    List<String> identifiers =
        present.stream().map(child -> Children.identifier(instance.key(), child)).toList();
    if (!forced) {
      return blocked(
          instance,
          DEPENDENCIES_EXIST,
          "%d objects depend on it: %s; delete them first"
              .formatted(identifiers.size(), shortened(identifiers)));
    }
    DeletionConsent consent = DeletionConsent.of(instance, identifiers);
    return consent.given() ? cascade(instance, consent, present) : ask(instance, consent);
  }

  /** Not even force removes what another operator looks after: its server objects would stay. */
  private Step waitFor(CustomResource instance, List<CustomResource> others) {
    return blocked(
        instance,
        DEPENDENCIES_EXIST,
        "%d objects of other operators depend on it: %s; delete them first"
            .formatted(
                others.size(),
                shortened(
                    others.stream()
                        .map(child -> Children.identifier(instance.key(), child))
                        .toList())));
  }

  private Step release(CustomResource instance) {
    if (instance.status().has(DeletionConsent.BLOCK)) {
      events.normal(instance, "CascadeDeleteComplete", "all dependent objects are gone");
    }
    resources.removeFinalizers(instance);
    return new Step.Released();
  }

  private Step blocked(CustomResource instance, String reason, String message) {
    StatusDraft draft =
        new StatusDraft(instance, clock.instant())
            .phase(Phase.FAILED)
            .message(message)
            .set(DeletionConsent.BLOCK, null)
            .condition(READY, false, reason, message);
    events.warning(instance, "DeletionBlocked", message);
    return waiting(draft, BLOCKED, reason, message);
  }

  private Step ask(CustomResource instance, DeletionConsent consent) {
    StatusDraft draft =
        new StatusDraft(instance, clock.instant())
            .phase(Phase.PENDING_DELETION)
            .message(consent.message())
            .set(DeletionConsent.BLOCK, consent.block())
            .condition(READY, false, PENDING_DELETION_CONFIRMATION, consent.message());
    events.warning(instance, "ForceDeletePending", consent.message());
    return waiting(draft, BLOCKED, PENDING_DELETION_CONFIRMATION, consent.message());
  }

  private Step cascade(
      CustomResource instance, DeletionConsent consent, List<CustomResource> present) {
    StatusDraft draft =
        new StatusDraft(instance, clock.instant())
            .phase(Phase.DELETING)
            .message(consent.message())
            .set(DeletionConsent.BLOCK, consent.block())
            .condition(READY, false, CASCADE_DELETING, consent.message());
    // the consent is on record before the first child goes: a crash in between must not ask again
    Step waiting = waiting(draft, CASCADE, CASCADE_DELETING, consent.message());
    present.stream().filter(child -> !child.deleting()).forEach(resources::delete);
    return waiting;
  }

  private Step waiting(StatusDraft draft, Duration delay, String reason, String message) {
    CustomResource written = statuses.write(draft);
    return new Step.Waiting(delay, StatusReport.of(draft.resource(), written, reason, message));
  }

  private boolean namespaceTerminating(CustomResource instance) {
    return namespaces
        .get(instance.namespace())
        .filter(Namespaces.Namespace::terminating)
        .isPresent();
  }

  private static String shortened(List<String> identifiers) {
    int shown = 10;
    return identifiers.size() <= shown
        ? String.join(", ", identifiers)
        : String.join(", ", identifiers.subList(0, shown)) + ", …";
  }
}
