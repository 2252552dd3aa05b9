package io.dbprovision.distribution.operator;

import static org.assertj.core.api.Assertions.assertThat;

import io.dbprovision.distribution.DevClusterExtension;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The server cannot be reached for a while, or another one answers in its place. */
@ExtendWith({DevClusterExtension.class, SceneExtension.class})
class OutageIT {
  private static final Duration WHILE = Duration.ofSeconds(60);
  private final Scene scene;
  private final Kubectl kubectl;

  OutageIT(Scene scene) {
    this.scene = scene;
    this.kubectl = scene.kubectl();
  }

  @Test
  void aServerThatWasAwayIsUsedAgainAndWhatWaitedIsMade() {
    try (Forwarder forwarder = Forwarder.to(scene.server().port())) {
      scene.instance("127.0.0.1", forwarder.port());
      kubectl.apply(Manifests.user("before", scene.name("before")));
      kubectl.awaitReady("databaseuser/before");

      forwarder.cut();
      kubectl.await("databaseinstance/pg", "Connected=False");
      kubectl.await("databaseinstance/pg", "Ready=False");
      kubectl.apply(
          Manifests.user("during", scene.name("during"))
              + Manifests.database("during", scene.name("during_db")));
      kubectl.await("databaseuser/during", "Ready=False");

      forwarder.switchTo(scene.server().port());
      kubectl.await("databaseinstance/pg", "Ready=True", WHILE);
      kubectl.await("databaseuser/during", "Ready=True", WHILE);
      kubectl.await("database/during", "Ready=True", WHILE);
      assertThat(scene.loginOf("during").works()).isTrue();
      kubectl.awaitReady("databaseuser/before");
    }
  }

  @Test
  void anotherServerBehindTheSameAddressGetsNothing() {
    try (PostgresServer other = PostgresServer.start("pg-it-other");
        Forwarder forwarder = Forwarder.to(scene.server().port())) {
      // the same credentials are good there too
      Login admin = scene.server().admin();
      String password = "ALTER ROLE " + admin.username() + " PASSWORD '" + admin.password() + "'";
      other.superuser().execute("postgres", password);
      scene.instance("127.0.0.1", forwarder.port());
      String user = scene.name("moved");
      String database = scene.name("moved_db");
      kubectl.apply(Manifests.user("moved", user) + Manifests.database("moved", database));
      kubectl.awaitReady("databaseuser/moved", "database/moved");

      forwarder.switchTo(other.port());

      kubectl.await("databaseinstance/pg", "Ready=False/ServerChanged");
      assertThat(kubectl.message("databaseinstance/pg", "Ready")).contains("accept-server");
      String late = scene.name("late");
      kubectl.apply(Manifests.user("late", late));
      kubectl.await("databaseuser/late", "Ready=False");
      kubectl.annotate("databaseuser/moved", "touched", "yes");
      Await.always(
          "nothing is made on the other server",
          Duration.ofSeconds(12),
          () -> !other.hasRole(user) && !other.hasRole(late) && !other.hasDatabase(database),
          () -> kubectl.show("databaseinstance/pg"));

      forwarder.switchTo(scene.server().port());
      kubectl.await("databaseinstance/pg", "Ready=True", WHILE);
      kubectl.await("databaseuser/late", "Ready=True", WHILE);
    }
  }

  @Test
  void aDeletionWhileTheServerIsGoneStaysUntilItIsForced() {
    try (Forwarder forwarder = Forwarder.to(scene.server().port())) {
      scene.instance("127.0.0.1", forwarder.port());
      String database = scene.name("stuck");
      kubectl.apply(Manifests.database("stuck", database, "deletionProtection: false"));
      kubectl.awaitReady("database/stuck");
      forwarder.cut();
      kubectl.await("databaseinstance/pg", "Ready=False");

      kubectl.delete("database/stuck");

      Await.until(
          "the way out is told",
          Duration.ofSeconds(40),
          () -> kubectl.message("database/stuck", "Ready").contains("force-delete"),
          () -> kubectl.show("database/stuck"));
      assertThat(scene.server().hasDatabase(database)).isTrue();

      kubectl.annotate("database/stuck", "force-delete", "true");

      Await.until(
          "the forced deletion",
          WHILE,
          () -> !kubectl.exists("database/stuck"),
          () -> kubectl.show("database/stuck"));
    }
  }
}
