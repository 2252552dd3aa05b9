package io.dbprovision.distribution.operator;

import static org.assertj.core.api.Assertions.assertThat;

import io.dbprovision.distribution.DevClusterExtension;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The server or the operator ends in the middle of a reconcile, at a place the test chooses: a lock
 * on a system catalog makes the server stop there. {@code pg_authid} is before a role is made,
 * {@code pg_database} before a database is, and {@code pg_shdescription} between a new database and
 * the record of whose it is.
 */
@ExtendWith({DevClusterExtension.class, SceneExtension.class})
class InterruptionIT {
  private static final Duration WHILE = Duration.ofSeconds(90);
  private static final String WORKS_FOR_THE_OPERATOR =
      "SELECT pid FROM pg_stat_activity WHERE usename = 'dbops_admin' AND wait_event_type = 'Lock'";

  private final Scene scene;
  private final Kubectl kubectl;

  InterruptionIT(Scene scene) {
    this.scene = scene;
    this.kubectl = scene.kubectl();
  }

  @ParameterizedTest
  @ValueSource(strings = {"pg_authid", "pg_database", "pg_shdescription"})
  void aServerStoppedInTheMiddleOfAReconcileIsFinishedWithAfterwards(String catalog)
      throws Exception {
    try (PostgresServer server = PostgresServer.start("pg-it-stopped")) {
      scene.instance(server);
      List<String> before = own(server);
      try (AutoCloseable lock = reconcileThatHangs(server, catalog)) {
        assertThat(lock).isNotNull();
        server.stop();
      }
      kubectl.await("databaseinstance/pg", "Connected=False", WHILE);
      String blocked = catalog.equals("pg_database") ? "database/cut" : "databaseuser/cut";
      kubectl.await(blocked, "Ready=False", WHILE);

      server.start();

      assertAllIsThereOnce(server, before);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"pg_authid", "pg_database", "pg_shdescription"})
  void anOperatorKilledWhileTheServerWorksForItGoesOnWhereItWas(String catalog) throws Exception {
    scene.instance();
    List<String> before = own(scene.server());
    try (AutoCloseable lock = reconcileThatHangs(scene.server(), catalog)) {
      assertThat(lock).isNotNull();
      scene.operator().kill9();
      // the statement of the killed operator still waits, and may yet go through
      scene.operator().start();
    }

    assertAllIsThereOnce(scene.server(), before);
  }

  /** Applies a user and a database, and comes back when the server hangs in one of them. */
  private AutoCloseable reconcileThatHangs(PostgresServer server, String catalog) {
    AutoCloseable lock =
        server.superuser().hold("postgres", "LOCK TABLE pg_catalog." + catalog + " IN SHARE MODE");
    kubectl.apply(
        Manifests.user("cut", scene.name("cut")) + Manifests.database("cut", scene.name("cut_db")));
    Await.until(
        "the server hangs in the middle",
        Duration.ofSeconds(20),
        () -> !server.superuser().query("postgres", WORKS_FOR_THE_OPERATOR).isEmpty(),
        () -> kubectl.show("databaseuser/cut") + kubectl.show("database/cut"));
    return lock;
  }

  /** What the operator made for itself; on the common server, for other tests as well. */
  private static List<String> own(PostgresServer server) {
    return Stream.concat(server.ownRoles().stream(), server.ownDatabases().stream()).toList();
  }

  private void assertAllIsThereOnce(PostgresServer server, List<String> before) {
    kubectl.await("databaseuser/cut", "Ready=True", WHILE);
    kubectl.await("database/cut", "Ready=True", WHILE);
    assertThat(scene.loginOf("cut").works()).as("the Secret logs in").isTrue();
    assertThat(scene.secretsOf("cut").lines()).as("one Secret").hasSize(1);
    assertThat(server.roles(scene.name("cut"))).containsExactly(scene.name("cut"));
    assertThat(server.databases(scene.name("cut_db"))).containsExactly(scene.name("cut_db"));
    // a role that its database is worked on through goes with the database
    assertThat(own(server))
        .as("no login of the operator's and no half-made database is left")
        .allMatch(name -> before.contains(name) || name.startsWith("_dbops_db_"));
  }
}
