package io.dbprovision.distribution.fields;

import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Fields that make no difference where trials could see one, and what the table says of them. */
final class Untried {
  private static final String CLUSTER = "in a cluster only: the worker's Pod mounts it";
  private static final String NEW = "no effect on what is read";
  private static final Map<String, String> BACKUP =
      Map.of(
          "spec.mysql.quick",
          "no difference that a server shows",
          "spec.postgres.noSync",
          "no difference: nothing that the program writes stays, the store makes it last",
          "spec.storage.pvc.claimName",
          CLUSTER);
  private static final Map<String, String> RESTORE = restore();

  private Untried() {}

  private static Map<String, String> restore() {
    String storage = "spec.fromPath.storage.";
    Map<String, String> all = new TreeMap<>();
    all.put(storage + "pvc.claimName", CLUSTER);
    for (String field :
        new String[] {
          "azure.accessTier",
          "gcs.kmsKeyName",
          "gcs.storageClass",
          "s3.kmsKeyId",
          "s3.objectLockMode",
          "s3.objectLockRetention",
          "s3.serverSideEncryption",
          "s3.storageClass"
        }) {
      all.put(storage + field, NEW);
    }
    all.put("spec.fromPath.compression.level", NEW);
    return Map.copyOf(all);
  }

  static Optional<String> text(Family family, String field) {
    return switch (family) {
      case BACKUP -> Optional.ofNullable(BACKUP.get(field));
      case RESTORE -> Optional.ofNullable(RESTORE.get(field));
      case INSTANCE, DATABASE, USER, ROLE, GRANT, SCHEDULE -> Optional.empty();
    };
  }
}
