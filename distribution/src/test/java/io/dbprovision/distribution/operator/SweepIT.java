package io.dbprovision.distribution.operator;

import static org.assertj.core.api.Assertions.assertThat;

import io.dbprovision.distribution.DevClusterExtension;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Objects that go together with their namespace or their instance. */
@ExtendWith({DevClusterExtension.class, SceneExtension.class})
class SweepIT {
  private static final Duration NAMESPACE_GONE = Duration.ofSeconds(60);

  private final Scene scene;
  private final Kubectl kubectl;

  SweepIT(Scene scene) {
    this.scene = scene;
    this.kubectl = scene.kubectl();
  }

  @Test
  void aNamespaceGoesWholeThoughTheAdminsSecretGoesWithIt() {
    String user = scene.name("swept");
    String database = scene.name("swept_db");
    String kept = scene.name("kept_db");
    scene.instance();
    kubectl.apply(
        Manifests.user("swept", user)
            + Manifests.database("swept", database, "deletionProtection: false")
            + Manifests.database("kept", kept));
    kubectl.awaitReady("databaseuser/swept", "database/swept", "database/kept");

    String namespace = "namespace/" + scene.namespace();
    kubectl.delete(namespace);

    Await.until(
        namespace + " is gone",
        NAMESPACE_GONE,
        () -> !kubectl.exists(namespace),
        () -> kubectl.yaml("databaseinstances", "databases", "databaseusers"));
    assertThat(scene.server().hasRole(user)).isFalse();
    assertThat(scene.server().hasDatabase(database)).isFalse();
    assertThat(scene.server().hasDatabase(kept)).as("it was protected").isTrue();
  }

  @Test
  void aConfirmedCascadeKeepsTheOwnerOfWhatItKeeps() {
    String owner = scene.name("owner");
    String database = scene.name("owned_db");
    scene.instance();
    kubectl.apply(
        Manifests.user("owner", owner) + Manifests.database("owned", database, "owner: " + owner));
    kubectl.awaitReady("databaseuser/owner", "database/owned");
    String secret = scene.secretOf("owner");

    kubectl.annotate("databaseinstance/pg", "force-delete", "true");
    kubectl.delete("databaseinstance/pg");
    kubectl.await("databaseinstance/pg", "Ready=False/PendingDeletionConfirmation");
    kubectl.annotate(
        "databaseinstance/pg",
        "confirm-force-delete",
        kubectl.get("databaseinstance/pg", "{.status.deletionConfirmation.hash}"));
    kubectl.awaitGone("databaseinstance/pg");

    assertThat(scene.server().hasDatabase(database)).isTrue();
    assertThat(kubectl.login(secret).query(database, "SELECT current_user")).containsExactly(owner);
  }
}
