package io.dbprovision.distribution.operator;

import static org.assertj.core.api.Assertions.assertThat;

import io.dbprovision.distribution.DevClusterExtension;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Manifests that were fine are changed: what is not ours stays as it is, and so does most of a
 * server.
 */
@ExtendWith({DevClusterExtension.class, SceneExtension.class})
class PatchedIT {
  private final Scene scene;
  private final Kubectl kubectl;

  PatchedIT(Scene scene) {
    this.scene = scene;
    this.kubectl = scene.kubectl();
  }

  @Test
  void aReferenceThatIsMovedTakesNothingOverAndDropsNothing() {
    String name = scene.name("moved");
    try (PostgresServer other = PostgresServer.start("pg-moved")) {
      scene.instance();
      String there = scene.otherNamespaceWithInstance(other);
      other.superuser().execute("postgres", "CREATE DATABASE " + name);
      other.superuser().execute("postgres", "CREATE ROLE " + name + " CONNECTION LIMIT 3");
      kubectl.apply(
          Manifests.database("moved", name, "deletionProtection: false")
              + Manifests.user("moved", name, "postgres: {connectionLimit: 7}"));
      kubectl.awaitReady("database/moved", "databaseuser/moved");
      List<String> objects = List.of("database/moved", "databaseuser/moved");

      for (String object : objects) {
        kubectl.patch(
            object,
            "{\"spec\":{\"instanceRef\":{\"name\":\"pg\",\"namespace\":\"%s\"}}}".formatted(there));
        kubectl.await(object, "Synced=False/PermissionDenied");
      }
      scene.kubectlOf(there).annotate("databaseinstance/pg", "allow-from", scene.namespace());
      for (String object : objects) {
        kubectl.await(object, "Synced=False/InvalidSpec", Duration.ofSeconds(60));
        assertThat(kubectl.message(object, "Synced"))
            .contains("spec.instanceRef", "DatabaseInstance " + scene.namespace() + "/pg");
        kubectl.deleteAndWait(object);
      }

      assertThat(other.hasDatabase(name)).isTrue();
      assertThat(
              other
                  .superuser()
                  .query(
                      "postgres",
                      "SELECT rolconnlimit || coalesce(shobj_description(oid, 'pg_authid'), '')"
                          + " FROM pg_roles WHERE rolname = '"
                          + name
                          + "'"))
          .containsExactly("3");
      assertThat(scene.server().hasDatabase(name)).as("it stays where it was made").isTrue();
      assertThat(kubectl.run("get", "events", "-o", "yaml")).contains("LeftBehind");
    }
  }

  @Test
  void anotherServiceRoleIsNotTakenOverAndAWrongScheduleCanBeDeleted() {
    String login = scene.name("app");
    String theirs = scene.name("grafana");
    scene.server().admin().execute("postgres", "CREATE ROLE " + theirs + " CONNECTION LIMIT 3");
    scene.instance();
    kubectl.apply(Manifests.user("app", login, "passwordRotation: {enabled: true}"));
    kubectl.awaitReady("databaseuser/app");

    kubectl.patch(
        "databaseuser/app",
        "{\"spec\":{\"passwordRotation\":{\"serviceRole\":{\"name\":\"%s\"}}}}".formatted(theirs));
    kubectl.await("databaseuser/app", "Synced=False/InvalidSpec");
    kubectl.patch(
        "databaseuser/app", "{\"spec\":{\"passwordRotation\":{\"schedule\":\"nonsense\"}}}");
    kubectl.deleteAndWait("databaseuser/app");

    assertThat(scene.server().hasRole(login)).isFalse();
    assertThat(scene.server().hasRole("svc_" + login)).isFalse();
    assertThat(
            scene
                .server()
                .superuser()
                .query(
                    "postgres",
                    "SELECT rolconnlimit || coalesce(shobj_description(oid, 'pg_authid'), '')"
                        + " FROM pg_roles WHERE rolname = '"
                        + theirs
                        + "'"))
        .containsExactly("3");
  }

  @Test
  void mostOfAServerIsNotDroppedUnasked() {
    try (PostgresServer own = PostgresServer.start("pg-mass")) {
      scene.instance(own);
      StringBuilder manifests = new StringBuilder();
      List<String> users = new ArrayList<>();
      for (int i = 0; i < 12; i++) {
        manifests.append(Manifests.user("user-" + i, scene.name("user" + i)));
        users.add("databaseuser/user-" + i);
      }
      kubectl.apply(manifests.toString());
      kubectl.awaitReady(users.toArray(String[]::new));

      kubectl.run("delete", "databaseuser", "--all", "--wait=false");
      for (String user : users) {
        kubectl.await(user, "Ready=False/MassDeletion", Duration.ofSeconds(30));
      }
      assertThat(own.roles(scene.name("user%"))).hasSize(12);

      kubectl.annotate("databaseinstance/pg", "allow-mass-deletion", "true");
      users.forEach(kubectl::awaitGone);
      assertThat(own.roles(scene.name("user%"))).isEmpty();
    }
  }
}
