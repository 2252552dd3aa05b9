package io.dbprovision.core.cli.view;

import io.dbprovision.core.api.CustomResource;
import io.dbprovision.core.api.Fields;
import io.dbprovision.core.status.Gates;
import io.dbprovision.core.status.Phase;
import io.dbprovision.core.status.Reasons;
import io.dbprovision.spi.Kind;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * How an object stands, as far as its status tells.
 *
 * @param ready {@code True}, {@code False} or {@code Unknown}
 * @param reason the most precise one there is; may be empty
 * @param message one sentence without the reason before it; empty when there is nothing to say
 * @param since when that came; null where nobody wrote it down
 */
public record State(
    Health health, String ready, String reason, String message, @Nullable Instant since) {
  public static final String NOT_SEEN = "NotSeen";
  public static final String OUTDATED = "Outdated";
  public static final String PAUSED = "Paused";

  private static final String UNKNOWN = "Unknown";

  /** Conditions that say less than that of {@code Synced} beside them. */
  private static final Set<String> GENERAL =
      Set.of(Reasons.RECONCILE_FAILED, Reasons.RECONCILING, Reasons.BACKUP_FAILED);

  /** Whose status speaks of the newest manifest as soon as somebody has looked at it. */
  private static final Set<Kind> FOLLOWED =
      Set.of(Kind.INSTANCE, Kind.DATABASE, Kind.USER, Kind.ROLE, Kind.GRANT);

  public State {
    Objects.requireNonNull(health, "health");
    Objects.requireNonNull(ready, "ready");
    Objects.requireNonNull(reason, "reason");
    Objects.requireNonNull(message, "message");
  }

  public static State of(CustomResource object) {
    Fields ready = condition(object, Reasons.READY).orElse(Fields.empty());
    if (ready.isEmpty()) {
      return paused(object)
          .orElseGet(
              () ->
                  unknown(
                      NOT_SEEN,
                      object.status().text("message").orElse("no operator has looked at it yet"),
                      object.metadata().created()));
    }
    long seen = object.status().number("observedGeneration", 0);
    boolean outdated =
        FOLLOWED.contains(object.kind().spi())
            && !object.deleting()
            && seen > 0
            && seen < object.metadata().generation();
    if (outdated) {
      return paused(object)
          .orElseGet(
              () ->
                  unknown(
                      OUTDATED,
                      "the manifest was changed, and no operator has looked at the change yet",
                      null));
    }
    return ready.text("status", UNKNOWN).equals("True") && !object.deleting()
        ? good(object, ready)
        : bad(object, ready);
  }

  /** A condition by its type; empty without it. */
  public static Optional<Fields> condition(CustomResource object, String type) {
    return object.status().objects("conditions").stream()
        .filter(condition -> condition.text("type", "").equals(type))
        .findFirst();
  }

  /** A time of the status, or of a part of it; empty when there is none. */
  public static Optional<Instant> time(Fields block, String field) {
    try {
      return block.text(field).map(Instant::parse);
    } catch (DateTimeException e) {
      return Optional.empty();
    }
  }

  private static State good(CustomResource object, Fields ready) {
    return Stream.of(Reasons.SYNCED, "Verified", "KeyCurrent")
        .flatMap(type -> condition(object, type).stream())
        .filter(condition -> condition.text("status", "").equals("False"))
        .findFirst()
        .map(odd -> new State(Health.ODD, "True", reason(odd), message(odd), since(odd)))
        .orElseGet(() -> new State(Health.GOOD, "True", reason(ready), "", since(ready)));
  }

  private static State bad(CustomResource object, Fields ready) {
    Fields precise =
        GENERAL.contains(reason(ready))
            ? condition(object, Reasons.SYNCED)
                .filter(synced -> synced.text("status", "").equals("False"))
                .orElse(ready)
            : ready;
    String status = ready.text("status", UNKNOWN);
    boolean failed = object.status().text("phase", "").equals(Phase.FAILED.toString());
    String message = message(precise);
    return new State(
        failed ? Health.BAD : Health.WAITING,
        status.equals("True") ? "False" : status,
        status.equals("True") ? Reasons.DELETING : reason(precise),
        message.isEmpty() || status.equals("True")
            ? object.status().text("message", "it is being deleted")
            : message,
        since(ready));
  }

  private static Optional<State> paused(CustomResource object) {
    return Gates.paused(object)
        ? Optional.of(
            unknown(PAUSED, "an annotation asks that nothing is done for this object", null))
        : Optional.empty();
  }

  private static State unknown(String reason, String message, @Nullable Instant since) {
    return new State(Health.UNKNOWN, UNKNOWN, reason, message, since);
  }

  private static String reason(Fields condition) {
    return condition.text("reason", "");
  }

  /** Messages begin with the reason, which has its own place here. */
  private static String message(Fields condition) {
    String text = condition.text("message", "");
    String reason = reason(condition) + ": ";
    return text.startsWith(reason) ? text.substring(reason.length()) : text;
  }

  private static @Nullable Instant since(Fields condition) {
    return time(condition, "lastTransitionTime").orElse(null);
  }
}
