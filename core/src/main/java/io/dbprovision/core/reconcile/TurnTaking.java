package io.dbprovision.core.reconcile;

import com.google.inject.Inject;
import io.dbprovision.core.api.CustomResource;
import io.dbprovision.core.api.Fields;
import io.dbprovision.core.credential.Access;
import io.dbprovision.core.credential.Turn;
import io.dbprovision.core.credential.Turns;
import io.dbprovision.core.rotation.RotationPolicy;
import io.dbprovision.spi.DropMode;
import io.dbprovision.spi.UserSpec;
import io.dbprovision.spi.Users;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** The side of {@link UserKind} that lets logins take turns. */
final class TurnTaking {
  private static final String ROTATION = "rotation";

  private final Turns turns;
  private final TurnSpecs specs;
  private final WorkloadRestarts restarts;
  private final InstantSource clock;

  @Inject
  TurnTaking(Turns turns, TurnSpecs specs, WorkloadRestarts restarts, InstantSource clock) {
    this.restarts = restarts;
    this.turns = turns;
    this.specs = specs;
    this.clock = clock;
  }

  /** The login in use; empty before there is one. */
  static Optional<String> active(CustomResource user) {
    return user.status().object(ROTATION).text("activeUser");
  }

  /** The role that holds the rights; empty when the login has its own. */
  static Optional<String> serviceRole(CustomResource user) {
    return user.status().object(ROTATION).text("serviceRole");
  }

  /** The roles that go with the login in use: the one they share, and its predecessors. */
  static List<String> others(CustomResource user) {
    return Stream.concat(serviceRole(user).stream(), predecessors(user).stream()).toList();
  }

  /** Logins that were replaced and may still be there. */
  static List<String> predecessors(CustomResource user) {
    return user.status().object(ROTATION).objects("pendingDeletion").stream()
        .flatMap(entry -> entry.text("user").stream())
        .toList();
  }

  /** When something has to be done by itself. */
  static Optional<Instant> due(CustomResource user) {
    Fields rotation = user.status().object(ROTATION);
    return Stream.concat(
            rotation.text("nextRotationAt").stream(),
            rotation.objects("pendingDeletion").stream()
                .filter(entry -> !entry.text("status", "").equals("disabled"))
                .flatMap(entry -> entry.text("deleteAfter").stream()))
        .flatMap(text -> instant(text).stream())
        .min(Instant::compareTo);
  }

  Optional<String> versionSeen(CustomResource user) {
    return turns.versionSeen(user);
  }

  Intent<UserSpec> intent(Request request, Access access) {
    RotationPolicy policy = RotationPolicy.checked(request.resource());
    Users users = TurnSpecs.users(request);
    Turn turn =
        turns.read(
            request.resource(),
            policy,
            new Turns.Server(access, users::names, users.longestName()));
    if (turn.firstEver()) {
      TurnSpecs.requireOurs(request, turn.login());
    }
    return new TurnIntent(request, policy, turn, this);
  }

  void released(CustomResource user, DropMode mode) {
    turns.release(user, mode == DropMode.RETAIN);
  }

  TurnSpecs specs() {
    return specs;
  }

  Turns turns() {
    return turns;
  }

  WorkloadRestarts restarts() {
    return restarts;
  }

  Instant now() {
    return clock.instant();
  }

  private static Optional<Instant> instant(String text) {
    try {
      return Optional.of(Instant.parse(text));
    } catch (DateTimeException e) {
      return Optional.empty();
    }
  }
}
