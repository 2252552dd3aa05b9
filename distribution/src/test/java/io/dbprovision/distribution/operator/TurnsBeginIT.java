package io.dbprovision.distribution.operator;

import static org.assertj.core.api.Assertions.assertThat;

import io.dbprovision.distribution.DevClusterExtension;
import java.time.Duration;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** One login becomes two that take turns, with an application at work. */
@Tag("thorough")
@ExtendWith({DevClusterExtension.class, SceneExtension.class})
class TurnsBeginIT {
  private static final Duration A_MINUTE = Duration.ofSeconds(100);

  private final Scene scene;
  private final Kubectl kubectl;

  TurnsBeginIT(Scene scene) {
    this.scene = scene;
    this.kubectl = scene.kubectl();
  }

  @Test
  void theApplicationKeepsItsTablesAndARotationThatWaitsIsDone() {
    String name = scene.name("rr");
    String database = scene.name("rrdb");
    scene.instance();
    kubectl.apply(
        Manifests.user("rr", name)
            + Manifests.database(
                "rr",
                database,
                "owner: " + name,
                "deletionProtection: false",
                "initSQL:",
                "  inline: [\"CREATE TABLE seeded (id int)\"]"));
    kubectl.awaitReady("databaseuser/rr", "database/rr");
    Login before = scene.loginOf("rr");
    before.execute(database, "CREATE TABLE orders (id int)");

    kubectl.patch(
        "databaseuser/rr",
        "{\"spec\":{\"passwordRotation\":{\"enabled\":true,\"oldUserPolicy\":{\"gracePeriod\":\"1m\"}}}}");
    Await.until(
        "logins take turns",
        A_MINUTE,
        () -> !kubectl.get("databaseuser/rr", "{.status.rotation.serviceRole}").isEmpty(),
        () -> kubectl.show("databaseuser/rr"));
    assertThat(scene.loginOf("rr").username()).isEqualTo(name);
    before.execute(database, "INSERT INTO orders VALUES (1)");
    before.execute(database, "ALTER TABLE seeded ADD COLUMN more int");
    before.execute(database, "CREATE SCHEMA mine");

    rotate("one");
    awaitLoginOtherThan(name);
    Login second = scene.loginOf("rr");
    second.execute(database, "ALTER TABLE orders ADD COLUMN sum int");
    rotate("two");
    Await.until(
        "the status says that it waits",
        A_MINUTE,
        () -> condition("reason").equals("RotationWaits"),
        () -> kubectl.show("databaseuser/rr"));
    assertThat(condition("message")).contains("waits until 20");
    scene.operator().kill9();
    scene.operator().start();
    awaitLoginOtherThan(second.username());
    Login third = scene.loginOf("rr");
    assertThat(third.username()).isNotEqualTo(name);
    third.execute(database, "DROP TABLE orders");
    third.execute(database, "DROP TABLE seeded");

    Await.until(
        "the first login is gone",
        A_MINUTE.multipliedBy(2),
        () -> !scene.server().hasRole(name),
        () -> kubectl.show("databaseuser/rr"));
    assertThat(kubectl.get("database/rr", "{.status.phase}")).isEqualTo("Ready");
    kubectl.deleteAndWait("database/rr");
    kubectl.deleteAndWait("databaseuser/rr");
    assertThat(scene.server().hasRole("svc_" + name)).isFalse();
  }

  @Test
  void fromDayOneADatabaseOfTheLoginIsTheRoles() {
    String name = scene.name("day");
    String database = scene.name("daydb");
    scene.instance();
    kubectl.apply(
        Manifests.database("day", database, "owner: " + name, "deletionProtection: false")
            + Manifests.user("day", name, "passwordRotation: {enabled: true}"));
    kubectl.awaitReady("database/day", "databaseuser/day");
    scene.loginOf("day").execute(database, "CREATE SCHEMA mine");
    assertThat(
            scene
                .loginOf("day")
                .query(
                    database,
                    "SELECT nspowner::regrole::text FROM pg_namespace WHERE nspname = 'mine'"))
        .containsExactly("svc_" + name);
    kubectl.deleteAndWait("database/day");
    kubectl.deleteAndWait("databaseuser/day");
  }

  private void rotate(String token) {
    kubectl.annotate("databaseuser/rr", "rotate-password", token);
  }

  private String condition(String field) {
    return kubectl.get(
        "databaseuser/rr", "{.status.conditions[?(@.type==\"PasswordRotated\")]." + field + "}");
  }

  private void awaitLoginOtherThan(String name) {
    Await.until(
        "another login is in the Secret",
        A_MINUTE.multipliedBy(2),
        () -> !scene.loginOf("rr").username().equals(name),
        () -> kubectl.show("databaseuser/rr"));
  }
}
