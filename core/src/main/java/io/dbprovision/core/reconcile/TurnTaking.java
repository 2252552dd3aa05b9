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
import io.dbprovision.spi.Plan;
import io.dbprovision.spi.Provenance;
import io.dbprovision.spi.RoleSpec;
import io.dbprovision.spi.Roles;
import io.dbprovision.spi.UserSpec;
import io.dbprovision.spi.Users;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
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

  /** The same, or the one that had the rights itself before there were turns. */
  static Optional<String> inUse(CustomResource user) {
    return active(user).or(() -> user.status().object("user").text("username"));
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
  List<Instant> due(CustomResource user) {
    Fields rotation = user.status().object(ROTATION);
    return Stream.concat(
            due(rotation, "lastRotatedAt", "nextRotationAt").stream(),
            rotation.objects("pendingDeletion").stream()
                .filter(entry -> !entry.text("status", "").equals("disabled"))
                .flatMap(entry -> due(entry, "deprecatedAt", "deleteAfter").stream()))
        .toList();
  }

  /** By a clock that was ahead it would be far too late. */
  private Optional<Instant> due(Fields entry, String begun, String end) {
    Instant now = clock.instant();
    boolean ahead =
        instant(entry.text(begun, "")).filter(at -> RotationPolicy.ahead(at, now)).isPresent();
    return instant(entry.text(end, "")).map(at -> ahead ? now : at);
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
            new Turns.Server(
                access,
                users::names,
                login -> conflict(request, users, login).isPresent(),
                users.longestName()));
    if (turn.firstEver() && users.names().contains(turn.login())) {
      requireOurs(request, users, turn.login());
    }
    return new TurnIntent(request, policy, turn, this);
  }

  /** Asked before there is a role, or a Secret that says another password than the login has. */
  private static void requireOurs(Request request, Users users, String login) {
    Optional<EngineException> conflict = conflict(request, users, login);
    if (conflict.isEmpty()) {
      return;
    }
    if (!request.provenance().adopt()) {
      throw conflict.get();
    }
    throw EngineException.at(
            ErrorKind.UNSUPPORTED,
            "spec.passwordRotation",
            "the login \"%s\" was there before and keeps its password, so it cannot be the first of logins that take turns; adopt it with passwordRotation.enabled: false. Switched on afterwards, another login takes over and this one works on for its grace period"
                .formatted(login))
        .causedBy(conflict.get());
  }

  /** What the server says of a login that is there and, by its record, not this object's. */
  private static Optional<EngineException> conflict(Request request, Users users, String login) {
    try {
      Plan _ =
          users.plan(UserSpec.builder(login, request.owner()).section(request.section()).build());
      return Optional.empty();
    } catch (EngineException e) {
      if (e.kind() == ErrorKind.CONFLICT) {
        return Optional.of(e);
      }
      throw e;
    }
  }

  UserSpec desired(Request request, RotationPolicy policy, Turn turn) {
    return login(request, policy, turn.login())
        .provenance(ours(request, turn) ? request.provenance() : Provenance.unknown())
        .password(turn.password(), turn.applied())
        .build();
  }

  /**
   * One of a name that was free a moment ago is ours only by its record, and so is one of which
   * only a Secret speaks.
   */
  private static boolean ours(Request request, Turn turn) {
    return !turn.pending() && inUse(request.resource()).filter(turn.login()::equals).isPresent();
  }

  private UserSpec.Builder login(Request request, RotationPolicy policy, String name) {
    CustomResource user = request.resource();
    return UserSpec.builder(name, request.owner())
        .provenance(request.provenance())
        .comment(comments.render(request.instance(), user))
        .section(request.section())
        .group(policy.serviceRole())
        .issued(Claims.issued(user));
  }

  /** The login in use, to be compared with the server; empty before there is one. */
  Optional<UserSpec> look(Request request) {
    RotationPolicy policy = RotationPolicy.of(request.resource());
    return active(request.resource()).map(name -> login(request, policy, name).build());
  }

  Managed<UserSpec> managed(Request request) {
    CustomResource user = request.resource();
    List<UserSpec> others = new ArrayList<>();
    user.status().object(ROTATION).objects("pendingDeletion").stream()
        .map(entry -> removed(request, entry.text("user", "")))
        .forEach(others::add);
    if (user.deleting()) {
      others.addAll(untold(request, others));
    }
    return new TurnTakers(users(request), roles(request), group(request), others);
  }

  /** A kill may have come between a turn and the status: those logins go with the rest, too. */
  private List<UserSpec> untold(Request request, List<UserSpec> told) {
    Set<String> known = new HashSet<>(told.stream().map(UserSpec::name).toList());
    inUse(request.resource()).ifPresent(known::add);
    return turns.logins(request.resource()).stream()
        .filter(login -> !known.contains(login))
        .map(login -> UserSpec.builder(login, request.owner()).section(request.section()).build())
        .toList();
  }

  /** The role that logins share; empty when it is not ours to make. */
  Optional<RoleSpec> group(Request request) {
    CustomResource user = request.resource();
    RotationPolicy policy = RotationPolicy.of(user);
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

  static Roles roles(Request request) {
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
