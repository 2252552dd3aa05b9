package io.dbprovision.core.instance;

import com.google.inject.Inject;
import io.dbprovision.core.api.CustomResource;
import io.dbprovision.core.api.Keys;
import io.dbprovision.core.deletion.Cascade;
import io.dbprovision.core.status.Reasons;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Notices deletions in mass. One or a few are carried out at once; when most of a server's objects
 * are to go together, nothing is dropped until the user says so. All instances that lead to the
 * server count together. Thread-safe.
 */
public final class DeletionBrake {
  private static final int FEW = 10;

  /** The requests of one command come one after the other: the first waits for the last. */
  private static final Duration GATHERING = Duration.ofSeconds(2);

  private static final Duration LONGEST_WAIT = Duration.ofSeconds(10);

  private final Children children;
  private final SameServer servers;
  private final Cascade cascade;
  private final InstantSource clock;
  private final Map<String, Instant> seen = new ConcurrentHashMap<>();

  /** Of what was found to be one of many, how many: it stays so while the others go one by one. */
  private final Map<String, String> oneOf = new ConcurrentHashMap<>();

  @Inject
  public DeletionBrake(
      Children children, SameServer servers, Cascade cascade, InstantSource clock) {
    this.children = children;
    this.servers = servers;
    this.cascade = cascade;
    this.clock = clock;
  }

  /** What is to be done with an object that would be dropped now. */
  public sealed interface Verdict {
    record Drop() implements Verdict {}

    /** More requests may be on their way. */
    record Wait(Duration delay) implements Verdict {}

    /**
     * @param why a sentence that says what to do
     */
    record Hold(String why) implements Verdict {}
  }

  /**
   * @param resource on its way out, with a server object that would go
   * @param instance that it belongs to
   * @param identity of the server; empty where servers have none
   */
  public Verdict judge(
      CustomResource resource, Tracked kind, CustomResource instance, Optional<String> identity) {
    if (instance.metadata().flagged(Keys.ALLOW_MASS_DELETION)) {
      return new Verdict.Drop();
    }
    List<CustomResource> instances = servers.as(instance);
    List<CustomResource> known =
        instances.stream().flatMap(one -> children.madeOn(one, kind, identity)).toList();
    List<CustomResource> going =
        instances.stream()
            .filter(one -> !agreed(one))
            .flatMap(one -> children.madeOn(one, kind, identity))
            .filter(child -> child.deleting() && kind.dropped(child))
            .toList();
    if (known.size() > FEW) {
      Optional<Duration> wait = gathering(resource, going);
      if (wait.isPresent()) {
        return new Verdict.Wait(wait.get());
      }
      mark(kind, going, before(known, going));
    }
    return Optional.ofNullable(oneOf.get(resource.metadata().uid()))
        .or(() -> held(resource) ? Optional.of("most " + kind.kind().plural()) : Optional.empty())
        .<Verdict>map(many -> new Verdict.Hold(message(many, instance)))
        .orElseGet(Verdict.Drop::new);
  }

  /** What goes with somebody's consent is no reason to hold what is another's. */
  private boolean agreed(CustomResource instance) {
    return instance.metadata().flagged(Keys.ALLOW_MASS_DELETION) || cascade.namespaceGoes(instance);
  }

  private void mark(Tracked kind, List<CustomResource> going, long before) {
    if (going.size() > FEW && going.size() * 2L > before) {
      String many = "%d of %d %s".formatted(going.size(), before, kind.kind().plural());
      going.forEach(one -> oneOf.putIfAbsent(one.metadata().uid(), many));
    }
  }

  /** Before the operator was started anew. */
  private static boolean held(CustomResource resource) {
    return resource.status().objects("conditions").stream()
        .anyMatch(condition -> condition.text("reason", "").equals(Reasons.MASS_DELETION));
  }

  private static String message(String many, CustomResource instance) {
    return "%s of this server were to be deleted at once; none of them is dropped until you annotate %s with %s=true"
        .formatted(many, instance.key(), Keys.ALLOW_MASS_DELETION);
  }

  /** The object is gone, or stays for another reason. */
  public void settled(CustomResource resource) {
    seen.remove(resource.metadata().uid());
    oneOf.remove(resource.metadata().uid());
  }

  private Optional<Duration> gathering(CustomResource resource, List<CustomResource> going) {
    Instant now = clock.instant();
    Instant first =
        Objects.requireNonNullElse(seen.putIfAbsent(resource.metadata().uid(), now), now);
    Instant last =
        going.stream()
            .flatMap(other -> Optional.ofNullable(seen.get(other.metadata().uid())).stream())
            .max(Comparator.naturalOrder())
            .orElse(first);
    boolean more = now.isBefore(last.plus(GATHERING)) && now.isBefore(first.plus(LONGEST_WAIT));
    return more ? Optional.of(GATHERING) : Optional.empty();
  }

  /** What was there when the first request came: others that were made since replace nothing. */
  private static long before(List<CustomResource> known, List<CustomResource> going) {
    Optional<Instant> first =
        going.stream()
            .flatMap(one -> Optional.ofNullable(one.metadata().deletionRequested()).stream())
            .min(Comparator.naturalOrder());
    return known.stream().filter(one -> going.contains(one) || there(one, first)).count();
  }

  private static boolean there(CustomResource one, Optional<Instant> first) {
    Instant created = one.metadata().created();
    return created == null || first.filter(created::isAfter).isEmpty();
  }
}
