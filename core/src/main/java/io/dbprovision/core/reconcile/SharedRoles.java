package io.dbprovision.core.reconcile;

import com.google.inject.Inject;
import io.dbprovision.core.api.CustomKind;
import io.dbprovision.core.api.CustomResource;
import io.dbprovision.core.api.ResourceKey;
import io.dbprovision.core.kube.Resources;
import io.dbprovision.core.reference.Refs;
import io.dbprovision.core.rotation.RotationPolicy;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

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
    Optional<ResourceKey> home = Refs.instance(database);
    Map<String, String> found = new TreeMap<>();
    if (home.isPresent()) {
      for (String name : mentioned.roles(database)) {
        resources
            .byIndex(
                CustomKind.USER, MentionedNames.INDEX, MentionedNames.onServer(home.get(), name))
            .stream()
            .filter(user -> user.namespace().equals(database.namespace()))
            .filter(RotationPolicy::takesTurns)
            .forEach(user -> found.put(name, RotationPolicy.of(user).serviceRole()));
      }
    }
    return found;
  }
}
