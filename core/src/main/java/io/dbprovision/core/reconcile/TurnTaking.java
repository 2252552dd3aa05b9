package io.dbprovision.core.reconcile;

import com.google.inject.Inject;
import io.dbprovision.core.api.CustomResource;
import io.dbprovision.core.api.Fields;
import io.dbprovision.core.credential.Access;
import io.dbprovision.core.credential.Turn;
import io.dbprovision.core.credential.Turns;
import io.dbprovision.core.rotation.RotationPolicy;
import io.dbprovision.spi.DropMode;
import io.dbprovision.spi.EngineException;
import io.dbprovision.spi.ErrorKind;
import io.dbprovision.spi.Managed;
import io.dbprovision.spi.Provenance;
import io.dbprovision.spi.RoleSpec;
import io.dbprovision.spi.Roles;
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
  private final Claims claims;
  private final ServerComment comments;
  private final WorkloadRestarts restarts;
  private final InstantSource clock;

  @Inject
  TurnTaking(
      Turns turns,
      Claims claims,
      ServerComment comments,
      WorkloadRestarts restarts,
      InstantSource clock) {
    this.restarts = restarts;
    this.turns = turns;
    this.claims = claims;
    this.comments = comments;
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
    return Stream.concat(
            serviceRole(user).stream(),
            user.status().object(ROTATION).objects("pendingDeletion").stream()
                .flatMap(entry -> entry.text("user").stream()))
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
    Users users = users(request);
    Turn turn =
        turns.read(
            request.resource(),
            policy,
            new Turns.Server(access, users::names, users.longestName()));
    if (turn.firstEver() && users.names().contains(turn.login())) {
      requireOurs(request, users, turn.login());
    }
    return new TurnIntent(request, policy, turn, this);
  }

  /** Asked before there is a role, or a Secret that says another password than the login has. */
  private static void requireOurs(Request request, Users users, String login) {
    try {
      users.plan(
          UserSpec.builder(login, request.owner())
              .provenance(Provenance.unknown())
              .section(request.section())
              .build());
    } catch (EngineException e) {
      if (e.kind() != ErrorKind.CONFLICT || !request.provenance().adopt()) {
        throw e;
      }
      throw EngineException.at(
              ErrorKind.UNSUPPORTED,
              "spec.passwordRotation",
              "the login \"%s\" was there before and keeps its password, so it cannot be the first of logins that take turns; adopt it with passwordRotation.enabled: false. Switched on afterwards, another login takes over and this one works on for its grace period"
                  .formatted(login))
          .causedBy(e);
    }
  }

  UserSpec desired(Request request, RotationPolicy policy, Turn turn) {
    CustomResource user = request.resource();
    return UserSpec.builder(turn.login(), request.owner())
        // one of a name that was free a moment ago is ours only by its record
        .provenance(turn.pending() ? Provenance.unknown() : request.provenance())
        .comment(comments.render(request.instance(), user))
        .section(request.section())
        .group(policy.serviceRole())
        .issued(Claims.issued(user))
        .password(turn.password(), turn.applied())
        .build();
  }

  Managed<UserSpec> managed(Request request) {
    CustomResource user = request.resource();
    RotationPolicy policy = RotationPolicy.of(user);
    List<UserSpec> predecessors =
        user.status().object(ROTATION).objects("pendingDeletion").stream()
            .map(entry -> removed(request, entry.text("user", "")))
            .toList();
    return new TurnTakers(users(request), roles(request), group(request, policy), predecessors);
  }

  private Optional<RoleSpec> group(Request request, RotationPolicy policy) {
    CustomResource user = request.resource();
    return policy.makesServiceRole()
        ? Optional.of(
            RoleSpec.builder(policy.serviceRole(), request.owner())
                .provenance(policy.madeServiceRole() ? witness(request) : Provenance.unknown())
                .comment(comments.render(request.instance(), user))
                .section(request.section())
                .group(user.spec().texts("roles"))
                .issued(TurnTakers.issuedToGroup(Claims.issued(user)))
                .others(claims.on(user, user, request.server().engine().section()))
                .build())
        : Optional.empty();
  }

  UserSpec removed(Request request, String login) {
    return UserSpec.builder(login, request.owner())
        .provenance(witness(request))
        .section(request.section())
        .build();
  }

  /** What the status says of further roles holds only where it holds of the login in use. */
  private static Provenance witness(Request request) {
    return request.provenance().witnessed() ? Provenance.witnessedBefore() : Provenance.unknown();
  }

  void released(CustomResource user, DropMode mode) {
    turns.release(user, mode == DropMode.RETAIN);
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

  static Users users(Request request) {
    return capability(request, Users.class);
  }

  private static Roles roles(Request request) {
    return capability(request, Roles.class);
  }

  private static <C> C capability(Request request, Class<C> type) {
    return request
        .server()
        .session()
        .capability(type)
        .orElseThrow(
            () ->
                EngineException.at(
                    ErrorKind.UNSUPPORTED,
                    "spec.passwordRotation.strategy",
                    "this server has no roles that logins could share; use "
                        + RotationPolicy.SINGLE_LOGIN));
  }

  private static Optional<Instant> instant(String text) {
    try {
      return Optional.of(Instant.parse(text));
    } catch (DateTimeException e) {
      return Optional.empty();
    }
  }
}
