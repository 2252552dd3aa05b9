package io.dbprovision.distribution.fields;

import static io.dbprovision.distribution.fields.CopyLooks.NO;
import static io.dbprovision.distribution.fields.CopyLooks.YES;
import static io.dbprovision.distribution.fields.CopyLooks.trial;

import io.dbprovision.distribution.fields.Trial.Look;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.UnaryOperator;

/** The stores' fields in {@code DatabaseBackup}: a backup with the right value, and one without. */
final class PlaceTrials {
  static final String S3 =
      "{type: s3, s3: {bucket: backups, region: '{region}', endpoint: 'http://localhost:{s3port}',"
          + " forcePathStyle: true, prefix: '{ns}/one', secretRef: {name: store, keys: {accessKey:"
          + " id, secretKey: secret}}}}";
  static final String GUARDED =
      "{type: s3, s3: {bucket: backups, region: '{region}', endpoint: '{s3tls}', forcePathStyle:"
          + " true, secretRef: {name: guarded}, caSecretRef: {name: ca, key: ca.crt}}}";
  static final String GCS =
      "{type: gcs, gcs: {bucket: backups, endpoint: '{gcs}', prefix: '{ns}/one', secretRef: {name:"
          + " store, key: account.json}}}";
  static final String AZURE =
      "{type: azure, azure: {container: backups, storageAccount: '{account}', endpoint: '{azure}',"
          + " prefix: '{ns}/one', secretRef: {name: store}}}";
  static final String PVC = "{type: pvc, pvc: {claimName: backups, subPath: '{ns}/one'}}";

  /** An object of a store as it should be, and what would be wrong: field, from, to. */
  record Wrong(String field, String good, String bad) {}

  static final List<Wrong> WRONG_S3 =
      List.of(
          new Wrong("s3.bucket", "bucket: backups", "bucket: nothere"),
          new Wrong("s3.region", "region: '{region}'", "region: eu-nowhere-1"),
          new Wrong("s3.endpoint", "localhost:{s3port}", "localhost:1"),
          new Wrong("s3.forcePathStyle", "forcePathStyle: true", "forcePathStyle: false"),
          new Wrong("s3.secretRef.name", "secretRef: {name: store", "secretRef: {name: keys"),
          new Wrong("s3.secretRef.keys.accessKey", "accessKey: id", "accessKey: secret"),
          new Wrong("s3.secretRef.keys.secretKey", "secretKey: secret", "secretKey: id"));
  static final List<Wrong> WRONG_GUARDED =
      List.of(
          new Wrong("s3.caSecretRef.name", "name: ca,", "name: other-ca,"),
          new Wrong("s3.caSecretRef.key", "key: ca.crt", "key: other.crt"));
  static final List<Wrong> WRONG_GCS =
      List.of(
          new Wrong("gcs.bucket", "bucket: backups", "bucket: nothere"),
          new Wrong("gcs.endpoint", "'{gcs}'", "'http://127.0.0.1:1'"),
          new Wrong("gcs.secretRef.name", "name: store", "name: wrong"),
          new Wrong("gcs.secretRef.key", "key: account.json", "key: accountKey"),
          new Wrong(
              "gcs.secretRef.namespace", "{name: store", "{namespace: '{other}', name: store"));
  static final List<Wrong> WRONG_AZURE =
      List.of(
          new Wrong("azure.container", "container: backups", "container: nothere"),
          new Wrong("azure.endpoint", "'{azure}'", "'http://localhost:1/account'"),
          new Wrong("azure.storageAccount", "'{account}'", "somebody"),
          new Wrong("azure.secretRef.name", "name: store", "name: wrong"),
          new Wrong(
              "azure.secretRef.namespace", "{name: store", "{namespace: '{other}', name: store"));

  /** Somebody who is no Azure, behind TLS: what it says shows whether it was trusted. */
  static final String AZURE_TLS =
      "{type: azure, azure: {container: backups, storageAccount: '{account}', endpoint: '{s3tls}/{account}', secretRef: {name: store}, caSecretRef: {name: ca, key: ca.crt}}}";

  static final List<Wrong> WRONG_AZURE_TLS =
      List.of(
          new Wrong("azure.caSecretRef.name", "name: ca,", "name: other-ca,"),
          new Wrong("azure.caSecretRef.key", "key: ca.crt", "key: other.crt"),
          new Wrong(
              "azure.caSecretRef.namespace",
              "caSecretRef: {name: ca, key: ca.crt",
              "caSecretRef: {name: ca, namespace: '{other}', key: ca.crt"));

  private static final String FIELD = "spec.storage.";
  private final Origin origin;
  final Exhibit s3;
  final Exhibit guarded;
  final Exhibit gcs;
  final Exhibit azure;
  final Exhibit pvc;

  PlaceTrials(Origin origin) {
    this.origin = origin;
    this.s3 = at("s3", S3);
    this.guarded = at("guarded", GUARDED);
    this.gcs = at("gcs", GCS);
    this.azure = at("azure", AZURE);
    this.pvc = at("pvc", PVC);
  }

  private Exhibit at(String name, String storage) {
    return Exhibit.backup(
            origin.called("in-" + name),
            "databaseRef: {name: " + origin.source().name() + "}\nstorage: " + storage + "\n")
        .needing(origin.source());
  }

  List<Trial> all() {
    List<Trial> trials = new ArrayList<>();
    trials.addAll(wrong(s3, S3, WRONG_S3));
    trials.addAll(wrong(guarded, GUARDED, WRONG_GUARDED));
    trials.addAll(wrong(gcs, GCS, WRONG_GCS));
    trials.addAll(wrong(azure, AZURE, WRONG_AZURE));
    trials.addAll(trusting());
    trials.add(
        trial(FIELD + "type", pvc, s3)
            .shows(
                CopyLooks.completed(
                    stage -> stage.object().at("/spec/storage/type").asText() + stored(stage)),
                "pvc true",
                "s3 false"));
    trials.addAll(terms());
    return trials;
  }

  /** Whether it is in the volume. */
  private static String stored(Stage stage) {
    String path = stage.status("/backup/path");
    return " " + stage.site().stores().volume(stage.site().namespace()).keys(path).contains(path);
  }

  private List<Trial> wrong(Exhibit good, String storage, List<Wrong> all) {
    Look look = CopyLooks.unless("spec\\.storage|no connection");
    return all.stream()
        .map(
            wrong ->
                trial(FIELD + wrong.field(), good, at(name(wrong), changed(storage, wrong)))
                    .shows(look, YES, NO))
        .toList();
  }

  private List<Trial> trusting() {
    Exhibit good = at("azure-tls", AZURE_TLS);
    return WRONG_AZURE_TLS.stream()
        .map(
            wrong ->
                trial(FIELD + wrong.field(), good, at(name(wrong), changed(AZURE_TLS, wrong)))
                    .shows(CopyLooks.trusts(), YES, NO))
        .toList();
  }

  private static String name(Wrong wrong) {
    return "wrong-" + wrong.field().replace('.', '-').toLowerCase(Locale.ROOT);
  }

  static String changed(String storage, Wrong wrong) {
    if (!storage.contains(wrong.good())) {
      throw new IllegalArgumentException(wrong.field());
    }
    return storage.replace(wrong.good(), wrong.bad());
  }

  /** What objects are stored with, as it is said to the store. */
  private List<Trial> terms() {
    Exhibit s3b =
        tapped(
            "s3b",
            S3,
            "s3port",
            storage ->
                storage
                    .replace(
                        "bucket: backups",
                        "bucket: locked, serverSideEncryption: 'aws:kms', kmsKeyId: key-of-ours,"
                            + " storageClass: STANDARD_IA, objectLockMode: GOVERNANCE,"
                            + " objectLockRetention: 1m")
                    .replace("/one", "/two"));
    Exhibit s3a = tapped("s3a", S3, "s3port", UnaryOperator.identity());
    Exhibit gcsA = tapped("gcsa", GCS, "gcs", UnaryOperator.identity());
    Exhibit gcsB =
        tapped(
            "gcsb",
            GCS,
            "gcs",
            storage ->
                storage
                    .replace(
                        "bucket: backups",
                        "bucket: backups, storageClass: NEARLINE, kmsKeyName:"
                            + " projects/p/locations/l/keyRings/r/cryptoKeys/k")
                    .replace("/one", "/two"));
    Exhibit azureA = tapped("azurea", AZURE, "azure", UnaryOperator.identity());
    Exhibit azureB =
        tapped(
            "azureb",
            AZURE,
            "azure",
            storage ->
                storage
                    .replace("container: backups", "container: backups, accessTier: Cool")
                    .replace("/one", "/two"));
    Exhibit below = at("below", PVC.replace("/one", "/two"));
    Look path = stage -> stage.status("/backup/path").contains("/two/") ? "two" : "one";
    return List.of(
        trial(FIELD + "s3.prefix", s3a, at("two", S3.replace("/one", "/two")))
            .shows(path, "one", "two"),
        trial(FIELD + "gcs.prefix", gcs, gcsB).shows(CopyLooks.completed(path), "one", "two"),
        trial(FIELD + "azure.prefix", azure, azureB).shows(CopyLooks.completed(path), "one", "two"),
        trial(FIELD + "pvc.subPath", pvc, below).shows(CopyLooks.completed(path), "one", "two"),
        said("s3.serverSideEncryption", s3a, s3b, "(?i)x-amz-server-side-encryption: aws:kms"),
        said("s3.kmsKeyId", s3a, s3b, "(?i)-aws-kms-key-id: key-of-ours"),
        said("s3.storageClass", s3a, s3b, "(?i)x-amz-storage-class: STANDARD_IA"),
        said("s3.objectLockMode", s3a, s3b, "(?i)x-amz-object-lock-mode: GOVERNANCE"),
        said("s3.objectLockRetention", s3a, s3b, "(?i)x-amz-object-lock-retain-until-date: 20"),
        said("gcs.storageClass", gcsA, gcsB, "(?i)NEARLINE"),
        said("gcs.kmsKeyName", gcsA, gcsB, "kmsKeyName=projects"),
        said("azure.accessTier", azureA, azureB, "(?i)x-ms-access-tier: Cool"));
  }

  private Trial said(String field, Exhibit one, Exhibit other, String pattern) {
    return trial(FIELD + field, one, other).shows(CopyLooks.sent(pattern), NO, YES);
  }

  /** With a tap between it and its store. */
  private Exhibit tapped(String name, String storage, String server, UnaryOperator<String> change) {
    String through =
        switch (server) {
          case "s3port" -> storage.replace("{s3port}", "{tap}");
          case "gcs" -> storage.replace("{gcs}", "http://127.0.0.1:{tap}");
          default -> storage.replace("{azure}", "http://127.0.0.1:{tap}/{account}");
        };
    String port = server.equals("s3port") ? "{s3port}" : "{" + server + "port}";
    return at(name, change.apply(through))
        .before(
            stage ->
                stage.site().keep(stage.name() + "one", Tap.to(Integer.parseInt(stage.say(port)))));
  }
}
