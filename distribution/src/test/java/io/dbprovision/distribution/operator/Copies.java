package io.dbprovision.distribution.operator;

import io.dbprovision.distribution.stores.BackupPlace;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;

/**
 * What a user writes to have the Database {@code shop} of one test copied and brought back, and
 * what is seen of it.
 */
final class Copies {
  static final Duration WORK = Duration.ofSeconds(90);
  private final Scene scene;
  private final Kubectl kubectl;
  private final BackupPlace place;

  Copies(Scene scene, BackupPlace place) {
    this.scene = scene;
    this.kubectl = scene.kubectl();
    this.place = place;
  }

  /** The store's Secrets, and two encryption keys: {@code key} and {@code other-key}. */
  void secrets() {
    kubectl.apply(key("key", (byte) 7) + key("other-key", (byte) 8) + place.secrets());
  }

  private static String key(String name, byte fill) {
    byte[] bytes = new byte[32];
    Arrays.fill(bytes, fill);
    return """
    ---
    apiVersion: v1
    kind: Secret
    metadata: {name: %s}
    data: {key: %s}
    """
        .formatted(name, Base64.getEncoder().encodeToString(bytes));
  }

  /**
   * The fields of an encrypted backup's spec.
   *
   * @param more of them, one in each
   */
  List<String> spec(String... more) {
    List<String> spec =
        new ArrayList<>(
            List.of(
                "databaseRef: {name: shop}",
                "compression: {algorithm: zstd, level: 3}",
                "storage: " + place.storage(scene.namespace()),
                encryption("key")));
    spec.addAll(List.of(more));
    return spec;
  }

  private static String encryption(String key) {
    return "encryption: {enabled: true, secretRef: {name: %s, key: key}}".formatted(key);
  }

  void begin(String name, String... more) {
    apply("DatabaseBackup", name, spec(more));
  }

  /** Makes a backup, and returns where it is stored. */
  String make(String name, String... more) {
    begin(name, more);
    completed("databasebackup/" + name);
    return path(name);
  }

  String path(String backup) {
    return kubectl.get("databasebackup/" + backup, "{.status.backup.path}");
  }

  /** A schedule whose template is {@link #spec}. */
  void schedule(String name, String cron, String... more) {
    List<String> spec = new ArrayList<>(List.of(more));
    spec.add("schedule: '" + cron + "'");
    spec.add("deletionProtection: false");
    spec.add("template: {spec: {" + String.join(", ", spec()) + "}}");
    apply("DatabaseBackupSchedule", name, spec);
  }

  /** The names of a schedule's backups. */
  List<String> of(String schedule) {
    return kubectl.fields(
        "databasebackup", "{.metadata.name}", "-l", "dbops.dbprovision.io/schedule=" + schedule);
  }

  /**
   * @param fields of the spec, one in each: a source and a target
   */
  void restore(String name, String... fields) {
    apply("DatabaseRestore", name, List.of(fields));
  }

  String fromPath(String path, String key) {
    return "fromPath: {backupPath: '%s', storage: %s, %s}"
        .formatted(path, place.storage(scene.namespace()), encryption(key));
  }

  /** A target: what the Database holds is given up. */
  static String[] inPlace(String source) {
    return new String[] {
      source,
      "target: {databaseRef: {name: shop}, inPlace: true}",
      "confirmation: {acknowledgeDataLoss: I-UNDERSTAND-DATA-LOSS}"
    };
  }

  private void apply(String kind, String name, List<String> fields) {
    StringBuilder text =
        new StringBuilder(
            """
            ---
            apiVersion: dbops.dbprovision.io/v1alpha1
            kind: %s
            metadata: {name: %s}
            spec:
            """
                .formatted(kind, name));
    fields.forEach(field -> text.append("  ").append(field).append('\n'));
    kubectl.apply(text.toString());
  }

  void completed(String object) {
    ends(object, "Completed");
  }

  /** Returns what it says of its failure. */
  String failed(String object) {
    ends(object, "Failed");
    return kubectl.message(object, "Ready");
  }

  private void ends(String object, String phase) {
    Await.until(
        object + " is " + phase,
        WORK,
        () -> kubectl.get(object, "{.status.phase}").matches("Completed|Failed"),
        () -> kubectl.show(object));
    if (!kubectl.get(object, "{.status.phase}").equals(phase)) {
      throw new AssertionError(object + " is not " + phase + ": " + kubectl.show(object));
    }
  }

  /** The keys of what is stored for this test. */
  List<String> stored() {
    return place.keys(scene.namespace() + "/");
  }
}
