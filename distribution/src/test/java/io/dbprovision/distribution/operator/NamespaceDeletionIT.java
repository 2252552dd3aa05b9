package io.dbprovision.distribution.operator;

import static io.dbprovision.distribution.operator.Manifests.GRANTS;
import static io.dbprovision.distribution.operator.Manifests.entry;
import static org.assertj.core.api.Assertions.assertThat;

import io.dbprovision.distribution.DevClusterExtension;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** A namespace goes with all that is in it, in whatever order the API server asks for it. */
@ExtendWith({DevClusterExtension.class, SceneExtension.class})
class NamespaceDeletionIT {
  private final Scene scene;
  private final Kubectl kubectl;

  NamespaceDeletionIT(Scene scene) {
    this.scene = scene;
    this.kubectl = scene.kubectl();
  }

  @Test
  void aNamespaceWithAWholeApplicationInItIsDeletedToTheEnd() {
    String database = scene.name("shop");
    String login = scene.name("app");
    String role = scene.name("readers");
    scene.instance();
    kubectl.apply(
        Manifests.database("shop", database)
            + Manifests.user("app", login)
            + Manifests.role("readers", role)
            + Manifests.grantToUser("app", "app", "roles: [" + role + "]")
            + Manifests.grantToRole("readers", "readers", GRANTS, entry(database, "", "CONNECT")));
    List.of(
            "database/shop",
            "databaseuser/app",
            "databaserole/readers",
            "databasegrant/app",
            "databasegrant/readers")
        .forEach(object -> kubectl.await(object, "Synced=True"));

    kubectl.deleteNamespace();

    Await.until(
        "the namespace is gone",
        Duration.ofSeconds(90),
        () -> kubectl.namespaceLeft().isEmpty(),
        kubectl::namespaceLeft);
    assertThat(scene.server().hasDatabase(database))
        .as("it was protected: its data stays")
        .isTrue();
  }
}
