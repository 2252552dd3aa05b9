package io.dbprovision.distribution.operator;

import static org.assertj.core.api.Assertions.assertThat;

import io.dbprovision.distribution.Command.Result;
import io.dbprovision.distribution.DevClusterExtension;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** {@code dbops plan}, as assembled, against a real server. */
@ExtendWith({DevClusterExtension.class, SceneExtension.class})
class PlanIT {
  @TempDir Path folder;

  private final Scene scene;

  PlanIT(Scene scene) {
    this.scene = scene;
  }

  @Test
  void aPlanShowsWhatIsMissingAndThenThatNothingIs() {
    String manifests =
        Manifests.database("orders", scene.name("orders"))
            + Manifests.user("orders", scene.name("orders_app"));

    Result before = plan(manifests);
    assertThat(before.status()).isEqualTo(1);
    assertThat(before.out())
        .contains("Database orders: 1 change", "create the database " + scene.name("orders"))
        .contains("DatabaseUser orders: 1 change");
    assertThat(scene.server().hasDatabase(scene.name("orders"))).isFalse();

    scene.instance();
    scene.kubectl().apply(manifests);
    scene.kubectl().awaitReady("database/orders", "databaseuser/orders");

    Result after = plan(scene.kubectl().yaml("databases", "databaseusers"));
    assertThat(after.out())
        .contains("Database %s/orders: in sync".formatted(scene.namespace()))
        .contains("DatabaseUser %s/orders: in sync".formatted(scene.namespace()));
    assertThat(after.status()).isZero();
    assertThat(plan(manifests).status()).isZero();
  }

  @Test
  void aPlanShowsDriftAndLeavesItAlone() {
    String role = scene.name("limited");
    String manifest = Manifests.user("limited", role, "postgres: {connectionLimit: 7}");
    scene.instance();
    scene.kubectl().apply(manifest);
    scene.kubectl().awaitReady("databaseuser/limited");
    scene.server().superuser().execute("postgres", "ALTER ROLE " + role + " CONNECTION LIMIT 3");

    Result drift = plan(manifest);

    assertThat(drift.status()).isEqualTo(1);
    assertThat(drift.out()).contains("1 change", "connectionLimit", "3 -> 7");
    assertThat(
            scene
                .server()
                .superuser()
                .query(
                    "postgres", "SELECT rolconnlimit FROM pg_roles WHERE rolname = '" + role + "'"))
        .containsExactly("3");
  }

  @Test
  void aPlanSaysWhenTheServersObjectIsNotTheManifests() {
    String owned = scene.name("owned");
    String stray = scene.name("stray");
    scene.instance();
    scene.kubectl().apply(Manifests.database("owned", owned));
    scene.kubectl().awaitReady("database/owned");
    scene.server().admin().execute("postgres", "CREATE DATABASE " + stray);

    Result plan = plan(Manifests.database("another", owned) + Manifests.database("stray", stray));

    assertThat(plan.status()).isEqualTo(1);
    assertThat(plan.out())
        .contains("Database another: blocked", "Database stray: blocked")
        .contains("blocked: it belongs to %s/owned".formatted(scene.namespace()))
        .contains("blocked: it is there already", "dbops.dbprovision.io/adopt=true");
  }

  @Test
  void aPlanNamesEveryFieldThatIsWrong() {
    Result plan =
        plan(
            Manifests.database("reserved", "template1")
                + Manifests.user("unnamed", "\"\"", "postgres: {nonsense: 1}"));

    assertThat(plan.status()).isEqualTo(1);
    assertThat(plan.out())
        .contains("Database reserved: cannot be planned", "spec.name: ")
        .contains("spec.username: ", "spec.postgres.nonsense: ");
  }

  @Test
  void aPlanRefusesWhatTheApiServerWould() {
    Result plan =
        plan(
            Manifests.database("odd", scene.name("odd"), "postgres: {connectionLimit: many}")
                + Manifests.database("hostile", "\"x'; DROP DATABASE y\"")
                + Manifests.user("orphan", "orphan", "ownr: x")
                    .replace("instanceRef:", "instance:"));

    assertThat(plan.status()).isEqualTo(1);
    assertThat(plan.out())
        .contains("spec.postgres.connectionLimit: must be a whole number")
        .contains("spec.name: must match ")
        .contains("spec.ownr: there is no such field", "spec.instance: there is no such field")
        .contains("spec: either instanceRef or clusterInstanceRef");
  }

  @Test
  void aPlanOfAWholeApplicationKnowsItsGrantsAndItsOwner() {
    String login = scene.name("app");
    String database = scene.name("shop");
    String manifests =
        Manifests.user("app", login)
            + Manifests.database("shop", database, "owner: " + login)
            + Manifests.grantToUser(
                "app", "app", Manifests.GRANTS, Manifests.entry(database, "", "CONNECT"));

    Result before = plan(manifests);
    assertThat(before.status()).isEqualTo(1);
    assertThat(before.out()).contains("DatabaseGrant app: blocked", login);

    scene.instance();
    scene.kubectl().apply(manifests);
    scene.kubectl().awaitReady("database/shop", "databaseuser/app", "databasegrant/app");

    Result after = plan(manifests);
    assertThat(after.out().lines().filter(line -> !line.startsWith("  note: planned as a new")))
        .hasSize(3)
        .allMatch(line -> line.endsWith(": in sync"));
    scene
        .server()
        .superuser()
        .execute("postgres", "REVOKE CONNECT ON DATABASE " + database + " FROM " + login);
    assertThat(plan(manifests).out()).contains("DatabaseGrant app: 1 change");
  }

  @Test
  void aPlanThatCannotConnectSaysWhichOptionToLookAt() {
    String manifest = Manifests.database("x", scene.name("x"));
    Login admin = scene.server().admin();
    Dbops wrong = dbops().with("DBOPS_PASSWORD", "wrong-password");

    Result refused =
        wrong.runOn(manifest, Plans.arguments(admin.host(), admin.port(), admin.username()));
    Plans.assertFailure(refused, "DBOPS_PASSWORD");
    assertThat(refused.err()).doesNotContain("wrong-password");
    Plans.assertFailure(
        dbops().runOn(manifest, Plans.arguments(admin.host(), admin.port(), admin.username())),
        "DBOPS_PASSWORD is not set");
    Plans.assertFailure(
        wrong.runOn(manifest, Plans.arguments("no-such-host.invalid", 5432, "admin")),
        "no-such-host.invalid",
        "--host");
    Plans.assertFailure(wrong.runOn(manifest, Plans.arguments("127.0.0.1", 1, "admin")), "--port");
    Plans.assertFailure(
        wrong.runOn("a: [secret-text", Plans.arguments("127.0.0.1", 1, "admin")),
        "standard input is not readable as YAML: line 1");
  }

  private Dbops dbops() {
    return Dbops.in(folder);
  }

  private Result plan(String manifests, String... more) {
    return Plans.run(dbops(), scene.server().admin(), manifests, more);
  }
}
