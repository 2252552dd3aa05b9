package io.dbprovision.core.reconcile;

import com.google.inject.Inject;
import io.dbprovision.core.api.CustomResource;
import io.dbprovision.core.rotation.RotationPolicy;
import io.dbprovision.spi.ChangeId;
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
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** What engines are told of logins that take turns, and of the role they share. Thread-safe. */
final class TurnSpecs {
  private final Claims claims;
  private final ServerComment comments;

  @Inject
  TurnSpecs(Claims claims, ServerComment comments) {
    this.claims = claims;
    this.comments = comments;
  }

  /**
   * One of the logins, without a password: who has one adds it.
   *
   * @param pending whether it is still to be handed to its readers
   */
  UserSpec.Builder login(Request request, String name, boolean pending) {
    CustomResource user = request.resource();
    // one of a name that was free a moment ago is ours only by its record, and so is one of which
    // only a Secret speaks
    boolean ours = !pending && TurnTaking.inUse(user).filter(name::equals).isPresent();
    return UserSpec.builder(name, request.owner())
        .provenance(ours ? request.provenance() : Provenance.unknown())
        .comment(comments.render(request.instance(), user))
        .section(request.section())
        .group(RotationPolicy.of(user).serviceRole())
        .issued(Claims.issued(user));
  }

  /** The login in use, to be compared with the server; empty before there is one. */
  Optional<UserSpec> look(Request request) {
    return TurnTaking.active(request.resource()).map(name -> login(request, name, false).build());
  }

  /** A login that goes, as far as its removal needs it. */
  UserSpec removed(Request request, String login) {
    return UserSpec.builder(login, request.owner())
        .provenance(witness(request))
        .section(request.section())
        .build();
  }

  /**
   * What works on the login and on all that goes with it.
   *
   * @param untold logins that go with it, beside those that the status tells of
   * @throws EngineException UNSUPPORTED when the server has no roles that logins could share
   */
  Managed<UserSpec> managed(Request request, List<UserSpec> untold) {
    List<UserSpec> others = new ArrayList<>(untold);
    TurnTaking.predecessors(request.resource())
        .forEach(login -> others.add(removed(request, login)));
    return new TurnTakers(
        users(request),
        roles(request),
        group(request),
        TurnTaking.former(request.resource()),
        others);
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
                .issued(issuedToGroup(user))
                .others(claims.on(user, user, request.server().engine().section()))
                .build())
        : Optional.empty();
  }

  /** The name of that role, when it is on the server and ours. */
  Optional<String> madeGroup(Request request) {
    // what is somebody else's has no removal
    return request
        .server()
        .session()
        .capability(Roles.class)
        .flatMap(
            roles ->
                group(request)
                    .filter(role -> !roles.removal(role, DropMode.DROP).changes().isEmpty()))
        .map(RoleSpec::name);
  }

  /** What a login was given that had the rights itself goes over to the role. */
  private static Set<ChangeId> issuedToGroup(CustomResource user) {
    Set<ChangeId> all = Claims.issued(user);
    Set<ChangeId> issued = new HashSet<>(TurnTakers.issuedToGroup(all));
    if (TurnTaking.former(user).isPresent()) {
      issued.addAll(all);
    }
    return issued;
  }

  /** What the status says of further roles holds only where it holds of the login in use. */
  private static Provenance witness(Request request) {
    return request.provenance().witnessed() ? Provenance.witnessedBefore() : Provenance.unknown();
  }

  /**
   * Asked of the first login before there is a role, or a Secret that says another password than
   * the login has.
   *
   * @throws EngineException CONFLICT or UNSUPPORTED when it is there and not ours
   */
  static void requireOurs(Request request, String login) {
    if (!users(request).names().contains(login)) {
      return;
    }
    Optional<EngineException> conflict = conflict(request, login);
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
  static Optional<EngineException> conflict(Request request, String login) {
    try {
      Plan _ =
          users(request)
              .plan(UserSpec.builder(login, request.owner()).section(request.section()).build());
      return Optional.empty();
    } catch (EngineException e) {
      if (e.kind() == ErrorKind.CONFLICT) {
        return Optional.of(e);
      }
      throw e;
    }
  }

  static Users users(Request request) {
    return request
        .server()
        .session()
        .capability(Users.class)
        .orElseThrow(
            () -> EngineException.of(ErrorKind.UNSUPPORTED, "this server has no logins to make"));
  }

  static boolean hasRoles(Request request) {
    return request.server().session().capability(Roles.class).isPresent();
  }

  /**
   * @throws EngineException UNSUPPORTED when the server has no roles that logins could share
   */
  static void requireRoles(Request request) {
    Roles _ = roles(request);
  }

  static Roles roles(Request request) {
    return request
        .server()
        .session()
        .capability(Roles.class)
        .orElseThrow(
            () ->
                EngineException.at(
                    ErrorKind.UNSUPPORTED,
                    "spec.passwordRotation.strategy",
                    "role-inheritance, which is also meant when nothing is said, lets logins share"
                        + " a role, and this server has no roles; write "
                        + possible(request)));
  }

  private static String possible(Request request) {
    return users(request).keepsReplacedPasswords()
        ? RotationPolicy.DUAL_PASSWORD
            + ", with which the password before works on, or "
            + RotationPolicy.SINGLE_LOGIN
        : RotationPolicy.SINGLE_LOGIN;
  }
}
