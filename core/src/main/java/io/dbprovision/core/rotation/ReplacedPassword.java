package io.dbprovision.core.rotation;

import io.dbprovision.core.api.CustomResource;
import io.dbprovision.core.api.Fields;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * The password that a login had before the one it has, and until when it works on: strategy {@link
 * RotationPolicy#DUAL_PASSWORD}.
 */
public record ReplacedPassword(Instant replacedAt, Instant discardAfter) {
  private static final String FIELD = "previousPassword";
  private static final String BEGUN = "replacedAt";
  private static final String END = "discardAfter";
  private static final String DAYS = "discardOldPasswordAfterDays";

  public ReplacedPassword {
    Objects.requireNonNull(replacedAt, "replacedAt");
    Objects.requireNonNull(discardAfter, "discardAfter");
  }

  /** As the status tells of it; empty when none works on. */
  public static Optional<ReplacedPassword> told(CustomResource user) {
    Fields entry = user.status().object("rotation").object(FIELD);
    return entry.isEmpty()
        ? Optional.empty()
        : Optional.of(
            new ReplacedPassword(instant(entry.text(BEGUN, "")), instant(entry.text(END, ""))));
  }

  /**
   * @param section the key of the engine's block, which has a field of its own for the time
   * @param changedAt when the password in use took the other one's place; of a time that only a
   *     clock can have written which was ahead, the period begins when that is found out
   */
  public static ReplacedPassword since(
      CustomResource user, String section, Instant changedAt, Instant now) {
    Instant begun =
        RotationPolicy.ahead(changedAt, now)
            ? told(user)
                .map(ReplacedPassword::replacedAt)
                .filter(at -> !RotationPolicy.ahead(at, now))
                .orElse(now)
            : changedAt;
    return new ReplacedPassword(begun, begun.plus(grace(user, section)));
  }

  /** {@code gracePeriod} has no default and so wins; the block is there when somebody wrote it. */
  private static Duration grace(CustomResource user, String section) {
    RotationPolicy policy = RotationPolicy.of(user);
    Fields block = user.spec().object("passwordRotation").object(section);
    return policy.askedGrace().isEmpty() && block.has(DAYS)
        ? Duration.ofDays(Math.max(1, block.number(DAYS, 1)))
        : policy.grace();
  }

  /** Whether it has to go. */
  public boolean over(Instant now) {
    return !discardAfter.isAfter(now);
  }

  /** When something has to be done about it. */
  public Instant due(Instant now) {
    return RotationPolicy.ahead(replacedAt, now) ? now : discardAfter;
  }

  /** Adds it to {@code status.rotation}. */
  public void into(Map<String, Object> rotation) {
    Map<String, Object> entry = new LinkedHashMap<>();
    entry.put(BEGUN, replacedAt.toString());
    entry.put(END, discardAfter.toString());
    rotation.put(FIELD, entry);
  }

  /** What nobody can read is long ago. */
  private static Instant instant(String text) {
    try {
      return Instant.parse(text);
    } catch (DateTimeException e) {
      return Instant.EPOCH;
    }
  }
}
