package io.dbprovision.distribution.operator;

import static org.assertj.core.api.Assertions.assertThat;

import io.dbprovision.distribution.DevClusterExtension;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** From manifests to what is on the server, through failures, to what is left of it in the end. */
@ExtendWith({DevClusterExtension.class, SceneExtension.class})
abstract class MyProvisioning extends MyStage {
  private static final Duration SOON = Duration.ofSeconds(20);
  private static final Duration WHILE = Duration.ofSeconds(60);
  private static final String UNPROTECTED = "deletionProtection: false";

  MyProvisioning(Scene scene, String product) {
    super(scene, product);
  }

  @Test
  void manifestsInAnyOrderBecomeADatabaseALoginAndASecretThatLogsIn() {
    String database = scene.name("shop");
    String login = scene.name("app");
    kubectl.apply(
        MyManifests.grant("app", "app", MyManifests.onDatabase(database, "CREATE", "INSERT"))
            + MyManifests.user("app", login)
            + MyManifests.database("shop", database));
    kubectl.await("databaseuser/app", "Synced=False/DependencyNotReady");
    kubectl.await("database/shop", "Synced=False/DependencyNotReady");

    kubectl.apply(theInstance() + adminSecret());

    kubectl.awaitReady(INSTANCE, "database/shop", "databaseuser/app", "databasegrant/app");
    MyLogin app = loginOf("app");
    assertThat(app.username()).isEqualTo(login);
    app.execute(database, "CREATE TABLE t (a INT)", "INSERT INTO t VALUES (1)");
    assertThat(app.may("DROP TABLE " + database + ".t")).as("nobody gave it that").isFalse();
    assertThat(kubectl.get(INSTANCE, "{.status.version}")).isNotEmpty();
  }

  @Test
  void whatIsLostComesBack() {
    String database = scene.name("lost_db");
    String login = scene.name("lost");
    instance();
    kubectl.apply(MyManifests.user("lost", login) + MyManifests.database("lost", database));
    kubectl.awaitReady("databaseuser/lost", "database/lost");
    MyLogin before = loginOf("lost");
    String secret = "secret/" + scene.secretOf("lost");
    String uid = kubectl.get(secret, "{.metadata.uid}");

    kubectl.delete(secret);
    server.root().execute("", "DROP DATABASE " + database);

    awaitThat("the database", SOON, () -> server.hasDatabase(database), "database/lost");
    awaitThat(
        "another Secret that logs in",
        SOON,
        () -> {
          String now = kubectl.get(secret, "{.metadata.uid}");
          return !now.isEmpty() && !now.equals(uid) && loginOf("lost").works();
        },
        "databaseuser/lost");
    assertThat(before.works()).as("its password is another one now").isFalse();
    MyLogin after = loginOf("lost");

    server.root().execute("", "DROP USER " + login);

    awaitThat("the same Secret logs in again", SOON, after::works, "databaseuser/lost");
  }

  @Test
  void anOperatorThatIsKilledLeavesNothingLostAndNothingDoubled() {
    instance();
    List<String> users = IntStream.range(0, 24).mapToObj(i -> "user-" + i).toList();
    for (int round = 0; round < 3; round++) {
      StringBuilder manifests = new StringBuilder();
      users.subList(round * 8, round * 8 + 8).forEach(user -> manifests.append(killed(user)));
      try (var executor = Executors.newVirtualThreadPerTaskExecutor()) {
        CompletableFuture<Void> applied =
            CompletableFuture.runAsync(() -> kubectl.apply(manifests.toString()), executor);
        LockSupport.parkNanos(Duration.ofMillis(250 + 150L * round).toNanos());
        scene.operator().kill9();
        applied.join();
      }
      scene.operator().start();
    }

    users.forEach(user -> kubectl.await("databaseuser/" + user, "Ready=True", WHILE));
    assertThat(kubectl.logins("dbops.dbprovision.io/user"))
        .hasSameSizeAs(users)
        .allMatch(login -> new MyLogin(login).works());
    assertThat(server.logins(scene.name("killed") + "%")).hasSameSizeAs(users);
  }

  private String killed(String user) {
    return MyManifests.user(user, scene.name("killed") + user.replace("user-", "_"));
  }

  @Test
  void aWrongPasswordNamesTheSecretAndTheRightOneHelpsAtOnce() {
    kubectl.apply(Manifests.secret("admin", server.admin().username(), "wrong") + theInstance());

    kubectl.await(INSTANCE, "Connected=False/ConnectionFailed");
    assertThat(kubectl.message(INSTANCE, "Ready"))
        .startsWith("AuthenticationFailed")
        .contains("spec.connection.secretRef");

    kubectl.apply(adminSecret());
    kubectl.await(INSTANCE, "Ready=True", Duration.ofSeconds(5));
  }

  @Test
  void aServerThatWasAwayIsUsedAgainAndWhatWaitedIsMade() {
    try (Forwarder forwarder = Forwarder.to(server.port())) {
      kubectl.apply(
          adminSecret() + MyManifests.instance(server.product(), "127.0.0.1", forwarder.port()));
      kubectl.awaitReady(INSTANCE);

      forwarder.cut();
      kubectl.await(INSTANCE, "Connected=False");
      kubectl.apply(MyManifests.user("during", scene.name("during")));
      kubectl.await("databaseuser/during", "Ready=False");

      forwarder.switchTo(server.port());
      kubectl.await("databaseuser/during", "Ready=True", WHILE);
      kubectl.awaitReady(INSTANCE);
      // the Secret names the address of the instance, which goes with this test
      assertThat(loginOf("during").works()).isTrue();
    }
  }

  @Test
  void whatIsRetainedStaysWhatIsProtectedWaitsAndTheRestGoes() {
    String kept = scene.name("kept");
    String gone = scene.name("gone");
    instance();
    kubectl.apply(
        MyManifests.database("kept", kept, UNPROTECTED, "deletionPolicy: Retain")
            + MyManifests.database("held", scene.name("held"))
            + MyManifests.database("gone", gone, UNPROTECTED)
            + MyManifests.user("gone", gone));
    kubectl.awaitReady("database/kept", "database/held", "database/gone", "databaseuser/gone");
    String secret = "secret/" + scene.secretOf("gone");

    for (String object : List.of("database/kept", "database/held", "database/gone")) {
      kubectl.delete(object);
    }
    kubectl.delete("databaseuser/gone");

    for (String object : List.of("database/kept", "database/gone", "databaseuser/gone", secret)) {
      kubectl.awaitGone(object);
    }
    kubectl.await("database/held", "Ready=False/DeletionProtected");
    assertThat(server.hasDatabase(kept)).isTrue();
    assertThat(server.hasDatabase(scene.name("held"))).isTrue();
    assertThat(server.hasDatabase(gone)).isFalse();
    assertThat(server.hosts(gone)).isEmpty();
    kubectl.patch("database/held", "{\"spec\":{\"deletionProtection\":false}}");
    kubectl.awaitGone("database/held");
    assertThat(server.hasDatabase(scene.name("held"))).isFalse();
  }

  @Test
  void aRoutineOfTheInitScriptRunsWhenTheScriptsLoginIsLocked() {
    String database = scene.name("shop");
    instance();
    // other tests keep databases
    List<String> before = server.logins("\\_dbops\\_%");
    kubectl.apply(
        MyManifests.database(
            "shop",
            database,
            UNPROTECTED,
            "initSQL:",
            "  inline:",
            "    - |",
            "      CREATE TABLE orders (id INT PRIMARY KEY, note VARCHAR(20));",
            "      CREATE PROCEDURE place(IN number INT)",
            "      BEGIN",
            "        IF number > 0 THEN",
            "          INSERT INTO orders VALUES (number, 'a;b');",
            "        END IF;",
            "      END;",
            "      INSERT INTO orders VALUES (1, 'first')"));

    kubectl.awaitReady("database/shop");

    server.root().execute(database, "CALL place(2)");
    assertThat(server.root().query("SELECT note FROM " + database + ".orders ORDER BY id"))
        .containsExactly("first", "a;b");
    kubectl.deleteAndWait("database/shop");
    assertThat(server.logins("\\_dbops\\_%"))
        .as("the definer goes with its database")
        .isSubsetOf(before);
  }

  @Test
  void driftIsToldAndPutRightWhenThatIsAskedFor() {
    String database = scene.name("drift");
    instance();
    kubectl.apply(
        MyManifests.database(
            "drift",
            database,
            "mysql: {charset: utf8mb4, collation: utf8mb4_unicode_ci}",
            "driftPolicy: {mode: detect, interval: 1s}"));
    kubectl.awaitReady("database/drift");

    server.root().execute("", "ALTER DATABASE " + database + " CHARACTER SET latin1");
    kubectl.await("database/drift", "Synced=False/DriftDetected");
    assertThat(kubectl.message("database/drift", "Synced")).contains("charset");
    assertThat(charset(database)).containsExactly("latin1");

    kubectl.patch("database/drift", "{\"spec\":{\"driftPolicy\":{\"mode\":\"correct\"}}}");
    kubectl.await("database/drift", "Synced=True");
    assertThat(charset(database)).containsExactly("utf8mb4");
  }

  private List<String> charset(String database) {
    return server
        .root()
        .query(
            "SELECT DEFAULT_CHARACTER_SET_NAME FROM information_schema.SCHEMATA WHERE SCHEMA_NAME"
                + " = '"
                + database
                + "'");
  }

  @Test
  void whatIsReadyIsLeftAlone() {
    instance();
    String database = scene.name("calm_db");
    kubectl.apply(
        MyManifests.user("calm", scene.name("calm"))
            + MyManifests.database("calm", database)
            + MyManifests.grant("calm", "calm", MyManifests.onDatabase(database, "SELECT")));
    kubectl.awaitReady("databaseuser/calm", "database/calm", "databasegrant/calm");
    String versions = versions();

    Await.always(
        "no object is written",
        Duration.ofSeconds(12),
        () -> versions().equals(versions),
        () -> kubectl.show("databaseuser/calm"));
  }

  private String versions() {
    return String.join(
        " ",
        kubectl.fields(
            "databaseinstances,databases,databaseusers,databasegrants,secrets",
            "{.metadata.resourceVersion}"));
  }
}
