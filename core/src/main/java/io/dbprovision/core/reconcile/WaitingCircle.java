package io.dbprovision.core.reconcile;

import io.dbprovision.core.api.CustomKind;
import io.dbprovision.core.api.CustomResource;
import io.dbprovision.core.api.ResourceKey;
import io.dbprovision.core.kube.Resources;
import io.dbprovision.core.reference.Refs;
import io.dbprovision.core.status.Reasons;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Notices logins and roles that wait for each other: none of them would ever be made. Used by one
 * thread.
 */
final class WaitingCircle {
  private final Resources resources;
  private final MentionedNames mentioned;
  private final CustomResource start;
  private final Set<ResourceKey> seen = new HashSet<>();
  private final List<CustomResource> way = new ArrayList<>();

  private WaitingCircle(CustomResource start, Resources resources, MentionedNames mentioned) {
    this.start = start;
    this.resources = resources;
    this.mentioned = mentioned;
  }

  /**
   * @param resource waits for something
   * @return a sentence that names all of the circle; empty when it is in none
   */
  static Optional<String> through(
      CustomResource resource, ManagedKind<?> kind, Resources resources, MentionedNames mentioned) {
    if (!Dependents.GRANTEES.contains(resource.kind()) || kind.witnessed(resource).isPresent()) {
      return Optional.empty();
    }
    WaitingCircle circle = new WaitingCircle(resource, resources, mentioned);
    return circle.leadsBack(resource) ? Optional.of(circle.sentence()) : Optional.empty();
  }

  private boolean leadsBack(CustomResource from) {
    way.add(from);
    for (CustomResource next : next(from)) {
      if (next.key().equals(start.key()) || (seen.add(next.key()) && leadsBack(next))) {
        return true;
      }
    }
    way.removeLast();
    return false;
  }

  /** Those that it names and that wait themselves; who was never looked at may be made yet. */
  private List<CustomResource> next(CustomResource from) {
    Optional<ResourceKey> home = Refs.instance(from);
    return home.stream()
        .flatMap(
            instance ->
                mentioned.roles(from).stream().map(name -> MentionedNames.onServer(instance, name)))
        .flatMap(
            name ->
                Dependents.GRANTEES.stream()
                    .flatMap(kind -> resources.byIndex(kind, MentionedNames.INDEX, name).stream()))
        .filter(one -> one.key().equals(start.key()) || (ofTheTenant(one) && waits(one)))
        .toList();
  }

  /** What somebody else writes into his manifest must not make this one wrong. */
  private boolean ofTheTenant(CustomResource one) {
    return !one.kind().namespaced() || one.namespace().equals(start.namespace());
  }

  private static boolean waits(CustomResource one) {
    String reason = one.condition(Reasons.SYNCED).text("reason", "");
    return Grantees.login(one).isEmpty()
        && (reason.equals(Reasons.DEPENDENCY_NOT_READY) || reason.equals(Reasons.INVALID_SPEC));
  }

  private String sentence() {
    String names =
        way.stream().map(Grantees::manifestName).collect(Collectors.joining(" in ", "", " in "));
    CustomKind kind = start.kind();
    return "%s would be a member of itself (%s), so none of these can be made; take one of the memberships out"
        .formatted(
            kind.equals(CustomKind.USER) ? "the login" : "the role",
            names + Grantees.manifestName(start));
  }
}
