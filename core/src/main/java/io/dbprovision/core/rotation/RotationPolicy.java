package io.dbprovision.core.rotation;

import io.dbprovision.core.api.CustomResource;
import io.dbprovision.core.api.Fields;
import io.dbprovision.core.config.GoDuration;
import io.dbprovision.spi.EngineException;
import io.dbprovision.spi.ErrorKind;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** {@code spec.passwordRotation} of a login, understood. Immutable. */
public final class RotationPolicy {
  /** The one login gets a new password; readers that have not seen it yet are locked out. */
  public static final String SINGLE_LOGIN = "single-login";

  private static final String TURNS = "role-inheritance";
  private static final String FIELD = "spec.passwordRotation";

  /** However short the grace period: clients need time to read their Secret again. */
  private static final Duration LEAST_GRACE = Duration.ofMinutes(1);

  /** What becomes of a login that another one has replaced. */
  public enum OldLogin {
    RETAIN,
    DISABLE,
    DELETE
  }

  private final Fields spec;
  private final String username;
  private final @Nullable CronSchedule schedule;
  private final @Nullable Duration maxAge;
  private final Duration grace;

  private RotationPolicy(Fields spec, String username) {
    this.spec = spec;
    this.username = username;
    this.schedule = spec.text("schedule").map(RotationPolicy::schedule).orElse(null);
    this.maxAge = spec.text("maxAge").map(text -> duration("maxAge", text)).orElse(null);
    Fields old = spec.object("oldUserPolicy");
    Duration asked =
        old.text("gracePeriod")
            .map(text -> duration("oldUserPolicy.gracePeriod", text))
            .orElseGet(() -> Duration.ofDays(old.number("gracePeriodDays", 7)));
    this.grace = asked.compareTo(LEAST_GRACE) < 0 ? LEAST_GRACE : asked;
  }

  /**
   * @throws EngineException INVALID, naming the field
   */
  public static RotationPolicy of(CustomResource user) {
    return new RotationPolicy(
        user.spec().object("passwordRotation"), user.spec().text("username", ""));
  }

  /**
   * Whether logins take turns, so that nobody is ever locked out. Once they do they go on, if only
   * on request: the rights are with their common role.
   */
  public static boolean takesTurns(CustomResource user) {
    Fields spec = user.spec().object("passwordRotation");
    return user.status().object("rotation").has("serviceRole")
        || (spec.flag("enabled", false) && strategy(spec).equals(TURNS));
  }

  /** Whether the manifest asks for changes by themselves. */
  public boolean enabled() {
    return spec.flag("enabled", false);
  }

  /** {@code role-inheritance}, {@code dual-password} or {@link #SINGLE_LOGIN}. */
  public String strategy() {
    return strategy(spec);
  }

  /** Whether the manifest asks for logins that take turns, or for nothing at all. */
  public boolean turns() {
    return !enabled() || strategy().equals(TURNS);
  }

  private static String strategy(Fields spec) {
    return spec.text("strategy", TURNS);
  }

  /** Whether this version can do what the manifest asks for. */
  public boolean supported() {
    return !enabled() || strategy().equals(TURNS) || strategy().equals(SINGLE_LOGIN);
  }

  /** The role that the logins share. */
  public String serviceRole() {
    return spec.object("serviceRole").text("name", "svc_" + username);
  }

  /** Whether that role is ours to make. */
  public boolean makesServiceRole() {
    return spec.object("serviceRole").flag("autoCreate", true);
  }

  /** The template of login names. */
  public String naming() {
    return spec.text("userNaming", "{{.Username}}_{{.Date}}");
  }

  public OldLogin oldLogin() {
    return switch (spec.object("oldUserPolicy").text("action", "delete")) {
      case "retain" -> OldLogin.RETAIN;
      case "disable" -> OldLogin.DISABLE;
      default -> OldLogin.DELETE;
    };
  }

  /** How long a replaced login keeps working, at least a minute. */
  public Duration grace() {
    return grace;
  }

  /** Whether a login that owns something is kept. */
  public boolean checksOwnership() {
    return spec.object("oldUserPolicy").flag("ownershipCheck", true);
  }

  /**
   * When the credentials have to change next, by schedule or by age; empty for never by themselves.
   *
   * @param changedAt when they last did
   */
  public Optional<Instant> next(Instant changedAt) {
    return !enabled()
        ? Optional.empty()
        : Stream.of(
                Optional.ofNullable(schedule).flatMap(cron -> cron.next(changedAt)),
                Optional.ofNullable(maxAge).map(changedAt::plus))
            .flatMap(Optional::stream)
            .min(Instant::compareTo);
  }

  private static CronSchedule schedule(String text) {
    try {
      return CronSchedule.parse(text, ZoneOffset.UTC);
    } catch (IllegalArgumentException e) {
      throw invalid("schedule", String.valueOf(e.getMessage())).causedBy(e);
    }
  }

  private static Duration duration(String key, String text) {
    try {
      Duration duration = GoDuration.parse(text);
      if (!duration.isNegative() && !duration.isZero()) {
        return duration;
      }
    } catch (IllegalArgumentException e) {
      throw invalid(key, String.valueOf(e.getMessage())).causedBy(e);
    }
    throw invalid(key, "must be a positive duration such as 1h or 720h, got " + text);
  }

  private static EngineException invalid(String key, String message) {
    return EngineException.at(ErrorKind.INVALID, FIELD + "." + key, message);
  }
}
