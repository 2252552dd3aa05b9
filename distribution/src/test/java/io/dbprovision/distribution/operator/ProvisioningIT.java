package io.dbprovision.distribution.operator;

import static org.assertj.core.api.Assertions.assertThat;

import io.dbprovision.distribution.DevClusterExtension;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** From manifests to a database, a login and a Secret. */
@Execution(ExecutionMode.CONCURRENT) // for most of the time it waits for a minute to pass
@ExtendWith({DevClusterExtension.class, SceneExtension.class})
class ProvisioningIT {
  /** A password gets at least a minute old before it is rotated by hand. */
  private static final Duration ROTATION = Duration.ofSeconds(80);

  private final Scene scene;
  private final Kubectl kubectl;

  ProvisioningIT(Scene scene) {
    this.scene = scene;
    this.kubectl = scene.kubectl();
  }

  @Test
  void threeManifestsBecomeADatabaseALoginAndASecretThatLogsIn() {
    String role = scene.name("order_service");
    scene.instance();
    kubectl.apply(
        Manifests.user("orders", role)
            + Manifests.database("orders", scene.name("orders"), "owner: " + role));

    kubectl.awaitReady("database/orders", "databaseuser/orders");

    String secret = scene.secretOf("orders");
    assertThat(secret).matches(role.replace('_', '-') + "-credentials-[0-9a-f]{8}");
    Login login = kubectl.login(secret);
    assertThat(login.username()).isEqualTo(role);
    assertThat(login.query(scene.name("orders"), "SELECT current_user")).containsExactly(role);
  }

  @Test
  void theOrderOfTheManifestsDoesNotMatter() {
    kubectl.apply(
        Manifests.user("late", scene.name("late"))
            + Manifests.database("late", scene.name("late_db")));
    kubectl.await("databaseuser/late", "Synced=False/DependencyNotReady");
    kubectl.await("database/late", "Synced=False/DependencyNotReady");

    kubectl.apply(Manifests.instance(scene.server().host(), scene.server().port()));
    kubectl.apply(Manifests.adminSecret(scene.server().admin()));
    kubectl.awaitReady("databaseinstance/pg");

    Duration soon = Duration.ofSeconds(5);
    kubectl.await("databaseuser/late", "Ready=True", soon);
    kubectl.await("database/late", "Ready=True", soon);
    assertThat(scene.loginOf("late").works()).isTrue();
  }

  @Test
  void aSecretDeletedByHandComesBackWithANewPasswordThatWorks() {
    scene.instance();
    kubectl.apply(Manifests.user("app", scene.name("app")));
    kubectl.awaitReady("databaseuser/app");
    Login before = scene.loginOf("app");
    String secret = "secret/" + scene.secretOf("app");
    String uid = kubectl.get(secret, "{.metadata.uid}");

    kubectl.delete(secret);

    Await.until(
        "another Secret that logs in",
        Duration.ofSeconds(20),
        () -> {
          String now = kubectl.get(secret, "{.metadata.uid}");
          return !now.isEmpty() && !now.equals(uid) && scene.loginOf("app").works();
        },
        () -> kubectl.show("databaseuser/app"));
    assertThat(scene.loginOf("app").password()).isNotEqualTo(before.password());
    assertThat(before.works()).isFalse();
  }

  @Test
  void aDatabaseDroppedByHandIsMadeAgain() {
    scene.instance();
    String name = scene.name("lost");
    kubectl.apply(Manifests.database("lost", name));
    kubectl.awaitReady("database/lost");

    scene.server().superuser().execute("postgres", "DROP DATABASE " + name);

    Await.until(
        "the database is there again",
        Duration.ofSeconds(12),
        () -> scene.server().hasDatabase(name),
        () -> kubectl.show("database/lost"));
    kubectl.awaitReady("database/lost");
  }

  @Test
  void aRoleDroppedByHandIsMadeAgainWithThePasswordOfItsSecret() {
    scene.instance();
    String name = scene.name("lost");
    kubectl.apply(Manifests.user("lost", name));
    kubectl.awaitReady("databaseuser/lost");
    Login login = scene.loginOf("lost");

    scene.server().superuser().execute("postgres", "DROP ROLE " + name);

    Await.until(
        "the same Secret logs in again",
        Duration.ofSeconds(12),
        login::works,
        () -> kubectl.show("databaseuser/lost"));
  }

  @Test
  void aTokenInTheAnnotationRotatesThePasswordOnce() {
    scene.instance();
    kubectl.apply(Manifests.user("app", scene.name("app")));
    kubectl.awaitReady("databaseuser/app");
    Login before = scene.loginOf("app");

    kubectl.annotate("databaseuser/app", "rotate-password", "monday");

    Await.until(
        "a new password that works",
        ROTATION,
        () -> {
          Login now = scene.loginOf("app");
          return !now.password().equals(before.password()) && now.works();
        },
        () -> kubectl.show("databaseuser/app"));
    assertThat(before.works()).isFalse();
    Login after = scene.loginOf("app");
    kubectl.awaitReady("databaseuser/app");

    kubectl.annotate("databaseuser/app", "unrelated", "touch");

    Await.always(
        "the password stays",
        Duration.ofSeconds(3),
        () -> scene.loginOf("app").equals(after),
        () -> kubectl.show("databaseuser/app"));
  }

  @Test
  void whatIsReadyIsLeftAlone() {
    scene.instance();
    kubectl.apply(
        Manifests.user("app", scene.name("app")) + Manifests.database("app", scene.name("app_db")));
    kubectl.awaitReady("databaseuser/app", "database/app");
    String versions = versions();

    Await.always(
        "no object is written",
        Duration.ofSeconds(15),
        () -> versions().equals(versions),
        () -> kubectl.show("databaseuser/app"));
  }

  @Test
  void noPasswordIsSaidAnywhere() {
    scene.instance();
    kubectl.apply(
        Manifests.user("app", scene.name("app")) + Manifests.database("app", scene.name("app_db")));
    kubectl.awaitReady("databaseuser/app", "database/app");
    String first = scene.loginOf("app").password();
    kubectl.annotate("databaseuser/app", "rotate-password", "now");
    Await.until(
        "a second password",
        ROTATION,
        () -> !scene.loginOf("app").password().equals(first),
        () -> kubectl.show("databaseuser/app"));
    kubectl.awaitReady("databaseuser/app");

    String said =
        scene.operator().log()
            + scene.server().log()
            + kubectl.yaml("databaseinstances", "databases", "databaseusers", "events");

    // proof that these are the right places to look in
    assertThat(said).contains(scene.name("app"));
    for (String password :
        new String[] {first, scene.loginOf("app").password(), scene.server().admin().password()}) {
      assertThat(said.contains(password)).as("a password is in a log or object").isFalse();
    }
  }

  private String versions() {
    StringBuilder text = new StringBuilder();
    for (String object : new String[] {"databaseinstance/pg", "databaseuser/app", "database/app"}) {
      text.append(kubectl.get(object, "{.metadata.resourceVersion}")).append(' ');
    }
    return text.append(
            kubectl.get("secret/" + scene.secretOf("app"), "{.metadata.resourceVersion}"))
        .toString();
  }
}
