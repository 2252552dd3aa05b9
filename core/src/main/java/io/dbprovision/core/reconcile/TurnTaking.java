package io.dbprovision.core.reconcile;

import com.google.inject.Inject;
import io.dbprovision.core.api.CustomResource;
import io.dbprovision.core.api.Fields;
import io.dbprovision.core.credential.Access;
import io.dbprovision.core.credential.Turn;
import io.dbprovision.core.credential.Turns;
import io.dbprovision.core.rotation.ReplacedPassword;
import io.dbprovision.core.rotation.RotationPolicy;
import io.dbprovision.spi.DropMode;
import io.dbprovision.spi.Managed;
import io.dbprovision.spi.UserSpec;
import io.dbprovision.spi.Users;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** The side of {@link UserKind} that lets logins take turns. */
final class TurnTaking {
  private static final String ROTATION = "rotation";

  private final Turns turns;
  private final TurnSpecs specs;
  private final WorkloadRestarts restarts;
  private final InstantSource clock;
  private final TurnBeginning beginning;

  @Inject
  TurnTaking(
      Turns turns,
      TurnSpecs specs,
      TurnBeginning beginning,
      WorkloadRestarts restarts,
      InstantSource clock) {
    this.beginning = beginning;
    this.restarts = restarts;
    this.turns = turns;
    this.specs = specs;
    this.clock = clock;
  }

  /** The login in use; empty before there is one. */
  static Optional<String> active(CustomResource user) {
    return user.status().object(ROTATION).text("activeUser");
  }

  /** The same, or the one that had the rights itself before there were turns. */
  static Optional<String> inUse(CustomResource user) {
    return active(user).or(() -> user.status().object("user").text("username"));
  }

  /** The login that has the rights itself, as long as there are no turns yet. */
  static Optional<String> former(CustomResource user) {
    return serviceRole(user).isPresent()
        ? Optional.empty()
        : user.status().object("user").text("username");
  }

  /** The role that holds the rights; empty when the login has its own. */
  static Optional<String> serviceRole(CustomResource user) {
    return user.status().object(ROTATION).text("serviceRole");
  }

  /** Logins that were replaced and may still be there. */
  static List<String> predecessors(CustomResource user) {
    return user.status().object(ROTATION).objects("pendingDeletion").stream()
        .flatMap(entry -> entry.text("user").stream())
        .toList();
  }

  /** When something has to be done by itself. */
  static List<Instant> due(CustomResource user, Instant now) {
    Fields rotation = user.status().object(ROTATION);
    Stream<Instant> replaced =
        ReplacedPassword.told(user).stream().map(password -> password.due(now));
    return Stream.concat(
            replaced,
            Stream.concat(
                due(rotation, now, "lastRotatedAt", "nextRotationAt").stream(),
                rotation.objects("pendingDeletion").stream()
                    .filter(entry -> !entry.text("status", "").equals("disabled"))
                    .flatMap(entry -> due(entry, now, "deprecatedAt", "deleteAfter").stream())))
        .toList();
  }

  /** By a clock that was ahead it would be far too late. */
  private static Optional<Instant> due(Fields entry, Instant now, String begun, String end) {
    boolean ahead =
        instant(entry.text(begun, "")).filter(at -> RotationPolicy.ahead(at, now)).isPresent();
    return instant(entry.text(end, "")).map(at -> ahead ? now : at);
  }

  Optional<String> versionSeen(CustomResource user) {
    return turns.versionSeen(user);
  }

  Intent<UserSpec> intent(Request request, Access access) {
    RotationPolicy policy = RotationPolicy.checked(request.resource());
    TurnSpecs.requireRoles(request);
    Users users = TurnSpecs.users(request);
    policy.checkRoleFits(users.longestName());
    Turn turn =
        turns.read(
            request.resource(),
            policy,
            new Turns.Server(
                access,
                users::names,
                login -> TurnSpecs.conflict(request, login).isPresent(),
                users.longestName()));
    if (turn.firstEver()) {
      TurnSpecs.requireOurs(request, turn.login());
    }
    beginning.check(request, policy, turn.login());
    boolean begun = serviceRole(request.resource()).isPresent();
    List<String> forgotten =
        turn.lost() && begun ? ForgottenLogins.of(request, turn.logins()) : List.of();
    return new TurnIntent(request, policy, turn, forgotten, this);
  }

  Managed<UserSpec> managed(Request request) {
    if (request.resource().deleting() && !TurnSpecs.hasRoles(request)) {
      return TurnSpecs.users(request); // there never was a turn, and what is there has to go
    }
    return specs.managed(request, request.resource().deleting() ? untold(request) : List.of());
  }

  /** A kill may have come between a turn and the status: those logins go with the rest, too. */
  private List<UserSpec> untold(Request request) {
    CustomResource user = request.resource();
    Set<String> known = new HashSet<>(predecessors(user));
    inUse(user).ifPresent(known::add);
    Set<String> told = turns.logins(user);
    return (told.isEmpty() ? ForgottenLogins.of(request, told) : told)
        .stream()
            .filter(login -> !known.contains(login))
            .map(
                login ->
                    UserSpec.builder(login, request.owner()).section(request.section()).build())
            .toList();
  }

  /** The roles that go with the login in use: the one they share, and its predecessors. */
  Set<String> others(Request request) {
    CustomResource user = request.resource();
    Set<String> names = new LinkedHashSet<>();
    serviceRole(user).or(() -> unrecorded(request)).ifPresent(names::add);
    names.addAll(predecessors(user));
    return names;
  }

  /** The role, when somebody was ended between making it and writing the status. */
  private Optional<String> unrecorded(Request request) {
    return RotationPolicy.takesTurns(request.resource())
        ? specs.madeGroup(request)
        : Optional.empty();
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
