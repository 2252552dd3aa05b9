package io.dbprovision.distribution.operator;

import static org.assertj.core.api.Assertions.assertThat;

import io.dbprovision.distribution.DevClusterExtension;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What was there before: objects of an earlier operator, and what this one put there itself. */
@ExtendWith({DevClusterExtension.class, SceneExtension.class})
class TakeOverIT {
  private final Scene scene;
  private final Kubectl kubectl;

  TakeOverIT(Scene scene) {
    this.scene = scene;
    this.kubectl = scene.kubectl();
  }

  @Test
  void aReferenceWithoutConsentThatAnEarlierOperatorServedGoesOnAndIsToldOf() {
    String name = scene.name("before_db");
    String other = scene.otherNamespaceWithInstance(scene.server());
    scene.server().admin().execute("postgres", "CREATE DATABASE " + name);
    kubectl.apply(
        Manifests.database("before", name)
            .replace("name: pg\n", "name: pg\n    namespace: " + other + "\n")
            .replace(
                "name: before\n",
                "name: before\n  annotations: {dbops.dbprovision.io/skip-reconcile: \"true\"}\n"));
    kubectl.patchStatus(
        "database/before",
        "{\"status\":{\"phase\":\"Ready\",\"database\":{\"name\":\"%s\"}}}".formatted(name));

    kubectl.annotate("database/before", "skip-reconcile", "false");
    kubectl.await("database/before", "Synced=True");
    kubectl.patch("database/before", "{\"spec\":{\"deletionPolicy\":\"Retain\"}}");

    Await.until(
        "the change is taken over too",
        Kubectl.SOON,
        () -> kubectl.get("database/before", "{.status.observedGeneration}").equals("2"),
        () -> kubectl.show("database/before"));
    assertThat(kubectl.get("database/before", "{.status.grandfathered[*]}")).isEqualTo(other);
    assertThat(kubectl.message("database/before", "Synced")).doesNotContain("does not allow");
    Await.until(
        "an Event tells of it",
        Kubectl.SOON,
        () -> kubectl.yaml("events").contains("reason: Grandfathered"),
        () -> kubectl.show("database/before"));

    assertThat(scene.operator().dbops(Map.of(), "doctor"))
        .contains(scene.namespace() + "/before", other);

    kubectl.apply(
        Manifests.database("later", scene.name("later_db"))
            .replace("name: pg\n", "name: pg\n    namespace: " + other + "\n"));
    kubectl.await("database/later", "Synced=False/PermissionDenied");
  }

  @Test
  void aMembershipThatTheManifestNoLongerAsksForIsTakenAway() {
    String user = scene.name("member");
    String role = scene.name("group");
    Login admin = scene.server().admin();
    admin.execute("postgres", "CREATE ROLE " + role);
    scene.instance();
    kubectl.apply(Manifests.user("member", user, "roles: [" + role + "]"));
    kubectl.awaitReady("databaseuser/member");
    String members =
        "SELECT m.member::regrole::text FROM pg_auth_members m WHERE m.roleid = '"
            + role
            + "'::regrole AND m.member = '"
            + user
            + "'::regrole";
    assertThat(admin.query("postgres", members)).isEqualTo(List.of(user));

    kubectl.patch("databaseuser/member", "{\"spec\":{\"roles\":[]}}");

    Await.until(
        user + " is no member of " + role,
        Kubectl.SOON,
        () -> admin.query("postgres", members).isEmpty(),
        () -> kubectl.show("databaseuser/member"));
    kubectl.await("databaseuser/member", "Synced=True");
  }
}
