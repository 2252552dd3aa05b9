package io.dbprovision.core.cli.act;

import io.dbprovision.core.api.CustomKind;
import io.dbprovision.core.api.CustomResource;
import io.dbprovision.core.api.Fields;
import io.dbprovision.core.api.Keys;
import io.dbprovision.core.api.ResourceKey;
import io.dbprovision.core.cli.view.Family;
import io.dbprovision.core.kube.Cluster;
import io.dbprovision.core.kube.NewObject;
import io.dbprovision.core.reference.Refs;
import java.time.Instant;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** A backup that is to be made like others are. */
public final class BackupDraft {
  private BackupDraft() {}

  /**
   * What backups of a database are made like: its one schedule, else its newest backup.
   *
   * @throws IllegalStateException when that is not clear, with the way out
   */
  public static CustomResource example(Cluster cluster, CustomResource database) {
    Optional<String> here = Optional.of(database.namespace());
    List<CustomResource> schedules =
        cluster.list(CustomKind.BACKUP_SCHEDULE, here).stream()
            .filter(one -> Family.scheduled(one).filter(database.key()::equals).isPresent())
            .toList();
    if (schedules.size() > 1) {
      throw new IllegalStateException(
          "there are several schedules of it; choose one with --like: "
              + schedules.stream().map(CustomResource::name).collect(Collectors.joining(", ")));
    }
    if (schedules.size() == 1) {
      return schedules.getFirst();
    }
    return cluster.list(CustomKind.BACKUP, here).stream()
        .filter(one -> Refs.database(one).filter(database.key()::equals).isPresent())
        .max(
            Comparator.comparing(
                one -> Optional.ofNullable(one.metadata().created()).orElse(Instant.EPOCH)))
        .orElseThrow(
            () ->
                new IllegalStateException(
                    "there is neither a schedule nor a backup of %s to take the storage from; name one of another database with --like, or write a DatabaseBackup manifest"
                        .formatted(database.key())));
  }

  /**
   * @param like a schedule or a backup: storage, compression, encryption and whatever else it says
   */
  public static NewObject of(CustomResource database, CustomResource like, String name) {
    boolean scheduled = like.kind().equals(CustomKind.BACKUP_SCHEDULE);
    Fields from = scheduled ? like.spec().object("template").object("spec") : like.spec();
    Map<String, Object> spec = new LinkedHashMap<>(from.values());
    spec.put("databaseRef", Map.of("name", database.name()));
    return new NewObject(
        new ResourceKey(CustomKind.BACKUP, database.namespace(), name),
        operator(database),
        Map.of(),
        spec);
  }

  /** Whoever looks after that one is to look after this one. */
  static Map<String, String> operator(CustomResource of) {
    String id = of.metadata().labels().get(Keys.OPERATOR_INSTANCE_ID);
    return id == null ? Map.of() : Map.of(Keys.OPERATOR_INSTANCE_ID, id);
  }
}
