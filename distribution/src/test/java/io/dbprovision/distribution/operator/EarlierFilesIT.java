package io.dbprovision.distribution.operator;

import static org.assertj.core.api.Assertions.assertThat;

import io.dbprovision.testservers.ClientPrograms;
import io.dbprovision.testservers.S3Server;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Backups that an operator before this one left in a bucket, restored by manifest. */
@ExtendWith(SceneExtension.class)
class EarlierFilesIT {
  private static final Duration WORK = Duration.ofSeconds(90);
  private static final String ROWS = "SELECT count(*) || ' ' || sum(amount) FROM orders";
  private static final String TRUE = "1000 500500";

  private final Scene scene;
  private final Kubectl kubectl;
  private final String shop;
  private final String prefix;

  EarlierFilesIT(Scene scene) {
    this.scene = scene;
    this.kubectl = scene.kubectl();
    this.shop = scene.name("shop");
    this.prefix = scene.namespace() + "/prod";
  }

  private static final class Store {
    static final S3Server INSTANCE = S3Server.start(S3Server.USUAL);

    static {
      INSTANCE.makeBucket("earlier");
    }
  }

  @BeforeEach
  void aShopWithAThousandOrders() {
    scene.instance();
    kubectl.apply(
        Manifests.user("owner", scene.name("owner"))
            + Manifests.database(
                "shop", shop, "owner: " + scene.name("owner"), "deletionProtection: false"));
    kubectl.awaitReady("database/shop");
    Login owner = scene.loginOf("owner");
    owner.execute(shop, "CREATE TABLE orders (id int PRIMARY KEY, amount int NOT NULL)");
    owner.execute(shop, "INSERT INTO orders SELECT i, i FROM generate_series(1, 1000) i");
    kubectl.apply(secrets());
  }

  @Test
  void anEarlierBackupObjectIsRestoredFromWhereThatOperatorReallyPutIt() {
    String path = prefix + "/" + shop + "-old-20250101-000000.dump.gz.enc";
    put(prefix + "/" + path, dump("custom").gzip().gcm(key(7)));
    earlierBackup(path);

    kubectl.apply(restore("again", "backupRef: {name: old}", toNew(scene.name("copy")), ""));
    completed("again");

    assertThat(scene.server().admin().query(scene.name("copy"), ROWS)).containsExactly(TRUE);
    assertThat(kubectl.get("databaserestore/again", "{.status.warnings[*]}"))
        .contains("stored by an earlier operator");
  }

  @Test
  void aCbcFileIsRestoredInPlaceOnceThatIsAcknowledged() {
    String path = prefix + "/old.sql.gz.enc";
    put(path, dump("plain").gzip().cbc(key(7)));
    Login owner = scene.loginOf("owner");
    owner.execute(shop, "DELETE FROM orders WHERE id > 10");
    String source = fromPath(path, "key", "aes-256-cbc");
    String back = "databaseRef: {name: shop}\n    inPlace: true";

    kubectl.apply(restore("unasked", source, back, "acknowledgeDataLoss: I-UNDERSTAND-DATA-LOSS"));
    refused("unasked", "False/ValidationFailed", "spec.confirmation.acknowledgeUnverifiedFile");
    assertThat(owner.query(shop, ROWS)).containsExactly("10 55");

    kubectl.apply(
        restore(
            "asked",
            source,
            back,
            "acknowledgeDataLoss: I-UNDERSTAND-DATA-LOSS, acknowledgeUnverifiedFile: true"));
    completed("asked");
    assertThat(owner.query(shop, ROWS)).containsExactly(TRUE);
  }

  @Test
  void whatIsDamagedOrLockedWithAnotherKeyIsRefusedAndNothingIsTouched() {
    EarlierFile file = dump("custom").gzip();
    EarlierFile gcm = file.gcm(key(7));
    put(prefix + "/wrong.dump.gz.enc", gcm);
    put(prefix + "/cut.dump.gz.enc", gcm.cutBy(100));
    put(prefix + "/flipped.dump.gz.enc", gcm.flipped(gcm.bytes().length / 2));
    put(prefix + "/cbc.dump.gz.enc", file.cbc(key(7)).flipped(500));
    put(prefix + "/short.dump", dump("custom").cutBy(1000));

    attempt("wrong", fromPath(prefix + "/wrong.dump.gz.enc", "other", "aes-256-gcm"));
    attempt("cut", fromPath(prefix + "/cut.dump.gz.enc", "key", "aes-256-gcm"));
    attempt("flipped", fromPath(prefix + "/flipped.dump.gz.enc", "key", "aes-256-gcm"));
    attempt("cbc", fromPath(prefix + "/cbc.dump.gz.enc", "key", "aes-256-cbc"));
    attempt("short", fromPath(prefix + "/short.dump"));

    refused("wrong", "False/ReconcileFailed", "the key is another");
    refused("cut", "False/ReconcileFailed", "damaged");
    refused("flipped", "False/ReconcileFailed", "damaged");
    refused("cbc", "False/ReconcileFailed", "damaged");
    refused("short", "False/ReconcileFailed", "not whole");
    assertThat(scene.loginOf("owner").query(shop, ROWS)).containsExactly(TRUE);
    Await.until(
        "nothing temporary stays",
        WORK,
        () -> databases().equals(List.of(shop)),
        () -> databases().toString());
  }

  private void attempt(String name, String source) {
    kubectl.apply(
        restore(name, source, toNew(scene.name(name)), "acknowledgeUnverifiedFile: true"));
  }

  private void completed(String restore) {
    Await.until(
        restore + " is Completed",
        WORK,
        () -> kubectl.get("databaserestore/" + restore, "{.status.phase}").equals("Completed"),
        () -> kubectl.show("databaserestore/" + restore));
  }

  private void refused(String restore, String ready, String saying) {
    kubectl.await("databaserestore/" + restore, "Ready=" + ready, WORK);
    assertThat(kubectl.message("databaserestore/" + restore, "Ready")).contains(saying);
  }

  /** Of this test, and those that a restore makes for a while. */
  private List<String> databases() {
    return scene
        .server()
        .superuser()
        .query(
            "postgres",
            "SELECT datname FROM pg_database WHERE datname LIKE '%%%s' OR datname ~ '^_dbops_[ro]_'"
                .formatted(scene.suffix()));
  }

  private EarlierFile dump(String format) {
    Login owner = scene.loginOf("owner");
    return EarlierFile.dump(
        ClientPrograms.folder("pg-clients").resolve("18/bin/pg_dump"),
        Map.of("PGPASSWORD", owner.password()),
        "--host=" + owner.host(),
        "--port=" + owner.port(),
        "--username=" + owner.username(),
        "--format=" + format,
        shop);
  }

  private static byte[] key(int fill) {
    byte[] bytes = new byte[32];
    Arrays.fill(bytes, (byte) fill);
    return bytes;
  }

  /** An object of the bucket is a file below the server's folder. */
  private static void put(String key, EarlierFile file) {
    Path path = Store.INSTANCE.log().resolveSibling("data/earlier").resolve(key);
    try {
      Files.createDirectories(path.getParent());
      Files.write(path, file.bytes());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private String secrets() {
    String secret =
        """
        ---
        apiVersion: v1
        kind: Secret
        metadata: {name: %s}
        data: {key: %s}
        """;
    return secret.formatted("key", Base64.getEncoder().encodeToString(key(7)))
        + secret.formatted("other", Base64.getEncoder().encodeToString(key(8)))
        + Manifests.secret("store", Store.INSTANCE.accessKey(), Store.INSTANCE.secretKey());
  }

  private String storage() {
    return """
      storage:
        type: s3
        s3:
          bucket: earlier
          region: %s
          endpoint: %s
          forcePathStyle: true
          prefix: %s
          secretRef: {name: store, keys: {accessKey: username, secretKey: password}}
    """
        .formatted(Store.INSTANCE.region(), Store.INSTANCE.endpoint(), prefix);
  }

  /** With the status that the earlier operator had written, before this one looks at it. */
  private void earlierBackup(String path) {
    kubectl.apply(
        """
        ---
        apiVersion: dbops.dbprovision.io/v1alpha1
        kind: DatabaseBackup
        metadata: {name: old, annotations: {dbops.dbprovision.io/skip-reconcile: "true"}}
        spec:
          databaseRef: {name: shop}
          compression: {enabled: true}
          encryption: {enabled: true, secretRef: {name: key, key: key}}
        """
            + storage());
    kubectl.patchStatus(
        "databasebackup/old",
        """
        {"status": {"phase": "Completed", "completedAt": "2025-01-01T00:00:10Z",
          "source": {"instance": "pg", "database": "%s", "engine": "postgres", "version": "16"},
          "backup": {"path": "%s", "sizeBytes": 5000, "compressedSizeBytes": 900,
            "checksum": "", "format": "custom"}}}
        """
            .formatted(shop, path));
    kubectl.annotate("databasebackup/old", "skip-reconcile", "false");
  }

  private String fromPath(String path) {
    return ("fromPath:\n    backupPath: " + path + "\n") + storage().indent(2).stripTrailing();
  }

  private String fromPath(String path, String key, String algorithm) {
    return fromPath(path)
        + "\n    encryption: {enabled: true, algorithm: %s, secretRef: {name: %s, key: key}}"
            .formatted(algorithm, key);
  }

  private static String toNew(String database) {
    return "instanceRef: {name: pg}\n    databaseName: " + database;
  }

  private static String restore(String name, String source, String target, String confirmation) {
    return """
    ---
    apiVersion: dbops.dbprovision.io/v1alpha1
    kind: DatabaseRestore
    metadata: {name: %s}
    spec:
      %s
      target:
        %s
      confirmation: {%s}
    """
        .formatted(name, source, target, confirmation);
  }
}
