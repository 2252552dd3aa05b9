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

/** {@code dbops plan}, as assembled, that looks at the objects in the cluster, too. */
@ExtendWith({DevClusterExtension.class, SceneExtension.class})
class PlanOfObjectsIT {
  @TempDir Path folder;

  private final Scene scene;

  PlanOfObjectsIT(Scene scene) {
    this.scene = scene;
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
    String turns = placed(Manifests.user("app", login, "passwordRotation: {enabled: true}"));

    Result plan = plan(turns, cluster());

    assertThat(plan.out())
        .contains("/app: blocked", "spec.passwordRotation.enabled: other objects name the login")
        .contains("DatabaseUser " + scene.namespace() + "/other");
    scene.kubectl().apply(turns);
    scene.kubectl().await("databaseuser/app", "Synced=False/Conflict");
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
        placed(Manifests.database("orders", renamed) + Manifests.user("app", scene.name("other")));

    Result plan = plan(manifests, cluster());

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
        placed(
            user
                + Manifests.database(
                    "live", database, "initSQL: {inline: [CREATE TABLE hidden (i int)]}")
                + Manifests.grantToUser(
                    "app", "app", Manifests.GRANTS, Manifests.entry(database, "", "CONNECT")));

    Result alone = plan(changed);
    assertThat(alone.out())
        .contains("DatabaseGrant %s/app: in sync".formatted(scene.namespace()))
        .contains("planned as a new object: no cluster is configured, see --kubeconfig")
        .contains("note: initSQL: whether it ran is in the object's status");

    Result live = plan(changed, cluster());
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
    String before =
        placed(
            Manifests.user("turns", scene.name("turns"), "passwordRotation: {enabled: true}")
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
                    Manifests.entry(scripted, "schema: public\n    tables: [\"*\"]", "SELECT")));
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
    assertThat(plan(before, cluster()).out().lines())
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

    assertThat(Plans.planned(plan(changed, cluster()).out())).isEqualTo(operators);
    assertThat(operators.values()).noneMatch(List::isEmpty);
  }

  /** Where the objects are that it looks at. */
  private String placed(String manifests) {
    return manifests.replace("metadata:\n", "metadata:\n  namespace: " + scene.namespace() + "\n");
  }

  private String cluster() {
    return "--kubeconfig=" + scene.kubeconfig();
  }

  private Result plan(String manifests, String... more) {
    return Plans.run(Dbops.in(folder), scene.server().admin(), manifests, more);
  }
}
