package io.dbprovision.core.reconcile;

import com.google.inject.Inject;
import io.dbprovision.core.api.CustomResource;
import io.dbprovision.core.credential.Access;
import io.dbprovision.core.credential.Turn;
import io.dbprovision.core.credential.Turns;
import io.dbprovision.core.reference.CrossRefs;
import io.dbprovision.core.rotation.ReplacedPassword;
import io.dbprovision.core.rotation.RotationPolicy;
import io.dbprovision.spi.UserSpec;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BooleanSupplier;

/**
 * The side of {@link UserKind} that changes a login's password while the one before works on. It is
 * a turn of the one login: kept in a Secret of the operator's before the server learns of it, and
 * given to the readers when it works there.
 */
final class PasswordKeeping {
  private final Turns turns;
  private final DesiredSpecs specs;
  private final WorkloadRestarts restarts;
  private final InstantSource clock;

  @Inject
  PasswordKeeping(Turns turns, DesiredSpecs specs, WorkloadRestarts restarts, InstantSource clock) {
    this.turns = turns;
    this.specs = specs;
    this.restarts = restarts;
    this.clock = clock;
  }

  /** Whether the manifest asks for that, and for passwords of our own making. */
  static boolean asked(CustomResource user) {
    return RotationPolicy.of(user).keepsReplaced()
        && !RotationPolicy.takesTurns(user)
        && CrossRefs.password(user).isEmpty();
  }

  /** Whether the server can hold two passwords of a login. */
  static boolean possible(Request request) {
    return TurnSpecs.users(request).keepsReplacedPasswords();
  }

  /**
   * Whether that is what is done.
   *
   * @param adopted whether the login has a password that no Secret tells of: it stays until another
   *     one is asked for
   */
  static boolean inEffect(Request request, BooleanSupplier adopted) {
    CustomResource user = request.resource();
    return asked(user)
        && possible(request)
        && (user.status().has("secret") || RotationWait.asked(user) || !adopted.getAsBoolean());
  }

  Optional<String> versionSeen(CustomResource user) {
    return turns.versionSeen(user);
  }

  Intent<UserSpec> intent(Request request, Access access) {
    RotationPolicy policy = RotationPolicy.checked(request.resource());
    Turn turn =
        turns.read(
            request.resource(),
            policy,
            new Turns.Server(access, Set::of, _ -> false, Integer.MAX_VALUE));
    return new PasswordKeepingIntent(request, policy, turn, this);
  }

  void released(CustomResource user, boolean keep) {
    turns.release(user, keep);
  }

  /** Of a login whose passwords are not kept any more: the last one that was has its time, too. */
  boolean discards(CustomResource user, Instant now) {
    return ReplacedPassword.told(user).filter(password -> password.over(now)).isPresent();
  }

  /** A status block that goes on telling of a password that works on; writable. */
  Map<String, Object> told(CustomResource user, Instant now) {
    Map<String, Object> rotation = new LinkedHashMap<>();
    ReplacedPassword.told(user)
        .filter(password -> !password.over(now))
        .ifPresent(password -> password.into(rotation));
    return rotation;
  }

  Turns turns() {
    return turns;
  }

  DesiredSpecs specs() {
    return specs;
  }

  WorkloadRestarts restarts() {
    return restarts;
  }

  Instant now() {
    return clock.instant();
  }
}
