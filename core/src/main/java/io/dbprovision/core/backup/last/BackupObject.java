package io.dbprovision.core.backup.last;

import io.dbprovision.core.api.CustomKind;
import io.dbprovision.core.api.CustomResource;
import io.dbprovision.core.api.Fields;
import io.dbprovision.core.api.Keys;
import io.dbprovision.core.api.Metadata;
import io.dbprovision.core.api.ResourceKey;
import io.dbprovision.core.kube.NewObject;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The DatabaseBackup by which a last backup is made. Nobody owns it: it outlives the database. */
final class BackupObject {
  static final String BLOCK = "snapshot";

  /** What a backup and the block say in the same words. */
  private static final List<String> SHARED =
      List.of("storage", "compression", "encryption", "activeDeadlineSeconds", "ttl");

  private BackupObject() {}

  static ResourceKey key(CustomResource database, String name) {
    return new ResourceKey(CustomKind.BACKUP, database.namespace(), name);
  }

  static NewObject of(CustomResource database, String name) {
    return new NewObject(key(database, name), labels(database), Map.of(), spec(database));
  }

  /** As it would be, in no cluster: to see whether it can be made. */
  static CustomResource imagined(CustomResource database, String name) {
    Metadata metadata =
        new Metadata(
            database.namespace(),
            name,
            "",
            "",
            1,
            null,
            null,
            labels(database),
            Map.of(),
            List.of());
    return new CustomResource(
        CustomKind.BACKUP, metadata, Fields.of(spec(database)), Fields.empty());
  }

  /** Whether it was made for that very database. */
  static boolean isFor(CustomResource database, CustomResource backup) {
    return database.metadata().uid().equals(backup.metadata().labels().get(Keys.LAST_BACKUP_LABEL));
  }

  private static Map<String, String> labels(CustomResource database) {
    Map<String, String> labels = new LinkedHashMap<>();
    labels.put(Keys.LAST_BACKUP_LABEL, database.metadata().uid());
    Optional.ofNullable(database.metadata().labels().get(Keys.OPERATOR_INSTANCE_ID))
        .ifPresent(id -> labels.put(Keys.OPERATOR_INSTANCE_ID, id));
    return labels;
  }

  private static Map<String, Object> spec(CustomResource database) {
    Map<String, Object> block = database.spec().object(BLOCK).values();
    Map<String, Object> spec = new LinkedHashMap<>();
    spec.put("databaseRef", Map.of("name", database.name()));
    for (String field : SHARED) {
      Object value = block.get(field);
      if (value != null) {
        spec.put(field, value);
      }
    }
    spec.put("verification", Map.of("enabled", true));
    return spec;
  }
}
