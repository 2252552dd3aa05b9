package io.dbprovision.core.reconcile;

import com.google.inject.Inject;
import io.dbprovision.core.api.CustomKind;
import io.dbprovision.core.api.CustomResource;
import io.dbprovision.core.api.Fields;
import io.dbprovision.core.api.ResourceKey;
import io.dbprovision.core.instance.SameServer;
import io.dbprovision.core.kube.Resources;
import io.dbprovision.core.reference.Refs;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/** Tells whether the databases that an object's entries are about are still the same ones. */
final class MadeDatabases {
  private final Resources resources;
  private final MentionedNames mentioned;
  private final SameServer servers;

  @Inject
  MadeDatabases(Resources resources, MentionedNames mentioned) {
    this.mentioned = mentioned;
    this.resources = resources;
    this.servers = new SameServer(resources);
  }

  /**
   * Of a role's own entries.
   *
   * @return the same text as long as none of them was made anew; empty when none is mentioned
   */
  String of(CustomResource mentioning) {
    return String.join(" ", of(mentioning, Refs.instance(mentioning)));
  }

  /**
   * Each with the time when it was made, sorted. One of another instance of the server counts when
   * it is of the same namespace.
   */
  Set<String> of(CustomResource mentioning, Optional<ResourceKey> home) {
    Set<String> made = new TreeSet<>();
    home.stream()
        .flatMap(own -> servers.as(own).stream())
        .flatMap(instance -> databases(mentioning, instance))
        .filter(
            database ->
                Refs.instance(database).equals(home)
                    || database.namespace().equals(mentioning.namespace()))
        .map(database -> database.status().object("database"))
        .map(MadeDatabases::made)
        .forEach(made::add);
    return made;
  }

  private Stream<CustomResource> databases(CustomResource mentioning, ResourceKey instance) {
    return mentioned.databases(mentioning).stream()
        .map(name -> MentionedNames.onServer(instance, name))
        .flatMap(
            name -> resources.byIndex(CustomKind.DATABASE, MentionedNames.INDEX, name).stream());
  }

  private static String made(Fields database) {
    return database.text("name", "") + "@" + database.text("createdAt", "");
  }
}
