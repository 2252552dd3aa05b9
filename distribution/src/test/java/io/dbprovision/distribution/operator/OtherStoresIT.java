package io.dbprovision.distribution.operator;

import static org.assertj.core.api.Assertions.assertThat;

import io.dbprovision.distribution.stores.AzurePlace;
import io.dbprovision.distribution.stores.BackupPlace;
import io.dbprovision.distribution.stores.GcsPlace;
import io.dbprovision.distribution.stores.VolumePlace;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The whole way of an encrypted backup, in the stores that are not S3. */
@ExtendWith(SceneExtension.class)
class OtherStoresIT {
  private final Scene scene;
  private final Shop shop;

  OtherStoresIT(Scene scene) {
    this.scene = scene;
    this.shop = new Shop(scene);
  }

  @Test
  void aVolume() {
    VolumePlace volume = new VolumePlace(scene.operator().volumes(), scene.namespace());
    thereAndBack(volume);

    // a file of another namespace's claim, which this one names in every way it can
    String file = "earlier/orders.sql";
    VolumePlace other = new VolumePlace(scene.operator().volumes(), "somebody-else");
    other.files().write(file, "SELECT 1;".getBytes(StandardCharsets.UTF_8));
    Copies copies = new Copies(scene, volume);
    int tries = 0;
    for (String path : List.of("../../somebody-else/backups/", "somebody-else/backups/", "")) {
      String name = "strange-" + tries++;
      copies.restore(name, copies.fromPath(path + file, "key"), Shop.as(scene.name("strange")));
      assertThat(copies.failed("databaserestore/" + name))
          .containsAnyOf("is no path of a backup", "no complete backup");
    }
    assertThat(shop.databases()).doesNotContain(scene.name("strange"));
    other.files().delete(file);
  }

  @Test
  void googleCloudStorage() {
    thereAndBack(GcsPlace.shared());
  }

  @Test
  void azureBlobStorage() {
    thereAndBack(AzurePlace.shared());
  }

  private void thereAndBack(BackupPlace place) {
    Copies copies = new Copies(scene, place);
    shop.open();
    copies.secrets();
    String copy = scene.name("copy");

    String path = copies.make("once");
    assertThat(copies.stored()).containsExactlyInAnyOrder(path, path + ".key", path + ".manifest");

    copies.restore("again", "backupRef: {name: once}", Shop.as(copy));
    copies.completed("databaserestore/again");
    assertThat(shop.orders(copy)).containsExactly(Shop.TRUE);
    assertThat(shop.databases()).containsOnly(shop.name(), copy);
    assertThat(shop.passingLogins()).isEmpty();

    copies.restore("wrong", copies.fromPath(path, "other-key"), Shop.as(scene.name("never")));
    assertThat(copies.failed("databaserestore/wrong")).contains("key");
    assertThat(shop.databases()).containsOnly(shop.name(), copy);

    scene.kubectl().deleteAndWait("databasebackup/once");
    assertThat(copies.stored()).as("what was stored goes with the object").isEmpty();
  }
}
