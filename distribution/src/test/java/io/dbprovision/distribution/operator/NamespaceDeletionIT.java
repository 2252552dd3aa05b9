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

  /**
   * By default databases are protected, so that they stay: what owns them can't be dropped either,
   * and must not wait for ever. All else goes, each thing only after what needs it.
   */
  @Test
  void aNamespaceWithOwnersAndLoginsThatTakeTurnsIsDeletedToTheEnd() {
    String shop = scene.name("shop");
    String ledger = scene.name("ledger");
    String own = scene.name("own");
    String turns = scene.name("turns");
    String single = scene.name("single");
    String role = scene.name("owners");
    scene.instance();
    kubectl.apply(
        Manifests.user(
                "turns",
                turns,
                "passwordRotation:",
                "  enabled: true",
                "  oldUserPolicy:",
                "    gracePeriod: 1m")
            + Manifests.user("single", single)
            + Manifests.role("owners", role)
            + Manifests.database("shop", shop, "owner: svc_" + turns)
            + Manifests.database("ledger", ledger, "owner: " + role)
            + Manifests.database("own", own, "owner: " + single, "deletionProtection: false")
            + Manifests.grantToUser("turns", "turns", GRANTS, entry(ledger, "", "CONNECT"))
            + Manifests.grantToUser("single", "single", GRANTS, entry(shop, "", "CONNECT"))
            + Manifests.grantToRole("owners", "owners", GRANTS, entry(own, "", "CONNECT")));
    List.of(
            "database/shop",
            "database/ledger",
            "database/own",
            "databaseuser/turns",
            "databaseuser/single",
            "databaserole/owners",
            "databasegrant/turns",
            "databasegrant/single",
            "databasegrant/owners")
        .forEach(object -> kubectl.await(object, "Synced=True"));

    kubectl.deleteNamespace();

    Await.until(
        "the namespace is gone",
        Duration.ofSeconds(90),
        () -> kubectl.namespaceLeft().isEmpty(),
        () -> kubectl.namespaceLeft() + kubectl.everything());
    assertThat(scene.server().hasDatabase(shop)).isTrue();
    assertThat(scene.server().hasDatabase(ledger)).isTrue();
    assertThat(scene.server().hasDatabase(own)).isFalse();
    assertThat(scene.server().hasRole(single)).isFalse();
  }
}
