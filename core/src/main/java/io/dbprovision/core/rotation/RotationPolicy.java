package io.dbprovision.core.rotation;

import io.dbprovision.core.api.CustomResource;
import io.dbprovision.core.api.Fields;
import io.dbprovision.core.config.GoDuration;
import io.dbprovision.core.status.MadeOn;
import io.dbprovision.spi.EngineException;
import io.dbprovision.spi.ErrorKind;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Optional;
import java.util.stream.Stream;

/** {@code spec.passwordRotation} of a login, understood. Immutable. */
public final class RotationPolicy {
  /** The one login gets a new password; readers that have not seen it yet are locked out. */
  public static final String SINGLE_LOGIN = "single-login";

  /** The one login gets a new password, and the one before works on for the grace period. */
  public static final String DUAL_PASSWORD = "dual-password";

  private static final String TURNS = "role-inheritance";

  /** Beside the role's name in the status: whether the operator made it. */
  public static final String SERVICE_ROLE_MADE = "serviceRoleMade";

  private static final String FIELD = "spec.passwordRotation";

  /** However short the grace period: clients need time to read their Secret again. */
  private static final Duration LEAST_GRACE = Duration.ofMinutes(1);

  /** How far two clocks that are right may be apart. */
  private static final Duration CLOCKS_DIFFER = Duration.ofMinutes(1);

  private static final String GRACE = "gracePeriod";

  /** What becomes of a login that another one has replaced. */
  public enum OldLogin {
    RETAIN,
    DISABLE,
    DELETE
  }

  /** The name of the role that logins share, once they do. */
  private static final String SERVICE_ROLE = "serviceRole";

  private final Fields spec;
  private final Fields recorded;
  private final boolean earlier;
  private final String username;

  private RotationPolicy(Fields spec, Fields recorded, boolean earlier, String username) {
    this.spec = spec;
    this.recorded = recorded;
    this.earlier = earlier;
    this.username = username;
  }

  /** Never fails: what was written wrong must still have a name, and be deletable. */
  public static RotationPolicy of(CustomResource user) {
    return new RotationPolicy(
        user.spec().object("passwordRotation"),
        user.status().object("rotation"),
        !user.status().has(MadeOn.FIELD),
        user.spec().text("username", ""));
  }

  /**
   * The same, of which everything can be read.
   *
   * @throws EngineException INVALID, naming the field
   */
  public static RotationPolicy checked(CustomResource user) {
    RotationPolicy policy = of(user);
    Optional<CronSchedule> _ = policy.schedule();
    Optional<Duration> _ = policy.maxAge();
    Duration _ = policy.grace();
    policy.checkServiceRole();
    return policy;
  }

  /** The rights are with the role that was made first; no other one may take its place unasked. */
  private void checkServiceRole() {
    Optional<String> asked = spec.object(SERVICE_ROLE).text("name");
    Optional<String> shared = recorded.text(SERVICE_ROLE);
    if (asked.isPresent() && shared.isPresent() && !asked.equals(shared)) {
      throw invalid(
          "serviceRole.name",
          "the logins of this user share the role %s, which holds their rights; name that one, or delete this object and make it anew with %s"
              .formatted(shared.get(), asked.get()));
    }
  }

  /**
   * Whether logins take turns, so that nobody is ever locked out. Once they do they go on, if only
   * on request: the rights are with their common role.
   */
  public static boolean takesTurns(CustomResource user) {
    Fields spec = user.spec().object("passwordRotation");
    return user.status().object("rotation").has(SERVICE_ROLE)
        || (spec.flag("enabled", false) && strategy(spec).equals(TURNS));
  }

  /** Whether the manifest asks for changes by themselves. */
  public boolean enabled() {
    return spec.flag("enabled", false);
  }

  /** {@code role-inheritance}, {@link #DUAL_PASSWORD} or {@link #SINGLE_LOGIN}. */
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

  /** Whether the manifest asks that a replaced password of the one login works on. */
  public boolean keepsReplaced() {
    return enabled() && strategy().equals(DUAL_PASSWORD);
  }

  /** The role that the logins share: once there is one, that one. */
  public String serviceRole() {
    return recorded
        .text(SERVICE_ROLE)
        .or(() -> spec.object(SERVICE_ROLE).text("name"))
        .orElse("svc_" + username);
  }

  /**
   * @param longest bytes of UTF-8 that a name may have
   * @throws EngineException INVALID when the role's name is longer, naming the field to change
   */
  public void checkRoleFits(int longest) {
    String role = serviceRole();
    int bytes = LoginNames.bytes(role);
    if (bytes <= longest || recorded.has(SERVICE_ROLE)) {
      return;
    }
    if (spec.object(SERVICE_ROLE).has("name")) {
      throw invalid(
          "serviceRole.name",
          "is %d bytes long; this server holds names of up to %d".formatted(bytes, longest));
    }
    throw EngineException.at(
        ErrorKind.INVALID,
        "spec.username",
        "is %d bytes long, and the role that its logins share would be called \"%s\", which is longer than the %d bytes this server allows. Shorten it to %d bytes, or give the role a name of its own in spec.passwordRotation.serviceRole.name"
            .formatted(
                LoginNames.bytes(username),
                role,
                longest,
                longest - (bytes - LoginNames.bytes(username))));
  }

  /** Whether that role is ours to make; as it was, when the manifest does not speak of it. */
  public boolean makesServiceRole() {
    return spec.has(SERVICE_ROLE)
        ? spec.object(SERVICE_ROLE).flag("autoCreate", true)
        : recorded.flag(SERVICE_ROLE_MADE, true);
  }

  /** Whether the status says that it was made for this user: it may then be worked on. */
  public boolean madeServiceRole() {
    return recorded.has(SERVICE_ROLE) && recorded.flag(SERVICE_ROLE_MADE, earlier);
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

  /**
   * How long a replaced login keeps working, at least a minute.
   *
   * @throws EngineException INVALID, naming the field
   */
  public Duration grace() {
    Duration asked =
        askedGrace()
            .orElseGet(
                () -> Duration.ofDays(spec.object("oldUserPolicy").number("gracePeriodDays", 7)));
    return asked.compareTo(LEAST_GRACE) < 0 ? LEAST_GRACE : asked;
  }

  Optional<Duration> askedGrace() {
    return spec.object("oldUserPolicy")
        .text(GRACE)
        .map(text -> duration("oldUserPolicy." + GRACE, text, false));
  }

  /** Why a grace period that is asked for in so many words is not the one in effect. */
  public Optional<String> graceRaised() {
    return askedGrace()
        .filter(asked -> asked.compareTo(LEAST_GRACE) < 0)
        .map(
            _ ->
                "%s.oldUserPolicy.%s: %s is less than the least there is, 1m, which is in effect: readers need that time to see the new credentials"
                    .formatted(FIELD, GRACE, spec.object("oldUserPolicy").text(GRACE, "")));
  }

  /** Whether a login that owns something is kept. */
  public boolean checksOwnership() {
    return spec.object("oldUserPolicy").flag("ownershipCheck", true);
  }

  /**
   * When the credentials have to change next, by schedule or by age; empty for never by themselves.
   *
   * @param changedAt when they last did
   * @throws EngineException INVALID, naming the field
   */
  public Optional<Instant> next(Instant changedAt) {
    return !enabled()
        ? Optional.empty()
        : Stream.of(schedule().flatMap(cron -> cron.next(changedAt)), maxAge().map(changedAt::plus))
            .flatMap(Optional::stream)
            .min(Instant::compareTo);
  }

  /** The same for a time as a Secret has it; empty also when that is none. */
  public Optional<Instant> next(String changedAt) {
    try {
      return next(Instant.parse(changedAt));
    } catch (DateTimeException e) {
      return Optional.empty();
    }
  }

  /**
   * Whether the credentials have to change by themselves. When a clock that was ahead wrote down
   * the last change, nobody knows how old they are: then they change once more, instead of never
   * until that time.
   *
   * @throws EngineException INVALID, naming the field
   */
  public boolean due(Instant changedAt, Instant now) {
    return next(changedAt).filter(at -> !at.isAfter(now) || ahead(changedAt, now)).isPresent();
  }

  /** Whether only a clock that was wrong can have written down that time. */
  public static boolean ahead(Instant time, Instant now) {
    return time.isAfter(now.plus(CLOCKS_DIFFER));
  }

  private Optional<CronSchedule> schedule() {
    return spec.text("schedule").map(RotationPolicy::cron);
  }

  private Optional<Duration> maxAge() {
    return spec.text("maxAge").map(text -> duration("maxAge", text, true));
  }

  private static CronSchedule cron(String text) {
    try {
      return CronSchedule.parse(text, ZoneOffset.UTC);
    } catch (IllegalArgumentException e) {
      throw invalid("schedule", String.valueOf(e.getMessage())).causedBy(e);
    }
  }

  private static Duration duration(String key, String text, boolean positive) {
    try {
      Duration duration = GoDuration.parse(text);
      if (duration.isPositive() || (duration.isZero() && !positive)) {
        return duration;
      }
    } catch (IllegalArgumentException e) {
      throw invalid(key, String.valueOf(e.getMessage())).causedBy(e);
    }
    throw invalid(
        key,
        "must be a %s duration such as 1h or 720h, got %s"
            .formatted(positive ? "positive" : "non-negative", text));
  }

  private static EngineException invalid(String key, String message) {
    return EngineException.at(ErrorKind.INVALID, FIELD + "." + key, message);
  }
}
