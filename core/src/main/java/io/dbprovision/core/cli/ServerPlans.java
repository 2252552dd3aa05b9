package io.dbprovision.core.cli;

import io.dbprovision.core.api.CustomResource;
import io.dbprovision.core.reference.Refs;
import io.dbprovision.core.rotation.RotationPolicy;
import io.dbprovision.spi.ChangeId;
import io.dbprovision.spi.Claim;
import io.dbprovision.spi.DatabaseSpec;
import io.dbprovision.spi.Databases;
import io.dbprovision.spi.EngineException;
import io.dbprovision.spi.ErrorKind;
import io.dbprovision.spi.GrantSpec;
import io.dbprovision.spi.Grants;
import io.dbprovision.spi.Kind;
import io.dbprovision.spi.Owner;
import io.dbprovision.spi.OwnershipRecord;
import io.dbprovision.spi.Plan;
import io.dbprovision.spi.Provenance;
import io.dbprovision.spi.RoleSpec;
import io.dbprovision.spi.Roles;
import io.dbprovision.spi.Section;
import io.dbprovision.spi.Session;
import io.dbprovision.spi.UserSpec;
import io.dbprovision.spi.Users;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/** Asks a server for the plan of a manifest, with what the other manifests say of the same. */
final class ServerPlans {
  private final String section;
  private final Session session;
  private final ManifestSet manifests;
  private final Tenant tenant;

  ServerPlans(String section, Session session, ManifestSet manifests) {
    this.section = section;
    this.session = session;
    this.manifests = manifests;
    this.tenant = Tenant.of(manifests, this::recorded);
  }

  /** The field of the kind that has the name inside the server; empty where it is elsewhere. */
  static Optional<String> nameField(Kind kind) {
    return kind.equals(Kind.DATABASE)
        ? Optional.of("name")
        : kind.equals(Kind.USER)
            ? Optional.of("username")
            : kind.equals(Kind.ROLE) ? Optional.of("roleName") : Optional.empty();
  }

  /** Whom the server has on record for it; empty for what has no record of its own. */
  Optional<Owner> recorded(CustomResource resource) {
    return nameField(resource.kind().spi())
        .flatMap(resource.spec()::text)
        .flatMap(name -> recorded(resource.kind().spi(), name));
  }

  private Optional<Owner> recorded(Kind kind, String name) {
    return session
        .capability(OwnershipRecord.class)
        .flatMap(records -> records.ownerOf(kind, name));
  }

  /**
   * @throws EngineException when there can be no plan, naming the field
   */
  Plan plan(CustomResource resource, Optional<Owner> recorded) {
    Kind kind = resource.kind().spi();
    Provenance provenance = Provenance.adopted(recorded.orElse(null));
    if (kind.equals(Kind.DATABASE)) {
      return database(resource, provenance);
    }
    if (kind.equals(Kind.USER)) {
      return user(resource, provenance);
    }
    return kind.equals(Kind.ROLE) ? role(resource, provenance) : grant(resource);
  }

  private Plan database(CustomResource database, Provenance provenance) {
    return capability(Databases.class)
        .plan(
            DatabaseSpec.builder(database.spec().text("name", ""), tenant.owner(database))
                .provenance(provenance)
                .section(block(database))
                .recorded(
                    Section.of("status." + section, database.status().object(section).values()))
                .databaseOwner(database.spec().text("owner").orElse(null))
                .issued(issued(database))
                .others(within())
                .build());
  }

  private Plan user(CustomResource user, Provenance provenance) {
    return capability(Users.class)
        .plan(
            UserSpec.builder(user.spec().text("username", ""), tenant.owner(user))
                .provenance(provenance)
                .section(block(user))
                .roles(user.spec().texts("roles"))
                .issued(issued(user))
                .others(claims(user, grant -> true))
                .build());
  }

  private Plan role(CustomResource role, Provenance provenance) {
    return capability(Roles.class)
        .plan(
            RoleSpec.builder(role.spec().text("roleName", ""), tenant.owner(role))
                .provenance(provenance)
                .section(block(role))
                .issued(issued(role))
                .others(claims(role, grant -> true))
                .build());
  }

  private Plan grant(CustomResource grant) {
    String field = grant.spec().has("userRef") ? "spec.userRef" : "spec.roleRef";
    CustomResource grantee =
        Refs.grantee(grant)
            .flatMap(manifests::find)
            .orElseThrow(
                () ->
                    EngineException.at(
                        ErrorKind.INVALID,
                        field,
                        "%s is not among the manifests; name its file, too"
                            .formatted(
                                Refs.grantee(grant).map(Object::toString).orElse("its grantee"))));
    return capability(Grants.class)
        .plan(
            GrantSpec.builder(login(grantee), tenant.owner(grant), claim(grantee))
                .section(block(grant))
                .issued(issued(grant))
                .others(claims(grantee, other -> !other.key().equals(grant.key())))
                .build());
  }

  /** The rights of logins that take turns are with the role they share. */
  private static String login(CustomResource grantee) {
    if (!grantee.kind().spi().equals(Kind.USER)) {
      return grantee.spec().text("roleName", "");
    }
    return RotationPolicy.takesTurns(grantee)
        ? RotationPolicy.of(grantee).serviceRole()
        : grantee.spec().text("username", "");
  }

  private List<Claim> claims(CustomResource grantee, Predicate<CustomResource> counts) {
    return manifests.grantsOn(grantee).stream().filter(counts).map(this::claim).toList();
  }

  /** What the grants give within databases; which those are, the engine knows. */
  private List<Claim> within() {
    return manifests.all().stream()
        .filter(resource -> resource.kind().spi().equals(Kind.GRANT))
        .flatMap(
            grant ->
                Refs.grantee(grant).flatMap(manifests::find).stream()
                    .map(grantee -> claim(grant).to(login(grantee))))
        .toList();
  }

  private Claim claim(CustomResource resource) {
    return Claim.of(resource.kind().spi(), tenant.owner(resource), block(resource))
        .withRoles(resource.spec().texts("roles"));
  }

  private Section block(CustomResource resource) {
    return Section.of("spec." + section, resource.spec().object(section).values());
  }

  private static Set<ChangeId> issued(CustomResource resource) {
    return resource.status().texts("applied").stream()
        .map(ChangeId::new)
        .collect(Collectors.toUnmodifiableSet());
  }

  private <C> C capability(Class<C> type) {
    return session
        .capability(type)
        .orElseThrow(
            () ->
                EngineException.of(ErrorKind.UNSUPPORTED, "this server has nothing of this kind"));
  }
}
