package io.dbprovision.distribution.fields;

import io.dbprovision.distribution.stores.AzurePlace;
import io.dbprovision.distribution.stores.BackupPlace;
import io.dbprovision.distribution.stores.GcsPlace;
import io.dbprovision.distribution.stores.S3Place;
import io.dbprovision.distribution.stores.StoredFiles;
import io.dbprovision.testservers.S3Server;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;

/** The stores that the trials' backups go to, and the Secrets that their manifests name. */
final class Stores {

  private final Path volumes;
  private final Map<String, String> words = new HashMap<>();
  private final S3Server guarded = S3Server.start(S3Server.USUAL, "--tls");
  private final Path otherCa;

  /**
   * @param volumes the operator's {@code --pvc-root}
   * @param otherCa of somebody else
   */
  Stores(Path volumes, Path otherCa) {
    this.volumes = volumes;
    this.otherCa = otherCa;
    guarded.makeBucket("backups");
    S3Server s3 = S3Place.shared().server();
    s3.makeLockedBucket("locked");
    words.put("s3", s3.endpoint().toString());
    words.put("s3port", Integer.toString(s3.endpoint().getPort()));
    words.put("region", s3.region());
    words.put("s3tls", guarded.endpoint().toString());
    words.put("gcs", GcsPlace.shared().server().endpoint().toString());
    words.put("gcsport", Integer.toString(GcsPlace.shared().server().endpoint().getPort()));
    words.put("azure", AzurePlace.shared().server().endpoint().toString());
    words.put("azureport", Integer.toString(AzurePlace.shared().server().endpoint().getPort()));
    words.put("account", AzurePlace.shared().server().account());
  }

  Map<String, String> words() {
    return Map.copyOf(words);
  }

  /** Of the claim that the trials' manifests name. */
  StoredFiles volume(String namespace) {
    return new StoredFiles(volumes.resolve(namespace).resolve("backups"));
  }

  void furnish(Cluster cluster, String namespace, String other) {
    String logins =
        String.join(
            ", ",
            S3Place.shared().login(),
            GcsPlace.shared().login(),
            AzurePlace.shared().login(),
            "id: '%s', secret: '%s'"
                .formatted(
                    S3Place.shared().server().accessKey(), S3Place.shared().server().secretKey()));
    cluster.apply(namespace, BackupPlace.secret("store", logins));
    cluster.apply(
        namespace,
        BackupPlace.secret(
            "wrong",
            "AWS_ACCESS_KEY_ID: nobody, AWS_SECRET_ACCESS_KEY: nothing, account.json: '{}',"
                + " accountKey: bm90aGluZw=="));
    cluster.apply(
        other, BackupPlace.secret("store", "account.json: '{}', accountKey: bm90aGluZw=="));
    cluster.apply(
        namespace,
        BackupPlace.secret(
            "ca",
            "ca.crt: %s, other.crt: %s".formatted(quoted(guarded.ca()), quoted(text(otherCa)))));
    cluster.apply(namespace, BackupPlace.secret("other-ca", "ca.crt: " + quoted(text(otherCa))));
    cluster.apply(
        namespace,
        BackupPlace.secret(
            "guarded",
            "AWS_ACCESS_KEY_ID: '%s', AWS_SECRET_ACCESS_KEY: '%s'"
                .formatted(guarded.accessKey(), guarded.secretKey())));
    cluster.apply(other, BackupPlace.secret("ca", "ca.crt: " + quoted(text(otherCa))));
    cluster.apply(namespace, keys("keys", 1, 2));
    cluster.apply(namespace, keys("other-keys", 3, 4));
    cluster.apply(other, keys("keys", 5, 6));
  }

  private static String keys(String name, int a, int b) {
    return """
    ---
    apiVersion: v1
    kind: Secret
    metadata: {name: %s}
    data: {a: %s, b: %s}
    """
        .formatted(
            name,
            Base64.getEncoder().encodeToString(key(a)),
            Base64.getEncoder().encodeToString(key(b)));
  }

  static byte[] key(int fill) {
    byte[] key = new byte[32];
    Arrays.fill(key, (byte) fill);
    return key;
  }

  private static String text(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String quoted(String pem) {
    return '"' + pem.strip().replace("\n", "\\n") + "\\n\"";
  }
}
