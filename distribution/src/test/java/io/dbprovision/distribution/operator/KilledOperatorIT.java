package io.dbprovision.distribution.operator;

import static org.assertj.core.api.Assertions.assertThat;

import io.dbprovision.distribution.DevClusterExtension;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Predicate;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The operator is killed again and again while objects pour in; nothing is lost, nothing doubled.
 */
@Tag("thorough")
@ExtendWith({DevClusterExtension.class, SceneExtension.class})
class KilledOperatorIT {
  private static final Logger log = LoggerFactory.getLogger(KilledOperatorIT.class);
  private static final int KILLS = 12;
  private static final int USERS_A_KILL = 12;
  private static final int EDITS = 6;
  private static final String OURS = "dbops.dbprovision.io/user";
  private static final Duration WHILE = Duration.ofSeconds(90);

  private final Scene scene;
  private final Kubectl kubectl;

  KilledOperatorIT(Scene scene) {
    this.scene = scene;
    this.kubectl = scene.kubectl();
  }

  @Test
  void everyUserEndsWithOneRoleAndASecretThatLogsIn() {
    Random random = moments();
    scene.instance();
    List<String> before = scene.server().ownRoles(); // other tests keep databases
    List<String> users = new ArrayList<>();
    int cut = 0;
    for (int kill = 0; kill < KILLS; kill++) {
      List<String> batch = new ArrayList<>();
      for (int i = 0; i < USERS_A_KILL; i++) {
        batch.add("user-" + kill + "-" + i);
      }
      users.addAll(batch);
      cut += killAmid(batch, Duration.ofMillis(150 + random.nextInt(700)));
      // the next kill must find an operator at work, not one that starts
      Await.until(
          "all users are ready",
          WHILE,
          () -> ready("databaseuser") == users.size(),
          () -> kubectl.show("databaseuser/" + users.getLast()));
    }
    log.info("{} users were found between Secret and Ready by {} kills", cut, KILLS);
    assertThat(cut).as("users that a kill found half made").isPositive();

    List<Login> logins = kubectl.logins(OURS);
    assertThat(logins)
        .extracting(Login::username)
        .as("each user has one Secret")
        .containsExactlyInAnyOrderElementsOf(users.stream().map(this::role).toList());
    assertThat(logins).as("each Secret logs in").allMatch(Login::works);
    assertThat(scene.server().roles(role("%")))
        .as("each user has one role")
        .containsExactlyInAnyOrderElementsOf(users.stream().map(this::role).toList());
    assertThat(scene.server().ownRoles())
        .as("no role of the operator's own is left")
        .isSubsetOf(before);

    kubectl.annotate("databaseinstance/pg", "allow-mass-deletion", "true");
    kubectl.deleteAll("databaseuser");

    assertThat(scene.server().roles(role("%"))).isEmpty();
    assertThat(kubectl.logins(OURS)).isEmpty();
  }

  @Test
  void whatIsTakenOutOfGrantsBeforeItIsBackIsTakenBack() {
    Random random = moments();
    scene.instance();
    String database = scene.name("killed_db");
    kubectl.apply(Manifests.database("shop", database));
    kubectl.awaitReady("database/shop");
    int cut = 0;
    for (int edit = 0; edit < EDITS; edit++) {
      List<String> batch = new ArrayList<>();
      StringBuilder roles = new StringBuilder();
      for (int i = 0; i < USERS_A_KILL; i++) {
        batch.add("role-" + edit + "-" + i);
        roles.append(Manifests.role(batch.getLast(), role(batch.getLast())));
      }
      kubectl.apply(roles.toString());
      int all = (edit + 1) * USERS_A_KILL;
      awaitReady("databaserole", all);

      kill(
          grants(batch, database, "CONNECT", "CREATE"),
          Duration.ofMillis(100 + random.nextInt(500)));
      cut += count("databasegrant", "{.status.applying}", applying -> !applying.isBlank());
      kubectl.apply(grants(batch, database, "CONNECT"));
      scene.operator().start();
      awaitReady("databasegrant", all);

      assertThat(holders(database, "CONNECT")).hasSize(all);
      assertThat(holders(database, "CREATE")).isEmpty();
    }
    log.info("{} grants were found between what was meant and what came of it", cut);
    assertThat(cut).as("grants that a kill found half made").isPositive();
  }

  private static String grants(List<String> roles, String database, String... privileges) {
    StringBuilder grants = new StringBuilder();
    for (String role : roles) {
      grants.append(
          Manifests.grantToRole(
              role, role, Manifests.GRANTS, Manifests.entry(database, "", privileges)));
    }
    return grants.toString();
  }

  private List<String> holders(String database, String privilege) {
    return scene
        .server()
        .superuser()
        .query(
            "postgres",
            "SELECT rolname FROM pg_roles r, aclexplode((SELECT datacl FROM pg_database WHERE datname = '%s')) a WHERE a.grantee = r.oid AND a.privilege_type = '%s' AND r.rolname LIKE '%s'"
                .formatted(database, privilege, role("%")));
  }

  private static Random moments() {
    long seed = Long.getLong("dbops.it.seed", new Random().nextLong());
    log.info("moments of the kills: -Ddbops.it.seed={}", seed);
    return new Random(seed);
  }

  /** Kills the operator that long after these began to come. */
  private void kill(String manifests, Duration delay) {
    try (var executor = Executors.newVirtualThreadPerTaskExecutor()) {
      CompletableFuture<Void> applied =
          CompletableFuture.runAsync(() -> kubectl.apply(manifests), executor);
      LockSupport.parkNanos(delay.toNanos());
      scene.operator().kill9();
      applied.join();
    }
  }

  private void awaitReady(String kind, int all) {
    Await.until(
        "all of " + kind + " are ready",
        WHILE,
        () -> ready(kind) == all,
        () -> String.join(" ", kubectl.fields(kind, "{.metadata.name}: {.status.message}")));
  }

  /** As their manifests are now. */
  private int ready(String kind) {
    return count(
        kind,
        "{.status.phase} {.status.observedGeneration} {.metadata.generation}",
        said -> said.matches("Ready (\\d+) \\1"));
  }

  /**
   * Kills the operator that long after the users began to come, and starts it again.
   *
   * @return how many users had a Secret and were not ready when it died
   */
  private int killAmid(List<String> users, Duration delay) {
    StringBuilder manifests = new StringBuilder();
    users.forEach(user -> manifests.append(Manifests.user(user, role(user))));
    kill(manifests.toString(), delay);
    int cut = kubectl.logins(OURS).size() - ready("databaseuser");
    scene.operator().start();
    return cut;
  }

  private int count(String kind, String field, Predicate<String> matching) {
    return Math.toIntExact(kubectl.fields(kind, field).stream().filter(matching).count());
  }

  private String role(String user) {
    return scene.name("killed") + "_" + user.replace('-', '_');
  }
}
