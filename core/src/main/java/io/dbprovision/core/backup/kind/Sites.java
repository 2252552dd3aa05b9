package io.dbprovision.core.backup.kind;

import com.google.inject.Inject;
import io.dbprovision.core.api.CustomResource;
import io.dbprovision.core.api.ResourceKey;
import io.dbprovision.core.instance.ServerState;
import io.dbprovision.core.instance.Servers;
import io.dbprovision.core.kube.Resources;
import io.dbprovision.core.reconcile.LostRecord;
import io.dbprovision.core.reconcile.OperatorIdentity;
import io.dbprovision.core.reference.Consent;
import io.dbprovision.core.reference.CrossRef;
import io.dbprovision.core.reference.CrossRefs;
import io.dbprovision.core.reference.Refs;
import io.dbprovision.core.status.MadeOn;
import io.dbprovision.spi.EngineException;
import io.dbprovision.spi.ErrorKind;
import io.dbprovision.spi.Owner;
import java.util.Map;

/**
 * Finds databases and servers that manifests refer to. What is not there (yet) is NOT_FOUND: its
 * coming wakes who waits for it.
 */
final class Sites {
  private final Resources resources;
  private final Servers servers;
  private final Consent consent;
  private final OperatorIdentity identity;

  @Inject
  Sites(Resources resources, Servers servers, Consent consent, OperatorIdentity identity) {
    this.resources = resources;
    this.servers = servers;
    this.consent = consent;
    this.identity = identity;
  }

  /**
   * The object that a manifest refers to, with its namespace's consent.
   *
   * @throws EngineException NOT_FOUND or PERMISSION, with the field
   */
  CustomResource required(CustomResource from, CrossRef ref, ResourceKey key) {
    var found = resources.get(key);
    // also when it is not there: whether it is, is nobody's business without consent
    consent.require(
        from, ref, found.map(object -> object.metadata().annotations()).orElse(Map.of()));
    return found.orElseThrow(
        () ->
            EngineException.at(
                ErrorKind.NOT_FOUND,
                ref.path(),
                "%s %s does not exist (yet)".formatted(key.kind(), key.path())));
  }

  /** The database of a backup. */
  CustomResource source(CustomResource backup) {
    ResourceKey key =
        Refs.database(backup)
            .orElseThrow(
                () ->
                    EngineException.at(
                        ErrorKind.INVALID, "spec.databaseRef.name", "names no Database"));
    return required(backup, CrossRefs.database(key), key);
  }

  /** Where a Database is: it has to have been made there. */
  Site of(CustomResource database, String field) {
    String name = database.status().object("database").text("name", "");
    if (name.isEmpty()) {
      throw EngineException.at(
          ErrorKind.NOT_FOUND, field, database.key() + " is not on its server yet");
    }
    ResourceKey home =
        Refs.instance(database)
            .orElseThrow(
                () ->
                    EngineException.at(
                        ErrorKind.NOT_FOUND, field, database.key() + " names no instance"));
    Site site = on(home, name, field);
    if (MadeOn.standing(database, site.instance(), site.server().info().identity())
        == MadeOn.Standing.ELSEWHERE) {
      throw EngineException.at(
          ErrorKind.CONFLICT,
          field,
          "%s was made on %s, and %s leads to another server"
              .formatted(database.key(), MadeOn.place(database), home));
    }
    return site;
  }

  /** A name on an instance's server, which has to be there and to be the one that it was. */
  Site on(ResourceKey home, String name, String field) {
    CustomResource instance =
        resources
            .get(home)
            .orElseThrow(
                () ->
                    EngineException.at(
                        ErrorKind.NOT_FOUND, field, "%s does not exist (yet)".formatted(home)));
    return switch (servers.state(home)) {
      case ServerState.Available available -> new Site(instance, available, name);
      case ServerState.Down down ->
          throw EngineException.at(
              ErrorKind.NOT_FOUND,
              field,
              "%s is not ready: %s".formatted(home, down.failure().text()));
      case ServerState.Unknown unknown ->
          throw EngineException.at(
              ErrorKind.NOT_FOUND, field, home + " has not been looked at yet");
    };
  }

  /** Sees to it that the record is on the server which copies of that Database ask for. */
  void keepRecord(CustomResource database, Site site) {
    LostRecord.renew(database, site.instance(), site.server(), owner(database));
  }

  /** Whose record is on what an object has on a server. */
  Owner owner(CustomResource object) {
    return new Owner(
        identity.cluster(),
        identity.operator(),
        object.namespace(),
        object.name(),
        object.metadata().uid());
  }
}
