package io.dbprovision.core.reconcile;

import com.google.inject.Inject;
import io.dbprovision.core.api.CustomKind;
import io.dbprovision.core.api.CustomResource;
import io.dbprovision.core.api.Fields;
import io.dbprovision.core.kube.Resources;
import io.dbprovision.core.reference.Refs;
import java.util.TreeSet;

/** Tells whether the databases that a role's own entries are about are still the same ones. */
final class MadeDatabases {
  private final Resources resources;
  private final MentionedNames mentioned;

  @Inject
  MadeDatabases(Resources resources, MentionedNames mentioned) {
    this.mentioned = mentioned;
    this.resources = resources;
  }

  /** The same text as long as none of them was made anew; empty when none is mentioned. */
  String of(CustomResource mentioning) {
    TreeSet<String> made = new TreeSet<>();
    Refs.instance(mentioning)
        .ifPresent(
            home ->
                mentioned.databases(mentioning).stream()
                    .map(name -> MentionedNames.onServer(home, name))
                    .flatMap(
                        name ->
                            resources
                                .byIndex(CustomKind.DATABASE, MentionedNames.INDEX, name)
                                .stream())
                    .map(database -> database.status().object("database"))
                    .map(MadeDatabases::made)
                    .forEach(made::add));
    return String.join(" ", made);
  }

  private static String made(Fields database) {
    return database.text("name", "") + "@" + database.text("createdAt", "");
  }
}
