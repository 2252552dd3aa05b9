package io.dbprovision.core.reconcile;

import com.google.inject.Inject;
import io.dbprovision.core.api.CustomResource;
import io.dbprovision.core.api.ResourceKey;
import io.dbprovision.core.kube.Resources;
import io.dbprovision.core.reference.Indexes;
import io.dbprovision.core.status.StatusDraft;
import io.dbprovision.spi.Cause;
import io.dbprovision.spi.ChangeId;
import io.dbprovision.spi.Claim;
import io.dbprovision.spi.Plan;
import io.dbprovision.spi.Section;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Collects what several live objects ask for on one login or role. */
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
   * What grants ask for on that login or role, other operators' too.
   *
   * @param asking whose own claims are left out
   * @param section the key of the engine's block
   */
  List<Claim> on(CustomResource grantee, ResourceKey asking, String section) {
    String value = Indexes.value(grantee.key());
    return Dependents.GRANTS.stream()
        .flatMap(
            kind ->
                Stream.concat(
                    resources.byIndex(kind, Indexes.GRANTEE, value).stream(),
                    resources.othersByIndex(kind, Indexes.GRANTEE, value).stream()))
        .filter(grant -> !grant.key().equals(asking) && !grant.deleting())
        .filter(grant -> counts(grant, grantee))
        .map(grant -> of(grant, section))
        .toList();
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

  /** A stranger's grant that was never let through must not keep anything from being noticed. */
  private static boolean counts(CustomResource grant, CustomResource grantee) {
    return !grant.kind().namespaced()
        || grant.namespace().equals(grantee.namespace())
        || recorded(grant);
  }
}
