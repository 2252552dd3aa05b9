package io.dbprovision.distribution.operator;

import static org.assertj.core.api.Assertions.assertThat;

import io.dbprovision.distribution.stores.VolumePlace;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** A tenant's store that is as slow as it likes, and everybody else. */
@ExtendWith(SceneExtension.class)
class SlowStoreIT {
  /** More than the operator works on at once of one kind. */
  private static final int MANY = 12;

  private static final int AT_ONCE = 4;
  private static final Duration USUAL = Duration.ofSeconds(60);

  private final Scene scene;
  private final Kubectl kubectl;

  SlowStoreIT(Scene scene) {
    this.scene = scene;
    this.kubectl = scene.kubectl();
  }

  @Test
  void holdsUpNobodyElse() {
    Scene neighbour = scene.beside();
    Shop shop = new Shop(neighbour);
    Copies copies =
        new Copies(
            neighbour, new VolumePlace(neighbour.operator().volumes(), neighbour.namespace()));
    shop.open();
    copies.secrets();
    scene.instance();
    try (DrippingStore store = new DrippingStore()) {
      kubectl.apply(restores(store));
      Await.until(
          "the store is asked", USUAL, () -> store.dripping() > 0, () -> kubectl.show(restore(0)));

      Instant begun = Instant.now();
      copies.make("once");
      String copy = neighbour.name("copy");
      copies.restore("again", "backupRef: {name: once}", Shop.as(copy));
      copies.completed("databaserestore/again");

      assertThat(Duration.between(begun, Instant.now())).isLessThan(USUAL);
      assertThat(shop.orders(copy)).containsExactly(Shop.TRUE);
      assertThat(store.dripping()).as("still at it").isBetween(1, AT_ONCE);
      for (int i = 0; i < MANY; i++) {
        assertThat(kubectl.get(restore(i), "{.status.phase}")).isEqualTo("Pending");
        assertThat(kubectl.get(restore(i), "{.status.message}")).contains("not answered yet");
      }
      for (int i = 0; i < MANY; i++) {
        kubectl.deleteAndWait(restore(i));
      }
    }
  }

  private static String restore(int number) {
    return "databaserestore/slow-" + number;
  }

  private String restores(DrippingStore store) {
    StringBuilder all =
        new StringBuilder(
            """
            ---
            apiVersion: v1
            kind: Secret
            metadata: {name: slow}
            stringData: {AWS_ACCESS_KEY_ID: a, AWS_SECRET_ACCESS_KEY: b}
            """);
    for (int i = 0; i < MANY; i++) {
      all.append(
          """
          ---
          apiVersion: dbops.dbprovision.io/v1alpha1
          kind: DatabaseRestore
          metadata: {name: slow-%d}
          spec:
            fromPath:
              backupPath: it-%d.dump
              storage: {type: s3, s3: {bucket: slow, region: r, endpoint: '%s', forcePathStyle: true, secretRef: {name: slow}}}
            %s
          """
              .formatted(i, i, store.endpoint(), Shop.as(scene.name("slow_" + i))));
    }
    return all.toString();
  }
}
