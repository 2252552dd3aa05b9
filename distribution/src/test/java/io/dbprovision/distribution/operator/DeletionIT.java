package io.dbprovision.distribution.operator;

import static org.assertj.core.api.Assertions.assertThat;

import io.dbprovision.distribution.DevClusterExtension;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What goes, what stays, and what must be confirmed. */
@ExtendWith({DevClusterExtension.class, SceneExtension.class})
class DeletionIT {
  private static final String UNPROTECTED = "deletionProtection: false";
  private final Scene scene;
  private final Kubectl kubectl;

  DeletionIT(Scene scene) {
    this.scene = scene;
    this.kubectl = scene.kubectl();
  }

  @Test
  void aProtectedDatabaseStaysUntilItsProtectionIsTakenAway() {
    String name = database("kept");

    kubectl.delete("database/kept");
    kubectl.await("database/kept", "Ready=False/DeletionProtected");
    assertThat(kubectl.message("database/kept", "Ready")).contains("deletionProtection");
    assertThat(scene.server().hasDatabase(name)).isTrue();

    kubectl.patch("database/kept", "{\"spec\":{\"deletionProtection\":false}}");
    kubectl.awaitGone("database/kept");
    assertThat(scene.server().hasDatabase(name)).isFalse();
  }

  @Test
  void anUnprotectedDatabaseIsDropped() {
    String name = database("gone", UNPROTECTED);

    kubectl.delete("database/gone");
    kubectl.awaitGone("database/gone");

    assertThat(scene.server().hasDatabase(name)).isFalse();
  }

  @Test
  void aRetainedDatabaseOutlivesItsObject() {
    String name = database("retained", UNPROTECTED, "deletionPolicy: Retain");

    kubectl.delete("database/retained");
    kubectl.awaitGone("database/retained");

    assertThat(scene.server().hasDatabase(name)).isTrue();
  }

  @Test
  void aDeletedUserTakesItsRoleAndItsSecretAlong() {
    String name = user("gone");
    String secret = "secret/" + scene.secretOf("gone");

    kubectl.delete("databaseuser/gone");
    kubectl.awaitGone("databaseuser/gone");

    assertThat(scene.server().hasRole(name)).isFalse();
    kubectl.awaitGone(secret);
  }

  @Test
  void aUserThatOwnsATableStaysAndSaysHowToMoveIt() {
    String name = user("owner");
    String database = database("data", "owner: " + name);
    scene.loginOf("owner").execute(database, "CREATE TABLE public.precious (id int)");

    kubectl.delete("databaseuser/owner");

    kubectl.await("databaseuser/owner", "Ready=False/OwnershipBlocks");
    assertThat(kubectl.get("databaseuser/owner", "{.status.ownershipBlock.resolution}"))
        .contains("REASSIGN OWNED BY", name);
    assertThat(kubectl.get("databaseuser/owner", "{.status.ownershipBlock.ownedObjects[*].name}"))
        .contains("precious");
    assertThat(scene.server().hasRole(name)).isTrue();
  }

  @Test
  void anInstanceWithChildrenStaysUntilTheConsentToExactlyTheseIsGiven() {
    String name = database("child");
    String role = scene.name("child");
    kubectl.apply(
        Manifests.user("child", role)
            + Manifests.grantToUser(
                "child", "child", Manifests.GRANTS, Manifests.entry(name, "", "CONNECT")));
    kubectl.awaitReady("databaseuser/child", "databasegrant/child");

    kubectl.delete("databaseinstance/pg");
    kubectl.await("databaseinstance/pg", "Ready=False/DependenciesExist");
    assertThat(kubectl.message("databaseinstance/pg", "Ready"))
        .contains("Database/child", "DatabaseUser/child");

    kubectl.annotate("databaseinstance/pg", "force-delete", "true");
    kubectl.await("databaseinstance/pg", "Ready=False/PendingDeletionConfirmation");
    assertThat(kubectl.get("databaseinstance/pg", "{.status.phase}")).isEqualTo("PendingDeletion");
    assertThat(kubectl.message("databaseinstance/pg", "Ready"))
        .contains("(1 Database, 1 DatabaseUser)", "1 DatabaseGrant");
    kubectl.annotate("databaseinstance/pg", "confirm-force-delete", "00000000");
    String confirmation = "{.status.deletionConfirmation.hash}";
    String hash = kubectl.get("databaseinstance/pg", confirmation);
    assertThat(hash).matches("[0-9a-f]{8}");
    assertThat(kubectl.exists("database/child")).isTrue();

    kubectl.annotate("databaseinstance/pg", "confirm-force-delete", hash);
    kubectl.awaitGone("databaseinstance/pg");

    assertThat(kubectl.exists("database/child")).isFalse();
    assertThat(kubectl.exists("databaseuser/child")).isFalse();
    // protection in a consented cascade: the object goes, the data stays
    assertThat(scene.server().hasDatabase(name)).isTrue();
    assertThat(scene.server().hasRole(role)).isFalse();
  }

  /** A Ready database of that object name. */
  private String database(String object, String... more) {
    String name = scene.name(object + "_db");
    instance();
    kubectl.apply(Manifests.database(object, name, more));
    kubectl.awaitReady("database/" + object);
    return name;
  }

  private String user(String object) {
    String name = scene.name(object);
    instance();
    kubectl.apply(Manifests.user(object, name));
    kubectl.awaitReady("databaseuser/" + object);
    return name;
  }

  private void instance() {
    if (!kubectl.exists("databaseinstance/pg")) {
      scene.instance();
    }
  }
}
