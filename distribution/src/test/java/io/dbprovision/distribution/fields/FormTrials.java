package io.dbprovision.distribution.fields;

import static io.dbprovision.distribution.fields.CopyLooks.NO;
import static io.dbprovision.distribution.fields.CopyLooks.YES;
import static io.dbprovision.distribution.fields.CopyLooks.trial;

import io.dbprovision.distribution.fields.Trial.Look;
import java.util.ArrayList;
import java.util.List;

/** What {@code DatabaseBackup} has for every engine, but for the fields of its stores. */
final class FormTrials {
  private final Origin origin;
  private final Exhibit plain;
  private final Exhibit sealed;

  FormTrials(Origin origin) {
    this.origin = origin;
    this.plain = origin.copy("plain", origin.plain());
    this.sealed = origin.sealed();
  }

  List<Trial> all() {
    List<Trial> trials = new ArrayList<>(references());
    trials.addAll(forms());
    trials.addAll(seals());
    trials.addAll(afterwards());
    trials.add(deadline());
    return trials;
  }

  private List<Trial> references() {
    Exhibit elsewhere =
        Exhibit.backup(
                origin.called("far"),
                "databaseRef: {name: %s, namespace: '{other}'}\n".formatted(origin.source().name())
                    + Origin.TO_VOLUME)
            .needing(origin.source());
    return List.of(
        trial("spec.databaseRef.name", plain, origin.copyOf(origin.other(), "other", ""))
            .shows(Looks.status("/source/database"), "fields_source", "fields_other"),
        trial("spec.databaseRef.namespace", plain, elsewhere)
            .shows(CopyLooks.unless("fields-other"), YES, NO));
  }

  private List<Trial> forms() {
    String compression = "spec.compression.";
    Exhibit open = origin.copy("open", "compression: {algorithm: zstd, enabled: false}\n");
    Exhibit gzip = origin.copy("gzip", "compression: {algorithm: gzip}\n");
    Exhibit fast =
        origin.copy("fast", "compression: {algorithm: gzip, level: 1}\n" + origin.plain());
    Exhibit small =
        origin.copy("small", "compression: {algorithm: gzip, level: 9}\n" + origin.plain());
    Look size =
        CopyLooks.completed(
            stage -> bytes(stage) < bytes(stage.site().stage(fast)) ? "smaller" : "as large");
    return List.of(
        trial(compression + "enabled", sealed, open)
            .shows(CopyLooks.status("/backup/path", "\\.zst"), YES, NO),
        trial(compression + "algorithm", sealed, gzip)
            .shows(CopyLooks.status("/backup/path", "\\.gz"), NO, YES),
        trial(compression + "level", fast, small).shows(size, "as large", "smaller"));
  }

  private static long bytes(Stage stage) {
    return Long.parseLong(stage.status("/backup/compressedSizeBytes"));
  }

  private List<Trial> seals() {
    String encryption = "spec.encryption.";
    String block = "encryption: {enabled: %s, algorithm: %s, secretRef: {%s}}\n";
    String gcm = "aes-256-gcm";
    Exhibit unsealed = origin.copy("unsealed", block.formatted("false", gcm, "name: keys, key: a"));
    Exhibit older =
        origin.copy("older", block.formatted("true", "aes-256-cbc", "name: keys, key: a"));
    Exhibit second = origin.copy("second", block.formatted("true", gcm, "name: keys, key: b"));
    Exhibit named = origin.copy("named", block.formatted("true", gcm, "name: other-keys, key: a"));
    Exhibit elsewhere =
        origin.copy(
            "elsewhere", block.formatted("true", gcm, "name: keys, key: a, namespace: '{other}'"));
    Look key = CopyLooks.completed(Looks.status("/backup/keyId"));
    String first = CopyLooks.keyId(1);
    return List.of(
        trial(encryption + "enabled", sealed, unsealed)
            .shows(CopyLooks.stored("CREATE TABLE"), NO, YES),
        trial(encryption + "algorithm", sealed, older)
            .shows(CopyLooks.phase(), "Completed", "never"),
        trial(encryption + "secretRef.key", sealed, second).shows(key, first, CopyLooks.keyId(2)),
        trial(encryption + "secretRef.name", sealed, named).shows(key, first, CopyLooks.keyId(3)),
        trial(encryption + "secretRef.namespace", sealed, elsewhere)
            .shows(key, first, CopyLooks.keyId(5)));
  }

  private List<Trial> afterwards() {
    Exhibit kept =
        origin.copy("kept", "ttl: 24h\nverification: {enabled: true, schedule: '0 0 1 1 *'}\n");
    Exhibit tried = origin.copy("tried", "verification: {enabled: true}\n");
    Exhibit idle =
        origin.copy("idle", "ttl: 1h\nverification: {enabled: false, schedule: '0 0 1 1 *'}\n");
    Look life =
        CopyLooks.completed(
            stage -> Long.toString(CopyLooks.between(stage, "completedAt", "expiresAt").toHours()));
    Look next = CopyLooks.status("/verification/nextTime", "-01-01T");
    return List.of(
        trial("spec.ttl", idle, kept).shows(life, "1", "24"),
        trial("spec.verification.enabled", plain, tried)
            .shows(Looks.condition("Verified"), "", "True"),
        trial("spec.verification.schedule", tried, kept).shows(next, NO, YES));
  }

  /** Of a database that somebody keeps locked. */
  private Trial deadline() {
    Exhibit locked = origin.database("locked").after(origin.fill("locked"), origin.lock("locked"));
    Exhibit patient = origin.copyOf(locked, "patient", patience(60));
    Exhibit late = origin.copyOf(locked, "late", patience(5));
    Look why =
        stage -> {
          String message = stage.status("/message");
          return message.contains("activeDeadlineSeconds (60)")
              ? "60 s"
              : message.contains("activeDeadlineSeconds (5)") ? "5 s" : stage.status("/phase");
        };
    return trial("spec.activeDeadlineSeconds", patient, late).shows(why, "60 s", "5 s");
  }

  private String patience(int seconds) {
    return "activeDeadlineSeconds: " + seconds + "\n" + origin.patience();
  }
}
