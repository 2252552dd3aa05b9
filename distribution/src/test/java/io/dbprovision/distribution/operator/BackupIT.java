package io.dbprovision.distribution.operator;

import static org.assertj.core.api.Assertions.assertThat;

import io.dbprovision.testservers.S3Server;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Backups to a real S3 server by real client programs, and what becomes of them. */
@ExtendWith(SceneExtension.class)
class BackupIT {
  private static final Duration WORK = Duration.ofSeconds(90);
  private static final String ROWS = "SELECT count(*) || ' ' || sum(amount) FROM orders";
  private static final String TRUE = "1000 500500";

  private final Scene scene;
  private final Kubectl kubectl;
  private final S3Server store = Store.INSTANCE;
  private final String shop;

  BackupIT(Scene scene) {
    this.scene = scene;
    this.kubectl = scene.kubectl();
    this.shop = scene.name("shop");
  }

  /** One server for all of these tests, begun when the first needs it. */
  private static final class Store {
    static final S3Server INSTANCE = S3Server.start(S3Server.USUAL);

    static {
      INSTANCE.makeBucket("backups");
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
    owner.execute(shop, "CREATE TABLE orders (id int PRIMARY KEY, amount int NOT NULL, note text)");
    owner.execute(
        shop, "INSERT INTO orders SELECT i, i, 'plain words' FROM generate_series(1, 1000) i");
    kubectl.apply(key("key", (byte) 7) + key("other-key", (byte) 8) + storeSecret());
  }

  @Test
  void aDatabaseComesBackUnderANewNameAndItsBackupGoesWithTheObject() {
    String copy = scene.name("copy");
    kubectl.apply(backup("once", "key"));
    completed("databasebackup/once");

    String path = kubectl.get("databasebackup/once", "{.status.backup.path}");
    assertThat(path).startsWith(scene.namespace() + "/" + shop + "-once-").endsWith(".zst.enc");
    assertThat(stored()).contains(path, path + ".key", path + ".manifest");
    assertThat(storedText()).doesNotContain("plain words", "orders");
    assertThat(passingLogins()).as("the login of the copy is gone").isEmpty();

    kubectl.apply(restore("again", "backupRef: {name: once}", toNew(copy)));
    completed("databaserestore/again");

    assertThat(scene.loginOf("owner").query(shop, ROWS)).containsExactly(TRUE);
    assertThat(scene.server().admin().query(copy, ROWS)).containsExactly(TRUE);
    assertThat(passingLogins()).as("the login of the restore is gone").isEmpty();
    assertThat(databases()).as("nothing temporary stays").containsOnly(shop, copy);

    kubectl.deleteAndWait("databasebackup/once");
    assertThat(stored()).isEmpty();
  }

  @Test
  void inPlaceTheContentIsReplacedAndOwnerAndRightsStay() {
    kubectl.apply(backup("once", "key"));
    completed("databasebackup/once");
    Login owner = scene.loginOf("owner");
    owner.execute(shop, "DELETE FROM orders WHERE id > 10");

    kubectl.apply(
        restore(
            "back",
            "backupRef: {name: once}",
            """
            databaseRef: {name: shop}
                inPlace: true
              confirmation: {acknowledgeDataLoss: I-UNDERSTAND-DATA-LOSS}
            """));
    completed("databaserestore/back");

    assertThat(owner.query(shop, ROWS)).containsExactly(TRUE);
    assertThat(
            owner.query(
                shop,
                "SELECT pg_get_userbyid(datdba) FROM pg_database WHERE datname = '" + shop + "'"))
        .containsExactly(scene.name("owner"));
    kubectl.awaitReady("database/shop");
    assertThat(databases()).containsOnly(shop);
  }

  @Test
  void aWrongKeyLeavesTheTargetAsItIs() {
    kubectl.apply(backup("once", "key"));
    completed("databasebackup/once");
    String path = kubectl.get("databasebackup/once", "{.status.backup.path}");

    kubectl.apply(restore("wrong", fromPath(path, "other-key"), toNew(scene.name("copy"))));

    kubectl.await("databaserestore/wrong", "Ready=False/ReconcileFailed", WORK);
    assertThat(kubectl.message("databaserestore/wrong", "Ready")).contains("key");
    assertThat(databases()).containsOnly(shop);
    assertThat(scene.loginOf("owner").query(shop, ROWS)).containsExactly(TRUE);
  }

  @Test
  void aScheduleMakesABackupWhenAskedAndLeavesItWhenItGoes() {
    kubectl.apply(
        """
        ---
        apiVersion: dbops.dbprovision.io/v1alpha1
        kind: DatabaseBackupSchedule
        metadata:
          name: nightly
          annotations: {dbops.dbprovision.io/run-now: first}
        spec:
          schedule: "0 3 * * *"
          deletionProtection: false
          template:
            spec:
        """
            + body("key").indent(4));
    Await.until(
        "the schedule made a backup",
        WORK,
        () -> kubectl.fields("databasebackup", "{.status.phase}").equals(List.of("Completed")),
        () -> kubectl.yaml("databasebackupschedule", "databasebackup") + scene.operator().tail());
    kubectl.await("databasebackupschedule/nightly", "Ready=True/Active", WORK);
    List<String> before = stored();

    kubectl.deleteAndWait("databasebackupschedule/nightly");

    assertThat(kubectl.fields("databasebackup", "{.status.phase}")).containsExactly("Completed");
    assertThat(stored()).isEqualTo(before);
  }

  private void completed(String object) {
    Await.until(
        object + " is Completed",
        WORK,
        () -> kubectl.get(object, "{.status.phase}").equals("Completed"),
        () -> kubectl.show(object));
  }

  /** Those that the operator makes for a while. */
  private List<String> passingLogins() {
    return scene
        .server()
        .superuser()
        .query(
            "postgres", "SELECT rolname FROM pg_roles WHERE rolcanlogin AND rolname ~ '^_dbops'");
  }

  /** Of this test, and temporary ones of anybody. */
  private List<String> databases() {
    return scene
        .server()
        .superuser()
        .query(
            "postgres",
            "SELECT datname FROM pg_database WHERE datname LIKE '%%%s' OR datname ~ '^_dbops_[ro]_'"
                .formatted(scene.suffix()));
  }

  private Path bucket() {
    return store.log().resolveSibling("data/backups");
  }

  /** The keys of what is in the bucket for this namespace. */
  private List<String> stored() {
    try (Stream<Path> files = Files.walk(bucket())) {
      return files
          .filter(Files::isRegularFile)
          .map(file -> bucket().relativize(file).toString())
          .filter(key -> key.startsWith(scene.namespace() + "/"))
          .sorted()
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private String storedText() {
    StringBuilder text = new StringBuilder();
    for (String key : stored()) {
      try {
        text.append(Files.readString(bucket().resolve(key), StandardCharsets.ISO_8859_1));
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
    return text.toString();
  }

  private String key(String name, byte fill) {
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

  private String storeSecret() {
    return """
    ---
    apiVersion: v1
    kind: Secret
    metadata: {name: store}
    stringData: {AWS_ACCESS_KEY_ID: "%s", AWS_SECRET_ACCESS_KEY: "%s"}
    """
        .formatted(store.accessKey(), store.secretKey());
  }

  private String backup(String name, String key) {
    return """
    ---
    apiVersion: dbops.dbprovision.io/v1alpha1
    kind: DatabaseBackup
    metadata: {name: %s}
    spec:
    """
            .formatted(name)
        + body(key);
  }

  /** The spec of a backup, two spaces in. */
  private String body(String key) {
    return ("""
      databaseRef: {name: shop}
      compression: {algorithm: zstd, level: 3}
    """
            + storage()
            + encryption(key))
        .indent(0);
  }

  private String storage() {
    return """
      storage:
        type: s3
        s3:
          bucket: backups
          region: %s
          endpoint: %s
          forcePathStyle: true
          prefix: %s
          secretRef: {name: store}
    """
        .formatted(store.region(), store.endpoint(), scene.namespace());
  }

  private static String encryption(String key) {
    return """
      encryption: {enabled: true, secretRef: {name: %s, key: key}}
    """
        .formatted(key);
  }

  private String fromPath(String path, String key) {
    return ("fromPath:\n    backupPath: " + path + "\n")
        + (storage() + encryption(key)).indent(2).stripTrailing();
  }

  private static String toNew(String database) {
    return "instanceRef: {name: pg}\n    databaseName: " + database;
  }

  private static String restore(String name, String source, String target) {
    return """
    ---
    apiVersion: dbops.dbprovision.io/v1alpha1
    kind: DatabaseRestore
    metadata: {name: %s}
    spec:
      %s
      target:
        %s
    """
        .formatted(name, source, target);
  }
}
