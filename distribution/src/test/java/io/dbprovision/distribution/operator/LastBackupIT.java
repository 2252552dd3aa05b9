package io.dbprovision.distribution.operator;

import static org.assertj.core.api.Assertions.assertThat;

import io.dbprovision.testservers.S3Server;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Databases that go only when a last backup of them is stored and verified. */
@ExtendWith(SceneExtension.class)
class LastBackupIT {
  private static final Duration WORK = Duration.ofSeconds(90);
  private static final Duration PAUSE = Duration.ofMillis(50);

  private final Scene scene;
  private final Kubectl kubectl;
  private final Forwarder way = Forwarder.to(Store.INSTANCE.endpoint().getPort());
  private final String shop;

  LastBackupIT(Scene scene) {
    this.scene = scene;
    this.kubectl = scene.kubectl();
    this.shop = scene.name("shop");
  }

  /** One server for all of these tests, begun when the first needs it. */
  private static final class Store {
    static final S3Server INSTANCE = S3Server.start(S3Server.USUAL);

    static {
      INSTANCE.makeBucket("last");
    }
  }

  @BeforeEach
  void aShopWithAThousandOrders() {
    scene.instance();
    kubectl.apply(
        """
        ---
        apiVersion: v1
        kind: Secret
        metadata: {name: store}
        stringData: {AWS_ACCESS_KEY_ID: "%s", AWS_SECRET_ACCESS_KEY: "%s"}
        """
                .formatted(Store.INSTANCE.accessKey(), Store.INSTANCE.secretKey())
            + Manifests.user("owner", scene.name("owner"))
            + Manifests.database(
                "shop",
                shop,
                "owner: " + scene.name("owner"),
                "deletionProtection: false",
                "deletionPolicy: Snapshot",
                "snapshot: {compression: {algorithm: zstd}, storage: " + storage() + "}"));
    kubectl.awaitReady("database/shop");
    kubectl.await("database/shop", "Synced=True/ReconcileSuccess");
    Login owner = scene.loginOf("owner");
    owner.execute(shop, "CREATE TABLE orders (id int PRIMARY KEY)");
    owner.execute(shop, "INSERT INTO orders SELECT i FROM generate_series(1, 1000) i");
  }

  @AfterEach
  void close() {
    way.close();
  }

  @Test
  void withoutItsStoreADatabaseStaysAndIsUsableAndWithItItGoesAndCanBeHadAgain() throws Exception {
    Login owner = scene.loginOf("owner");
    way.cut();
    kubectl.delete("database/shop");
    kubectl.await("database/shop", "Ready=False/BackupFailed", WORK);
    assertThat(kubectl.message("database/shop", "Ready")).contains("no last backup could be made");
    owner.execute(shop, "INSERT INTO orders VALUES (1001)");

    way.switchTo(Store.INSTANCE.endpoint().getPort());
    try (AutoCloseable client = owner.hold(shop, "INSERT INTO orders VALUES (1002)")) {
      assertThat(client).isNotNull();
      lookAgain("1");
      kubectl.await("database/shop", "Ready=False/DeleteFailed", WORK);
      assertThat(kubectl.message("database/shop", "Ready")).contains("1 sessions are open");
    }
    owner.execute(shop, "INSERT INTO orders VALUES (1003)");
    lookAgain("2");
    gone();

    assertThat(scene.server().hasDatabase(shop)).isFalse();
    assertThat(keepers()).isEmpty();
    assertThat(kubectl.fields("databasebackup", "{.status.phase} {.status.verification.verified}"))
        .containsExactly("Completed true");
    assertThat(restored()).hasSize(1002).contains("1001", "1003").doesNotContain("1002");
  }

  @Test
  void whatSomebodyWroteAndWasToldSoIsInTheBackupHoweverLateHeWroteIt() throws Exception {
    Login owner = scene.loginOf("owner");
    Set<String> acknowledged = new ConcurrentSkipListSet<>();
    AtomicBoolean enough = new AtomicBoolean();
    Thread writer =
        Thread.ofVirtual()
            .start(
                () -> {
                  for (int id = 2000; !enough.get(); id++) {
                    try {
                      owner.execute(shop, "INSERT INTO orders VALUES (" + id + ")");
                      acknowledged.add(String.valueOf(id));
                    } catch (IllegalStateException e) {
                      // refused, or ended in the middle; the machine has other things to do
                      LockSupport.parkNanos(PAUSE.toNanos());
                    }
                  }
                });
    try {
      Await.until(
          "something is written", WORK, () -> acknowledged.size() > 20, acknowledged::toString);
      kubectl.annotate("database/shop", "force-delete", "true");
      kubectl.delete("database/shop");
      gone();
    } finally {
      enough.set(true);
      writer.join();
    }
    assertThat(scene.server().hasDatabase(shop)).isFalse();
    assertThat(restored()).containsAll(acknowledged);
  }

  private void lookAgain(String token) {
    kubectl.annotate("database/shop", "look", token);
  }

  private void gone() {
    Await.until(
        "the database has gone",
        WORK,
        () -> !kubectl.exists("database/shop"),
        () -> kubectl.yaml("database", "databasebackup") + scene.operator().tail());
  }

  private Set<String> restored() {
    String copy = scene.name("copy");
    String backup = kubectl.fields("databasebackup", "{.metadata.name}").getFirst();
    kubectl.apply(
        """
        ---
        apiVersion: dbops.dbprovision.io/v1alpha1
        kind: DatabaseRestore
        metadata: {name: again}
        spec:
          backupRef: {name: %s}
          target: {instanceRef: {name: pg}, databaseName: %s}
        """
            .formatted(backup, copy));
    Await.until(
        "it is restored",
        WORK,
        () -> kubectl.get("databaserestore/again", "{.status.phase}").equals("Completed"),
        () -> kubectl.show("databaserestore/again"));
    return new TreeSet<>(scene.server().admin().query(copy, "SELECT id FROM orders ORDER BY id"));
  }

  /** What remembers who could come into a database that is closed. */
  private List<String> keepers() {
    return scene
        .server()
        .superuser()
        .query(
            "postgres",
            "SELECT rolname FROM pg_roles WHERE rolname ~ '^_dbops_q_' AND NOT EXISTS"
                + " (SELECT FROM pg_database d WHERE rolname = '_dbops_q_' || d.oid)");
  }

  private String storage() {
    return "{type: s3, s3: {bucket: last, region: %s, endpoint: 'http://127.0.0.1:%d', forcePathStyle: true, prefix: %s, secretRef: {name: store}}}"
        .formatted(Store.INSTANCE.region(), way.port(), scene.namespace());
  }
}
