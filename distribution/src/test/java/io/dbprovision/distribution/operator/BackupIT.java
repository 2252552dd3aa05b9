package io.dbprovision.distribution.operator;

import static org.assertj.core.api.Assertions.assertThat;

import io.dbprovision.distribution.stores.S3Place;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Backups to a real S3 server by real client programs, and what becomes of them. */
@ExtendWith(SceneExtension.class)
class BackupIT {
  private final Scene scene;
  private final Kubectl kubectl;
  private final S3Place store = S3Place.shared();
  private final Shop shop;
  private final Copies copies;

  BackupIT(Scene scene) {
    this.scene = scene;
    this.kubectl = scene.kubectl();
    this.shop = new Shop(scene);
    this.copies = new Copies(scene, store);
  }

  @BeforeEach
  void aShopWithAThousandOrders() {
    shop.open();
    copies.secrets();
  }

  @Test
  void aDatabaseComesBackUnderANewNameAndItsBackupGoesWithTheObject() {
    String copy = scene.name("copy");

    String path = copies.make("once");

    assertThat(path)
        .startsWith(scene.namespace() + "/" + shop.name() + "-once-")
        .endsWith(".zst.enc");
    assertThat(copies.stored()).contains(path, path + ".key", path + ".manifest");
    assertThat(copies.stored().stream().map(store.files()::text).collect(Collectors.joining()))
        .doesNotContain("plain words", "orders");
    assertThat(shop.passingLogins()).as("the login of the copy is gone").isEmpty();

    copies.restore("again", "backupRef: {name: once}", Shop.as(copy));
    copies.completed("databaserestore/again");

    assertThat(shop.orders(shop.name())).containsExactly(Shop.TRUE);
    assertThat(shop.orders(copy)).containsExactly(Shop.TRUE);
    assertThat(shop.passingLogins()).as("the login of the restore is gone").isEmpty();
    assertThat(shop.databases()).as("nothing temporary stays").containsOnly(shop.name(), copy);

    kubectl.deleteAndWait("databasebackup/once");
    assertThat(copies.stored()).isEmpty();
  }

  @Test
  void inPlaceTheContentIsReplacedAndOwnerAndRightsStay() {
    copies.make("once");
    shop.owner().execute(shop.name(), "DELETE FROM orders WHERE id > 10");

    copies.restore("back", Copies.inPlace("backupRef: {name: once}"));
    copies.completed("databaserestore/back");

    assertThat(shop.owner().query(shop.name(), Shop.ROWS)).containsExactly(Shop.TRUE);
    assertThat(
            shop.owner()
                .query(
                    shop.name(),
                    "SELECT pg_get_userbyid(datdba) FROM pg_database WHERE datname ="
                        + " current_database()"))
        .containsExactly(scene.name("owner"));
    kubectl.awaitReady("database/shop");
    assertThat(shop.databases()).containsOnly(shop.name());
  }

  @Test
  void aWrongKeyLeavesTheTargetAsItIs() {
    String path = copies.make("once");

    copies.restore("wrong", copies.fromPath(path, "other-key"), Shop.as(scene.name("copy")));

    assertThat(copies.failed("databaserestore/wrong")).contains("key");
    assertThat(shop.databases()).containsOnly(shop.name());
    assertThat(shop.orders(shop.name())).containsExactly(Shop.TRUE);
  }

  @Test
  void aScheduleMakesABackupWhenAskedAndLeavesItWhenItGoes() {
    copies.schedule("nightly", "0 3 * * *");
    kubectl.annotate("databasebackupschedule/nightly", "run-now", "first");
    Await.until(
        "the schedule made a backup",
        Copies.WORK,
        () -> kubectl.fields("databasebackup", "{.status.phase}").equals(List.of("Completed")),
        () -> kubectl.yaml("databasebackupschedule", "databasebackup") + scene.operator().tail());
    kubectl.await("databasebackupschedule/nightly", "Ready=True/Active", Copies.WORK);
    List<String> before = copies.stored();

    kubectl.deleteAndWait("databasebackupschedule/nightly");

    assertThat(kubectl.fields("databasebackup", "{.status.phase}")).containsExactly("Completed");
    assertThat(copies.stored()).isEqualTo(before);
  }
}
