package io.dbprovision.core.reconcile;

import com.google.inject.Inject;
import io.dbprovision.core.api.CustomResource;
import io.dbprovision.core.api.ResourceKey;
import io.dbprovision.core.instance.SameServer;
import io.dbprovision.core.kube.Resources;
import io.dbprovision.core.reference.Consent;
import io.dbprovision.core.reference.CrossRefs;
import io.dbprovision.core.reference.Refs;
import io.dbprovision.spi.EngineException;
import io.dbprovision.spi.ErrorKind;
import java.util.Optional;
import java.util.Set;

/**
 * What a grant depends on beside its own manifest. Its entries go with the login and the databases
 * they are about: when one of those was made anew, they have to be given again.
 */
final class GrantInputs {
  private final Resources resources;
  private final Consent consent;
  private final MentionedNames mentioned;
  private final MadeDatabases databases;
  private final SameServer servers;

  @Inject
  GrantInputs(
      Resources resources, Consent consent, MentionedNames mentioned, MadeDatabases databases) {
    this.mentioned = mentioned;
    this.databases = databases;
    this.resources = resources;
    this.consent = consent;
    this.servers = new SameServer(resources);
  }

  /**
   * @throws EngineException NOT_FOUND while something is not there yet, naming the field
   */
  void requireReady(CustomResource grant, CustomResource grantee) {
    String field = Refs.granteeField(grant);
    if (grantee.deleting()) {
      throw EngineException.at(
          ErrorKind.NOT_FOUND, field, "%s is being deleted".formatted(grantee.key()));
    }
    if (Grantees.login(grantee).isEmpty()) {
      throw EngineException.at(
          ErrorKind.NOT_FOUND, field, "%s is not on the server yet".formatted(grantee.key()));
    }
    Optional<ResourceKey> database = Refs.database(grant);
    if (database.isPresent()) {
      requireReady(grant, grantee, database.get());
    }
  }

  private void requireReady(CustomResource grant, CustomResource grantee, ResourceKey key) {
    String field = "spec.databaseRef";
    CustomResource database =
        resources
            .get(key)
            .orElseThrow(
                () ->
                    EngineException.at(ErrorKind.NOT_FOUND, field, key + " does not exist (yet)"));
    consent.require(grant, CrossRefs.database(key), database.metadata().annotations());
    if (!servers.one(Refs.instance(grantee), Refs.instance(database))) {
      throw EngineException.at(
          ErrorKind.INVALID,
          field,
          "%s lives on another server than %s".formatted(key, grantee.key()));
    }
    if (database.status().object("database").text("name").isEmpty()) {
      throw EngineException.at(ErrorKind.NOT_FOUND, field, key + " is not on the server yet");
    }
  }

  /** The same text as long as the login and the databases are the same ones. */
  String of(CustomResource grant, CustomResource grantee) {
    StringBuilder text = new StringBuilder(grantee.metadata().uid());
    text.append(' ').append(Grantees.login(grantee).orElse(""));
    text.append(' ').append(Grantees.madeAt(grantee));
    Set<String> made = databases.of(grant, Refs.instance(grantee));
    return text.append(' ').append(made).toString();
  }

  /** Databases that the grant's entries are about. */
  Set<String> databases(CustomResource grant) {
    return mentioned.databases(grant);
  }
}
