package io.dbprovision.distribution.operator;

import static org.assertj.core.api.Assertions.assertThat;

import io.dbprovision.distribution.DevClusterExtension;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Logins that take turns, by the clock. */
@ExtendWith({DevClusterExtension.class, SceneExtension.class})
class RotationIT {
  /** A schedule has no seconds. */
  private static final Duration A_MINUTE = Duration.ofSeconds(90);

  private final Scene scene;
  private final Kubectl kubectl;

  RotationIT(Scene scene) {
    this.scene = scene;
    this.kubectl = scene.kubectl();
  }

  @Test
  void theNextLoginTakesOverWhileTheOldOneStillWorksAndThenItGoes() {
    String name = scene.name("app");
    String database = scene.name("shop");
    scene.instance();
    kubectl.apply(
        Manifests.database("shop", database)
            + Manifests.user(
                "app",
                name,
                "passwordRotation:",
                "  enabled: true",
                "  schedule: \"* * * * *\"",
                "  oldUserPolicy:",
                "    gracePeriod: 1m")
            + Manifests.grantToUser(
                "app",
                "app",
                Manifests.GRANTS,
                Manifests.entry(database, "", "CONNECT"),
                Manifests.entry(database, "schema: public", "CREATE")));
    kubectl.awaitReady("database/shop", "databaseuser/app", "databasegrant/app");
    Login first = scene.loginOf("app");
    assertThat(first.username()).isEqualTo(name);
    first.execute(database, "CREATE TABLE orders (id int)");

    Await.until(
        "another login is in the Secret",
        A_MINUTE,
        () -> !scene.loginOf("app").username().equals(name),
        () -> kubectl.show("databaseuser/app"));
    Login second = scene.loginOf("app");
    assertThat(second.username()).startsWith(name + "_2");
    assertThat(second.works()).isTrue();
    assertThat(first.works()).as("the old one keeps working").isTrue();
    second.execute(database, "INSERT INTO orders VALUES (1)");
    second.execute(database, "DROP TABLE orders");
    // no more turns, so that the first login's end can be seen
    kubectl.patch("databaseuser/app", "{\"spec\":{\"passwordRotation\":{\"enabled\":false}}}");

    Await.until(
        "the first login is gone",
        A_MINUTE,
        () -> !scene.server().hasRole(name),
        () -> kubectl.show("databaseuser/app"));
    assertThat(scene.loginOf("app").works()).isTrue();

    kubectl.deleteAndWait("databasegrant/app");
    kubectl.deleteAndWait("databaseuser/app");
    assertThat(scene.server().hasRole("svc_" + name)).isFalse();
    assertThat(scene.server().hasRole(second.username())).isFalse();
  }
}
