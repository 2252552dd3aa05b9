package io.dbprovision.core.reconcile;

import com.google.inject.Inject;
import io.dbprovision.core.api.CustomKind;
import io.dbprovision.core.api.CustomResource;
import io.dbprovision.core.api.ResourceKey;
import io.dbprovision.core.kube.Resources;
import io.dbprovision.core.reference.Indexes;
import io.dbprovision.core.reference.Refs;
import io.dbprovision.core.status.StatusDraft;
import io.dbprovision.spi.Cause;
import io.dbprovision.spi.ChangeId;
import io.dbprovision.spi.Claim;
import io.dbprovision.spi.DatabaseSpec;
import io.dbprovision.spi.Plan;
import io.dbprovision.spi.Section;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Collects what several live objects ask for on one login or role, or within one database. */
final class Claims {
  /** The status field that holds what we put on the server for an object, entry by entry. */
  private static final String RECORD = "applied";

  private final Resources resources;
  private final Owners owners;

  @Inject
  Claims(Resources resources, Owners owners) {
    this.resources = resources;
    this.owners = owners;
  }

  /**
   * What grants ask for on that login or role and what databases make of it, other operators' too.
   *
   * @param asking whose own claims are left out
   * @param section the key of the engine's block
   */
  List<Claim> on(CustomResource grantee, CustomResource asking, String section) {
    String value = Indexes.value(grantee.key());
    Stream<Claim> grants =
        Dependents.GRANTS.stream()
            .flatMap(kind -> everybodys(kind, Indexes.GRANTEE, value))
            .filter(grant -> !grant.key().equals(asking.key()) && !grant.deleting())
            .filter(grant -> counts(grant, grantee, recorded(grant)))
            .map(
                grant ->
                    Seniority.before(grant, asking)
                        ? of(grant, section).madeEarlier()
                        : of(grant, section));
    return Stream.concat(grants, ofDatabases(grantee, section)).toList();
  }

  /**
   * What grants ask for within that database, other operators' too, each with the name of its
   * grantee.
   *
   * @param section the key of the engine's block
   */
  List<Claim> within(CustomResource database, String section) {
    Optional<ResourceKey> home = Refs.instance(database);
    return MentionedNames.of(database, home.flatMap(resources::get)).stream()
        .flatMap(
            name ->
                Dependents.GRANTS.stream()
                    .flatMap(kind -> everybodys(kind, Dependents.MENTIONED_DATABASE, name)))
        .distinct()
        .filter(grant -> !grant.deleting())
        .filter(grant -> counts(grant, database, recorded(grant)))
        .flatMap(
            grant ->
                Refs.grantee(grant).flatMap(resources::get).stream()
                    .filter(grantee -> Refs.instance(grantee).equals(home))
                    .map(grantee -> of(grant, section).to(Grantees.serverName(grantee))))
        .toList();
  }

  private Stream<Claim> ofDatabases(CustomResource grantee, String section) {
    String name = Grantees.serverName(grantee);
    return Refs.instance(grantee).stream()
        .flatMap(
            home ->
                everybodys(
                    CustomKind.DATABASE, MentionedNames.GIVEN, MentionedNames.onServer(home, name)))
        .filter(database -> !database.deleting())
        .filter(
            database -> counts(database, grantee, database.status().object("database").has("name")))
        .map(database -> Claim.of(database(database, section)));
  }

  private DatabaseSpec database(CustomResource database, String section) {
    String owner = database.status().object("database").text("owner", "");
    return DatabaseSpec.builder(database.spec().text("name", ""), owners.of(database))
        .section(Section.of("spec." + section, database.spec().object(section).values()))
        .recorded(Section.of("status." + section, database.status().object(section).values()))
        .databaseOwner(database.spec().text("owner").orElse(owner.isEmpty() ? null : owner))
        .build();
  }

  private Stream<CustomResource> everybodys(CustomKind kind, String index, String value) {
    return Stream.concat(
        resources.byIndex(kind, index, value).stream(),
        resources.othersByIndex(kind, index, value).stream());
  }

  /** What an object asks for by its own manifest. */
  Claim of(CustomResource resource, String section) {
    return Claim.of(
            resource.kind().spi(),
            owners.of(resource),
            Section.of("spec." + section, resource.spec().object(section).values()))
        .withRoles(resource.spec().texts("roles"));
  }

  /** What is on record as put on the server for the object. */
  static Set<ChangeId> issued(CustomResource resource) {
    return resource.status().texts(RECORD).stream()
        .map(ChangeId::new)
        .collect(Collectors.toUnmodifiableSet());
  }

  /** Whether anything was ever put on record, be it nothing. */
  static boolean recorded(CustomResource resource) {
    return resource.status().has(RECORD);
  }

  /** What we hold on the server from now on: the record that later removals go by. */
  static void record(StatusDraft draft, Plan last) {
    Set<ChangeId> notYet =
        last.changes().stream()
            .filter(change -> change.cause() == Cause.AWAITED)
            .flatMap(change -> change.claim().stream())
            .collect(Collectors.toSet());
    List<String> claims =
        last.claims().stream()
            .filter(claim -> !notYet.contains(claim))
            .map(ChangeId::value)
            .sorted()
            .toList();
    draft.set(RECORD, claims.isEmpty() && !recorded(draft.resource()) ? null : claims);
  }

  /** What a stranger asks for and was never let through must not keep anything from notice. */
  private static boolean counts(CustomResource asking, CustomResource grantee, boolean letThrough) {
    return !asking.kind().namespaced()
        || asking.namespace().equals(grantee.namespace())
        || letThrough;
  }
}
