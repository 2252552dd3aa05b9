package io.dbprovision.distribution.operator;

import static org.assertj.core.api.Assertions.assertThat;

import io.dbprovision.distribution.stores.S3Place;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** A user rotates the key of a backup that lies on a real S3 server. */
@ExtendWith(SceneExtension.class)
class KeyRotationIT {
  private static final String BACKUP = "databasebackup/once";

  private final Kubectl kubectl;
  private final Scene scene;
  private final S3Place store = S3Place.shared();
  private final Shop shop;
  private final Copies copies;

  KeyRotationIT(Scene scene) {
    this.scene = scene;
    this.kubectl = scene.kubectl();
    this.shop = new Shop(scene);
    this.copies = new Copies(scene, store);
  }

  private void keys(String... entries) {
    kubectl.apply(
        """
        ---
        apiVersion: v1
        kind: Secret
        metadata: {name: key}
        data: {%s}
        """
            .formatted(String.join(", ", entries)));
  }

  /** An entry of the Secret. */
  private static String entry(String name, char fill) {
    byte[] key = String.valueOf(fill).repeat(32).getBytes(StandardCharsets.US_ASCII);
    return name + ": " + Base64.getEncoder().encodeToString(key);
  }

  private String keyId() {
    return kubectl.get(BACKUP, "{.status.backup.keyId}");
  }

  @Test
  void theNewKeyIsTakenOverWithAKibibyteAndTheOldOneIsNotNeededAnyMore() {
    shop.open();
    copies.secrets();
    keys(entry("key", 'o'));
    String path = copies.make("once");
    String first = keyId();
    List<String> before = copies.stored();
    kubectl.await(BACKUP, "KeyCurrent=True/KeyWrapped");

    keys(entry("key", 'n'), entry("before", 'o'));
    Await.until(
        "the key is rotated",
        Copies.WORK,
        () -> !keyId().equals(first),
        () -> kubectl.show(BACKUP));
    kubectl.await(BACKUP, "KeyCurrent=True/KeyWrapped");

    String second = keyId();
    String file = path + ".key-" + second;
    assertThat(copies.stored()).containsExactlyInAnyOrder(path, path + ".manifest", file);
    assertThat(before).contains(path + ".key").doesNotContain(file);
    assertThat(store.files().text(file)).as("what was written").hasSizeLessThanOrEqualTo(1024);

    keys(entry("key", 'o'));
    kubectl.await(BACKUP, "KeyCurrent=False/KeyMissing");
    assertThat(kubectl.message(BACKUP, "KeyCurrent")).contains(second, "put it back");
    String copy = scene.name("copy");
    copies.restore("wrong", "backupRef: {name: once}", Shop.as(copy));
    assertThat(copies.failed("databaserestore/wrong")).contains("key " + second);
    assertThat(shop.databases()).containsOnly(shop.name());

    keys(entry("key", 'n'));
    kubectl.await(BACKUP, "KeyCurrent=True/KeyWrapped");
    copies.restore("again", "backupRef: {name: once}", Shop.as(copy));
    copies.completed("databaserestore/again");
    assertThat(shop.orders(copy)).containsExactly(Shop.TRUE);
    assertThat(kubectl.fields("events", "{.reason}")).contains("KeyRewrapped", "KeyMissing");

    kubectl.deleteAndWait(BACKUP);
    assertThat(copies.stored()).isEmpty();
  }
}
