package io.dbprovision.distribution.operator;

import static org.assertj.core.api.Assertions.assertThat;

import io.dbprovision.distribution.stores.S3Place;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What is said of a backup that was tried out, before and after a bit of it changed. */
@ExtendWith(SceneExtension.class)
class VerificationIT {
  private static final String BACKUP = "databasebackup/once";
  private final Scene scene;
  private final Kubectl kubectl;

  VerificationIT(Scene scene) {
    this.scene = scene;
    this.kubectl = scene.kubectl();
  }

  @Test
  void aGoodBackupIsVerifiedAndOneWithAChangedBitIsFoundOutAndRefused() {
    S3Place store = S3Place.shared();
    Shop shop = new Shop(scene);
    Copies copies = new Copies(scene, store);
    shop.open();
    copies.secrets();

    String path = copies.make("once", "verification: {enabled: true}");

    kubectl.await(BACKUP, "Verified=True", Copies.WORK);
    assertThat(kubectl.get(BACKUP, "{.status.verification.durationSeconds}")).matches("\\d+");
    assertThat(kubectl.message(BACKUP, "Verified")).contains("rows and definitions");
    cleared();
    assertThat(shop.databases()).as("the scratch database is gone").containsOnly(shop.name());
    assertThat(shop.passingLogins()).isEmpty();

    store.files().flip(path);
    kubectl.annotate(BACKUP, "verify", "again");
    kubectl.await(BACKUP, "Verified=False/VerificationFailed", Copies.WORK);
    assertThat(kubectl.get(BACKUP, "{.status.verification.verified}")).isEqualTo("false");
    cleared();

    copies.restore("never", "backupRef: {name: once}", Shop.as(scene.name("copy")));
    assertThat(copies.failed("databaserestore/never")).contains(path);
    assertThat(shop.databases()).containsOnly(shop.name());
    assertThat(shop.passingLogins()).isEmpty();

    // that very bit was it
    store.files().flip(path);
    kubectl.annotate(BACKUP, "verify", "once more");
    kubectl.await(BACKUP, "Verified=True", Copies.WORK);
  }

  private void cleared() {
    Await.until(
        "nothing of the trial is left to clear",
        Copies.WORK,
        () -> kubectl.get(BACKUP, "{.status.verification.step}").isEmpty(),
        () -> kubectl.show(BACKUP));
  }
}
