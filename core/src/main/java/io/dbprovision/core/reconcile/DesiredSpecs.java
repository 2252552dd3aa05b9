package io.dbprovision.core.reconcile;

import com.google.inject.Inject;
import io.dbprovision.core.api.CustomResource;
import io.dbprovision.spi.DatabaseSpec;
import io.dbprovision.spi.RoleSpec;
import io.dbprovision.spi.UserSpec;

/**
 * What engines are told of databases, roles and logins that take no turns: the same whether the
 * operator is about to make them real or somebody only wants to see what that would change. Of
 * grants {@link GrantSpecs} tells, of logins that take turns {@link TurnSpecs}. Thread-safe.
 */
final class DesiredSpecs {
  private final Claims claims;
  private final ServerComment comments;

  @Inject
  DesiredSpecs(Claims claims, ServerComment comments) {
    this.claims = claims;
    this.comments = comments;
  }

  DatabaseSpec database(Request request) {
    CustomResource database = request.resource();
    return DatabaseSpec.builder(ServerNames.of(database), request.owner())
        .provenance(request.provenance())
        .comment(comments.render(request.instance(), database))
        .section(request.section())
        .recorded(request.recordedSection())
        .databaseOwner(database.spec().text("owner").orElse(null))
        .issued(Claims.issued(database))
        .others(claims.within(database, request.server().engine().section()))
        .build();
  }

  /** Without a password: who has one adds it. */
  UserSpec.Builder user(Request request) {
    CustomResource user = request.resource();
    return UserSpec.builder(ServerNames.of(user), request.owner())
        .provenance(request.provenance())
        .comment(comments.render(request.instance(), user))
        .section(request.section())
        .roles(user.spec().texts("roles"))
        .issued(Claims.issued(user))
        .others(claims.on(user, user, request.server().engine().section()));
  }

  RoleSpec role(Request request) {
    CustomResource role = request.resource();
    return RoleSpec.builder(ServerNames.of(role), request.owner())
        .provenance(request.provenance())
        .comment(comments.render(request.instance(), role))
        .section(request.section())
        .issued(Claims.issued(role))
        .others(claims.on(role, role, request.server().engine().section()))
        .build();
  }
}
