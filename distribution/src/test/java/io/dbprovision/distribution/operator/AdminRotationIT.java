package io.dbprovision.distribution.operator;

import static org.assertj.core.api.Assertions.assertThat;

import io.dbprovision.distribution.DevClusterExtension;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The login that the operator works as gets another password, and nobody is locked out. */
@ExtendWith({DevClusterExtension.class, SceneExtension.class})
class AdminRotationIT {
  private static final String INSTANCE = "databaseinstance/pg";
  private static final String PENDING = "pg-dbops-admin";
  private static final String WAITING =
      "SELECT 1 FROM pg_stat_activity WHERE usename = 'dbops_admin' AND %s";

  private final Scene scene;
  private final Kubectl kubectl;
  private final SecretForms passwords = new SecretForms();

  AdminRotationIT(Scene scene) {
    this.scene = scene;
    this.kubectl = scene.kubectl();
  }

  @Test
  void aRotationThatIsKilledAtAnyMomentIsEndedAndToldToNobody() throws Exception {
    int logged = scene.operator().log().length();
    // of its own: on the common one other instances work as the same login
    try (PostgresServer server = PostgresServer.start("pg-admin")) {
      scene.instance(server);
      kubectl.apply(Manifests.user("early", scene.name("early")));
      kubectl.awaitReady("databaseuser/early");
      Login first = known("the first", server.admin());

      Login second = known("the second", killedBeforeTheServerLearnsIt(server, first));
      assertThat(first.works()).isFalse();
      Login third = known("the third", killedBeforeTheSecretHasIt(server, second));
      assertThat(second.works()).isFalse();
      killedBeforeItIsTidiedUp(third);

      // work goes on as the new login, in new connections too
      kubectl.annotate("databaseuser/early", "rotate-password", "now");
      kubectl.apply(Manifests.user("late", scene.name("late")));
      kubectl.awaitReady("databaseuser/late", "databaseuser/early", INSTANCE);
      assertThat(scene.loginOf("late").works()).isTrue();
      kubectl.deleteAndWait("databaseuser/early");
      kubectl.deleteAndWait("databaseuser/late");
      assertThat(server.roles("%" + scene.suffix())).isEmpty();

      assertThat(passwords.in(scene.operator().log().substring(logged))).as("log").isEmpty();
      assertThat(passwords.in(kubectl.run("get", "events", "-o", "yaml"))).as("Events").isEmpty();
      assertThat(passwords.in(kubectl.yaml("databaseinstances", "databaseusers")))
          .as("objects")
          .isEmpty();
      kubectl.deleteAndWait(INSTANCE);
    }
  }

  /** While the server makes it wait, so that it never gets there. */
  private Login killedBeforeTheServerLearnsIt(PostgresServer server, Login before)
      throws Exception {
    Login superuser = server.superuser();
    AutoCloseable held = superuser.hold("postgres", "ALTER ROLE dbops_admin CONNECTION LIMIT -1");
    try {
      kubectl.annotate(INSTANCE, "rotate-password", "one");
      await(server, "the server is asked", WAITING.formatted("wait_event_type = 'Lock'"));
      assertThat(kubectl.exists("secret/" + PENDING)).isTrue();
      scene.operator().kill9();
      superuser.query(
          "postgres",
          "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE usename = 'dbops_admin'");
    } finally {
      held.close();
    }
    assertThat(before.works()).as("nothing has happened yet").isTrue();
    assertThat(admin()).isEqualTo(before);
    return ended(before);
  }

  /** The server has it for good and says so to nobody: it waits for a standby that never comes. */
  private Login killedBeforeTheSecretHasIt(PostgresServer server, Login before) {
    Login superuser = server.superuser();
    standby(superuser, "nobody");
    kubectl.annotate(INSTANCE, "rotate-password", "two");
    await(server, "the server has it", WAITING.formatted("wait_event = 'SyncRep'"));
    scene.operator().kill9();
    standby(superuser, "");
    Await.until(
        "the login in the admin's Secret is refused",
        Kubectl.SOON,
        () -> !before.works(),
        () -> server.log());
    assertThat(admin()).isEqualTo(before);
    return ended(before);
  }

  private void killedBeforeItIsTidiedUp(Login now) {
    scene.operator().kill9();
    kubectl.apply(
        Manifests.secret(PENDING, now.username(), now.password())
            .replace(
                "stringData:",
                """
                  labels: {dbops.dbprovision.io/credentials: "true"}
                  annotations:
                    dbops.dbprovision.io/owned-by: %s
                    dbops.dbprovision.io/rotated-for: two
                stringData:"""
                    .formatted("DatabaseInstance " + scene.namespace() + "/pg")));
    scene.operator().start();
    kubectl.awaitGone("secret/" + PENDING);
    assertThat(admin()).as("no other one is made").isEqualTo(now);
    assertThat(now.works()).isTrue();
  }

  /** Goes on from there, and returns the login that the admin's Secret has then. */
  private Login ended(Login before) {
    assertThat(kubectl.exists("secret/" + PENDING)).isTrue();
    known("the one on its way after " + passwords.size(), pending(before));
    scene.operator().start();
    kubectl.awaitGone("secret/" + PENDING);
    kubectl.await(INSTANCE, "PasswordRotated=True");
    kubectl.awaitReady(INSTANCE);
    Login after = admin();
    assertThat(after.password().equals(before.password())).as("it is another").isFalse();
    assertThat(after.works()).isTrue();
    return after;
  }

  private Login pending(Login like) {
    return new Login(
        like.host(),
        like.port(),
        kubectl.secret(PENDING, "username"),
        kubectl.secret(PENDING, "password"));
  }

  private Login admin() {
    return new Login(
        kubectl.get(INSTANCE, "{.spec.connection.host}"),
        Integer.parseInt(kubectl.get(INSTANCE, "{.spec.connection.port}")),
        kubectl.secret("admin", "username"),
        kubectl.secret("admin", "password"));
  }

  private Login known(String name, Login login) {
    passwords.add(name, login.password());
    return login;
  }

  private static void standby(Login superuser, String name) {
    for (String sql :
        List.of(
            "ALTER SYSTEM SET synchronous_commit = " + (name.isEmpty() ? "off" : "on"),
            "ALTER SYSTEM SET synchronous_standby_names = '" + name + "'",
            "SELECT pg_reload_conf()")) {
      superuser.execute("postgres", sql);
    }
  }

  private void await(PostgresServer server, String what, String sql) {
    Await.until(
        what,
        Kubectl.SOON,
        () -> !server.superuser().query("postgres", sql).isEmpty(),
        () -> kubectl.show(INSTANCE));
  }
}
