package io.dbprovision.core.reconcile;

import com.google.inject.Inject;
import io.dbprovision.core.api.CustomKind;
import io.dbprovision.core.api.CustomResource;
import io.dbprovision.core.api.ResourceKey;
import io.dbprovision.core.instance.SameServer;
import io.dbprovision.core.kube.Resources;
import io.dbprovision.core.reference.Indexes;
import io.dbprovision.core.reference.Refs;
import io.dbprovision.core.status.StatusDraft;
import io.dbprovision.spi.ChangeId;
import io.dbprovision.spi.Claim;
import io.dbprovision.spi.DatabaseSpec;
import io.dbprovision.spi.Section;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Collects what several live objects ask for on one login or role, or within one database. */
final class Claims {
  /** The status field that holds what we put on the server for an object, entry by entry. */
  private static final String RECORD = "applied";

  /** What was about to be put there when the status was written: it may be there or not. */
  private static final String INTENDED = "applying";

  private static final String HELD_BEFORE = "heldBefore";

  private final Resources resources;
  private final Owners owners;
  private final Ledger ledger;
  private final SharedRoles shared;
  private final SameServer servers;

  @Inject
  Claims(Resources resources, Owners owners, Ledger ledger, SharedRoles shared) {
    this.shared = shared;
    this.servers = new SameServer(resources);
    this.resources = resources;
    this.owners = owners;
    this.ledger = ledger;
  }

  /**
   * What grants ask for on that login or role and what databases make of it, other operators' too.
   *
   * @param asking whose own claims are left out
   * @param section the key of the engine's block
   */
  List<Claim> on(CustomResource grantee, CustomResource asking, String section) {
    return on(grantee.key(), Refs.instance(grantee), Grantees.serverName(grantee), asking, section);
  }

  /** The same for a grantee whose object may be gone, by its name on the server. */
  List<Claim> on(
      ResourceKey grantee,
      Optional<ResourceKey> instance,
      String name,
      CustomResource asking,
      String section) {
    String value = Indexes.value(grantee);
    // a database may give to a login that takes turns by the login's name, and means the role
    Set<String> names =
        Stream.concat(Stream.of(name), resources.get(grantee).map(Grantees::manifestName).stream())
            .collect(Collectors.toSet());
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
    return Stream.concat(grants, ofDatabases(grantee, instance, names, section)).toList();
  }

  /**
   * What grants ask for within that database, other operators' too, each with the name of its
   * grantee.
   *
   * @param section the key of the engine's block
   */
  List<Claim> within(CustomResource database, String section) {
    Optional<ResourceKey> own = Refs.instance(database);
    return own.stream()
        .flatMap(instance -> servers.as(instance).stream())
        .flatMap(home -> within(database, home, own.filter(home::equals).isPresent(), section))
        .toList();
  }

  /**
   * By the objects of one instance of the server.
   *
   * @param own whether it is that of the database
   */
  private Stream<Claim> within(
      CustomResource database, ResourceKey home, boolean own, String section) {
    return MentionedNames.of(database, resources.get(home)).stream()
        .flatMap(
            name ->
                Dependents.GRANTS.stream()
                    .flatMap(kind -> everybodys(kind, Dependents.MENTIONED_DATABASE, name)))
        .distinct()
        .filter(grant -> !grant.deleting())
        .filter(grant -> counts(grant, database.key(), own && recorded(grant)))
        .flatMap(
            grant ->
                Refs.grantee(grant).flatMap(resources::get).stream()
                    .filter(grantee -> Refs.instance(grantee).filter(home::equals).isPresent())
                    .map(grantee -> of(grant, section).to(Grantees.serverName(grantee))));
  }

  private Stream<Claim> ofDatabases(
      ResourceKey grantee, Optional<ResourceKey> instance, Set<String> names, String section) {
    return instance.stream()
        .flatMap(own -> servers.as(own).stream())
        .flatMap(home -> names.stream().map(name -> MentionedNames.onServer(home, name)))
        .flatMap(name -> everybodys(CustomKind.DATABASE, MentionedNames.GIVEN, name))
        .distinct()
        .filter(database -> !database.deleting())
        .filter(
            database ->
                counts(
                    database, grantee, Refs.instance(database).equals(instance) && made(database)))
        .map(database -> Claim.of(database(database, section)));
  }

  private static boolean made(CustomResource database) {
    return database.status().object("database").has("name");
  }

  private DatabaseSpec database(CustomResource database, String section) {
    String owner = database.status().object("database").text("owner", "");
    return DatabaseSpec.builder(database.spec().text("name", ""), owners.of(database))
        .section(Section.of("spec." + section, database.spec().object(section).values()))
        .recorded(Section.of("status." + section, database.status().object(section).values()))
        .databaseOwner(database.spec().text("owner").orElse(owner.isEmpty() ? null : owner))
        .groups(shared.inEffect(database))
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

  /**
   * What may be on the server for the object by its record: what it was given, and what was about
   * to be given when somebody was ended in the middle of it.
   */
  static Set<ChangeId> issued(CustomResource resource) {
    return Stream.of(RECORD, INTENDED)
        .flatMap(field -> listed(resource, field))
        .collect(Collectors.toUnmodifiableSet());
  }

  /** What is on record as put on the server for the object. */
  static Set<ChangeId> given(CustomResource resource) {
    return listed(resource, RECORD).collect(Collectors.toUnmodifiableSet());
  }

  /** What somebody was about to put there who did not come to write what came of it. */
  static Set<ChangeId> intended(CustomResource resource) {
    return listed(resource, INTENDED).collect(Collectors.toUnmodifiableSet());
  }

  private static Stream<ChangeId> listed(CustomResource resource, String field) {
    return resource.status().texts(field).stream().map(ChangeId::new);
  }

  /** Whether anything was ever put on record, be it nothing. */
  static boolean recorded(CustomResource resource) {
    return resource.status().has(RECORD);
  }

  /** What the object asks for and was there before: nobody here takes it away. */
  static Set<ChangeId> heldBefore(CustomResource resource) {
    return listed(resource, HELD_BEFORE).collect(Collectors.toUnmodifiableSet());
  }

  /**
   * Writes what we hold on the server from now on: the record that later removals go by.
   *
   * @param before what was there before
   */
  static void record(StatusDraft draft, Collection<ChangeId> ours, Collection<ChangeId> before) {
    draft.set(RECORD, ours.isEmpty() && !recorded(draft.resource()) ? null : sorted(ours));
    draft.set(HELD_BEFORE, before.isEmpty() ? null : sorted(before));
  }

  /**
   * Writes what is about to be put on the server: whoever comes after a kill takes it for given.
   *
   * @param claims empty when all is settled
   */
  static void intend(StatusDraft draft, Collection<ChangeId> claims) {
    draft.set(INTENDED, claims.isEmpty() ? null : sorted(claims));
  }

  private static List<String> sorted(Collection<ChangeId> claims) {
    return claims.stream().map(ChangeId::value).distinct().sorted().toList();
  }

  /** Whether something may have been given for the object that is not on record. */
  boolean unrecorded(CustomResource resource) {
    return !ledger.complete(resource.key());
  }

  /**
   * Those of what is in effect that no object gave: while one that speaks for the same login or
   * role may have given what is not on record, nobody can tell.
   */
  Set<ChangeId> nobodys(CustomResource asking, Set<ChangeId> inEffect) {
    ResourceKey grantee =
        Grantees.isGrant(asking) ? Refs.grantee(asking).orElse(asking.key()) : asking.key();
    Set<ChangeId> left = new HashSet<>(inEffect);
    Stream.concat(
            resources.get(grantee).stream(),
            Dependents.GRANTS.stream()
                .flatMap(kind -> everybodys(kind, Indexes.GRANTEE, Indexes.value(grantee))))
        .filter(other -> !other.key().equals(asking.key()))
        .forEach(
            other -> {
              if (Grantees.isGrant(other) && !recorded(other) && unrecorded(other)) {
                left.clear();
              }
              left.removeAll(issued(other));
            });
    return left;
  }

  /**
   * What a stranger asks for and was never let through must not keep anything from notice. Who was
   * let through by another instance counts for nothing: a tenant's own server may say that it is
   * this one.
   */
  static boolean counts(CustomResource asking, ResourceKey grantee, boolean letThrough) {
    return !asking.kind().namespaced()
        || asking.namespace().equals(grantee.namespace())
        || letThrough;
  }
}
