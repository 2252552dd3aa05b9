package io.dbprovision.core.reconcile;

import com.google.inject.Inject;
import io.dbprovision.core.api.CustomKind;
import io.dbprovision.core.api.CustomResource;
import io.dbprovision.core.api.ResourceKey;
import io.dbprovision.core.instance.SameServer;
import io.dbprovision.core.kube.Resources;
import io.dbprovision.core.reference.Refs;
import io.dbprovision.core.rotation.RotationPolicy;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * Finds the roles that stand for users whose logins take turns, where manifests name such a user's
 * login. Thread-safe.
 */
final class SharedRoles {
  private final Resources resources;
  private final MentionedNames mentioned;

  @Inject
  SharedRoles(Resources resources, MentionedNames mentioned) {
    this.resources = resources;
    this.mentioned = mentioned;
  }

  /** By the name of the login; those of the database's own namespace alone. */
  Map<String, String> namedBy(CustomResource database) {
    return named(database, user -> true);
  }

  /** The same without those whose login still has the rights itself. */
  Map<String, String> inEffect(CustomResource database) {
    return named(database, user -> TurnTaking.former(user).isEmpty());
  }

  private Map<String, String> named(CustomResource database, Predicate<CustomResource> which) {
    Map<String, String> found = new TreeMap<>();
    Set<String> names = mentioned.roles(database);
    if (names.isEmpty()) {
      return found;
    }
    for (ResourceKey home : homes(database)) {
      for (String name : names) {
        resources
            .byIndex(CustomKind.USER, MentionedNames.INDEX, MentionedNames.onServer(home, name))
            .stream()
            .filter(user -> user.namespace().equals(database.namespace()))
            .filter(RotationPolicy::takesTurns)
            .filter(which)
            .forEach(user -> found.put(name, RotationPolicy.of(user).serviceRole()));
      }
    }
    return found;
  }

  /** Several instances may lead to one server. */
  private List<ResourceKey> homes(CustomResource database) {
    return Refs.instance(database).stream()
        .flatMap(
            home ->
                resources
                    .get(home)
                    .map(found -> new SameServer(resources).as(found).stream())
                    .map(all -> all.map(CustomResource::key))
                    .orElseGet(() -> Stream.of(home)))
        .toList();
  }
}
