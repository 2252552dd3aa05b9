package io.dbprovision.core.reconcile;

import com.google.inject.Inject;
import io.dbprovision.core.api.CustomResource;
import io.dbprovision.core.rotation.RotationPolicy;
import io.dbprovision.spi.EngineException;
import io.dbprovision.spi.ErrorKind;
import io.dbprovision.spi.Managed;
import io.dbprovision.spi.Provenance;
import io.dbprovision.spi.RoleSpec;
import io.dbprovision.spi.Roles;
import io.dbprovision.spi.UserSpec;
import io.dbprovision.spi.Users;
import java.util.List;
import java.util.Optional;

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
    return UserSpec.builder(name, request.owner())
        // one of a name that was free a moment ago is ours only by its record
        .provenance(pending ? Provenance.unknown() : request.provenance())
        .comment(comments.render(request.instance(), user))
        .section(request.section())
        .group(RotationPolicy.of(user).serviceRole())
        .issued(Claims.issued(user));
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
   * @throws EngineException UNSUPPORTED when the server has no roles that logins could share
   */
  Managed<UserSpec> managed(Request request) {
    CustomResource user = request.resource();
    List<UserSpec> predecessors =
        TurnTaking.predecessors(user).stream().map(login -> removed(request, login)).toList();
    return new TurnTakers(users(request), roles(request), group(request), predecessors);
  }

  private Optional<RoleSpec> group(Request request) {
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
    Users users = users(request);
    if (!users.names().contains(login)) {
      return;
    }
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
}
