package io.dbprovision.core.cli.act;

import io.dbprovision.core.api.CustomKind;
import io.dbprovision.core.api.CustomResource;
import io.dbprovision.core.api.Fields;
import io.dbprovision.core.api.ResourceKey;
import io.dbprovision.core.kube.Cluster;
import io.dbprovision.core.kube.NewObject;
import io.dbprovision.core.reference.Refs;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** A restore of a backup under a new name. */
public final class RestoreDraft {
  private RestoreDraft() {}

  /** Where the backup came from; empty when neither its Database nor its own status tells. */
  public static Optional<ResourceKey> origin(Cluster cluster, CustomResource backup) {
    return Refs.database(backup)
        .flatMap(cluster::find)
        .flatMap(Refs::instance)
        .or(() -> workedOn(backup));
  }

  private static Optional<ResourceKey> workedOn(CustomResource backup) {
    Fields place = backup.status().object("workedOn");
    return CustomKind.named(place.text("kind", ""))
        .flatMap(
            kind ->
                place
                    .text("name")
                    .map(name -> new ResourceKey(kind, place.text("namespace", ""), name)));
  }

  /**
   * @param instance of either scope
   * @param database its name on the server
   */
  public static NewObject of(
      CustomResource backup, ResourceKey instance, String database, String name) {
    Map<String, Object> reference = new LinkedHashMap<>();
    reference.put("name", instance.name());
    if (instance.kind().namespaced() && !instance.namespace().equals(backup.namespace())) {
      reference.put("namespace", instance.namespace());
    }
    Map<String, Object> target = new LinkedHashMap<>();
    target.put(instance.kind().namespaced() ? "instanceRef" : "clusterInstanceRef", reference);
    target.put("databaseName", database);
    Map<String, Object> spec = new LinkedHashMap<>();
    spec.put("backupRef", Map.of("name", backup.name()));
    spec.put("target", target);
    return new NewObject(
        new ResourceKey(CustomKind.RESTORE, backup.namespace(), name),
        BackupDraft.operator(backup),
        Map.of(),
        spec);
  }
}
