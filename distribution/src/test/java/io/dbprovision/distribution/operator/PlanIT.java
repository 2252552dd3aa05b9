package io.dbprovision.distribution.operator;

import static org.assertj.core.api.Assertions.assertThat;

import io.dbprovision.distribution.Command.Result;
import io.dbprovision.distribution.DevClusterExtension;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
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
  void aPlanSaysWhoNamesALoginThatIsToTakeTurns() {
    String login = scene.name("app");
    scene.instance();
    scene
        .kubectl()
        .apply(
            Manifests.user("app", login)
                + Manifests.user("other", scene.name("other"), "roles: [" + login + "]"));
    scene.kubectl().awaitReady("databaseuser/app", "databaseuser/other");
    String turns =
        Manifests.user("app", login, "passwordRotation: {enabled: true}")
            .replace("metadata:\n", "metadata:\n  namespace: " + scene.namespace() + "\n");

    Result plan = plan(turns, "--kubeconfig=" + scene.kubeconfig());

    assertThat(plan.out())
        .contains("/app: blocked", "spec.passwordRotation.enabled: other objects name the login")
        .contains("DatabaseUser " + scene.namespace() + "/other");
    scene.kubectl().apply(turns);
    scene.kubectl().await("databaseuser/app", "Synced=False/Conflict");
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
  void aPlanOfAnotherNameForTheSameObjectSaysThatItIsRefused() {
    String orders = scene.name("orders");
    String renamed = scene.name("renamed");
    scene.instance();
    scene
        .kubectl()
        .apply(Manifests.database("orders", orders) + Manifests.user("app", scene.name("app")));
    scene.kubectl().awaitReady("database/orders", "databaseuser/app");
    String manifests =
        (Manifests.database("orders", renamed) + Manifests.user("app", scene.name("other")))
            .replace("metadata:\n", "metadata:\n  namespace: " + scene.namespace() + "\n");

    Result plan = plan(manifests, "--kubeconfig=" + scene.kubeconfig());

    assertThat(plan.status()).isEqualTo(1);
    assertThat(plan.out())
        .contains("/orders: cannot be planned", "spec.name: name is immutable")
        .contains("/app: cannot be planned", "spec.username: username is immutable")
        .doesNotContain("create", renamed);
    assertThat(scene.kubectl().tryApply(manifests).err())
        .as("as the API server says it")
        .contains("name is immutable", "username is immutable");
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
  void aPlanKnowsFromTheClusterWhatWasGrantedAndWhichScriptRan() {
    String login = scene.name("app");
    String database = scene.name("live");
    String user = Manifests.user("app", login);
    scene.instance();
    scene
        .kubectl()
        .apply(
            user
                + Manifests.database(
                    "live", database, "initSQL: {inline: [CREATE TABLE t (i int)]}")
                + Manifests.grantToUser(
                    "app",
                    "app",
                    Manifests.GRANTS,
                    Manifests.entry(database, "", "CONNECT"),
                    Manifests.entry(database, "schema: public", "USAGE")));
    scene.kubectl().awaitReady("database/live", "databaseuser/app", "databasegrant/app");
    String changed =
        user
            + Manifests.database(
                "live", database, "initSQL: {inline: [CREATE TABLE hidden (i int)]}")
            + Manifests.grantToUser(
                "app", "app", Manifests.GRANTS, Manifests.entry(database, "", "CONNECT"));
    String placed =
        changed.replace("metadata:\n", "metadata:\n  namespace: " + scene.namespace() + "\n");

    Result alone = plan(placed);
    assertThat(alone.out())
        .contains("DatabaseGrant %s/app: in sync".formatted(scene.namespace()))
        .contains("planned as a new object: no cluster is configured, see --kubeconfig")
        .contains("note: initSQL: whether it ran is in the object's status");

    Result live = plan(placed, "--kubeconfig=" + scene.kubeconfig());
    assertThat(live.out())
        .contains("Database %s/live: 1 change".formatted(scene.namespace()))
        .contains("  initSQL      would run (inline script changed)")
        .contains("DatabaseUser %s/app: in sync".formatted(scene.namespace()))
        .contains("DatabaseGrant %s/app: 1 change".formatted(scene.namespace()), "USAGE")
        .doesNotContain("new object", "hidden");
    assertThat(live.status()).isEqualTo(1);
  }

  /** The one that waits with {@code plan-only} says what it would do. */
  @Test
  void aPlanIsWhatTheOperatorWouldDoNext() {
    String owned = scene.name("owned");
    String scripted = scene.name("scripted");
    String placed = "metadata:\n  namespace: " + scene.namespace() + "\n";
    String before =
        (Manifests.user("turns", scene.name("turns"), "passwordRotation: {enabled: true}")
                + Manifests.database("owned", owned, "postgres: {ownership: {autoOwnership: true}}")
                + Manifests.database(
                    "scripted", scripted, "initSQL: {inline: [CREATE TABLE kept (i int)]}")
                + Manifests.role(
                    "inline",
                    scene.name("inline"),
                    "postgres: {grants: [{database: %s, privileges: [CONNECT]}]}".formatted(owned))
                + Manifests.grantToUser(
                    "pattern",
                    "turns",
                    Manifests.GRANTS,
                    Manifests.entry(scripted, "schema: public\n    tables: [\"*\"]", "SELECT")))
            .replace("metadata:\n", placed);
    List<String> objects =
        List.of(
            "databaseuser/turns",
            "database/owned",
            "database/scripted",
            "databaserole/inline",
            "databasegrant/pattern");
    scene.instance();
    scene.kubectl().apply(before);
    scene.kubectl().awaitReady(objects.toArray(String[]::new));
    String kubeconfig = "--kubeconfig=" + scene.kubeconfig();
    assertThat(plan(before, kubeconfig).out().lines())
        .as("what the operator made is in sync, rotation and automatic ownership too")
        .hasSize(objects.size())
        .allMatch(line -> line.endsWith(": in sync"));

    String changed =
        before
            .replace("{enabled: true}", "{enabled: true}\n  postgres: {connectionLimit: 4}")
            .replace("{autoOwnership: true}", "{autoOwnership: true}, connectionLimit: 9")
            .replace("TABLE kept", "TABLE other")
            .replace("privileges: [CONNECT]", "privileges: [CREATE]")
            .replace("privileges: [SELECT]", "privileges: [SELECT, UPDATE]")
            .replace(
                "metadata:\n",
                "metadata:\n  annotations: {dbops.dbprovision.io/plan-only: \"true\"}\n");
    scene.kubectl().apply(changed);
    Map<String, List<String>> operators = new LinkedHashMap<>();
    for (String object : objects) {
      scene.kubectl().await(object, "Synced=False/AwaitingApproval");
      operators.put(
          object.substring(object.indexOf('/') + 1), Plans.shown(scene.kubectl(), object));
    }

    assertThat(Plans.planned(plan(changed, kubeconfig).out())).isEqualTo(operators);
    assertThat(operators.values()).noneMatch(List::isEmpty);
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
