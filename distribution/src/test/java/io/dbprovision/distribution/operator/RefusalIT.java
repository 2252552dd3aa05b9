package io.dbprovision.distribution.operator;

import static org.assertj.core.api.Assertions.assertThat;

import io.dbprovision.distribution.DevClusterExtension;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What cannot be done is said, with the field at fault and the way out. */
@ExtendWith({DevClusterExtension.class, SceneExtension.class})
class RefusalIT {
  private static final String INSTANCE = "databaseinstance/pg";
  private final Scene scene;
  private final Kubectl kubectl;

  RefusalIT(Scene scene) {
    this.scene = scene;
    this.kubectl = scene.kubectl();
  }

  @Test
  void aWrongPasswordNamesTheSecretAndTheRightOneHelpsAtOnce() {
    Login admin = scene.server().admin();
    kubectl.apply(Manifests.secret("admin", admin.username(), "wrong") + theInstance());

    kubectl.await(INSTANCE, "Ready=False");
    kubectl.await(INSTANCE, "Connected=False/ConnectionFailed");
    assertThat(kubectl.message(INSTANCE, "Ready"))
        .startsWith("AuthenticationFailed")
        .contains("spec.connection.secretRef");

    kubectl.apply(Manifests.adminSecret(admin));
    kubectl.await(INSTANCE, "Ready=True", Duration.ofSeconds(5));
  }

  @Test
  void anUnknownHostNamesTheField() {
    kubectl.apply(
        Manifests.adminSecret(scene.server().admin())
            + Manifests.instance("no-such-host.invalid", 5432));

    kubectl.await(INSTANCE, "Connected=False/ConnectionFailed");
    assertThat(kubectl.message(INSTANCE, "Ready"))
        .startsWith("Unreachable")
        .contains("no-such-host.invalid", "spec.connection.host");
  }

  @Test
  void aMissingSecretIsNamedAndAwaited() {
    kubectl.apply(theInstance());

    kubectl.await(INSTANCE, "Ready=False");
    assertThat(kubectl.message(INSTANCE, "Ready"))
        .contains("admin", "spec.connection.secretRef", scene.namespace());

    kubectl.apply(Manifests.adminSecret(scene.server().admin()));
    kubectl.awaitReady(INSTANCE);
  }

  @Test
  void aMissingKeyOfTheSecretIsNamed() {
    kubectl.apply(
        """
        apiVersion: v1
        kind: Secret
        metadata:
          name: admin
        stringData:
          username: somebody
          pass: misnamed
        """
            + theInstance());

    kubectl.await(INSTANCE, "Ready=False");
    assertThat(kubectl.message(INSTANCE, "Ready"))
        .contains("password", "spec.connection.secretRef.keys");
  }

  @Test
  void anEngineWithoutItsPluginIsNamed() {
    kubectl.apply(
        Manifests.adminSecret(scene.server().admin())
            + Manifests.instance("clickhouse", scene.server().host(), 9000));

    kubectl.await(INSTANCE, "Ready=False");
    assertThat(kubectl.message(INSTANCE, "Ready")).contains("clickhouse", "plugin", "spec.engine");
  }

  @Test
  void aForeignDatabaseIsLeftAloneUntilItIsAdopted() {
    String name = scene.name("foreign");
    Login admin = scene.server().admin();
    admin.execute("postgres", "CREATE DATABASE " + name);
    admin.execute(name, "CREATE TABLE precious AS SELECT 42 AS answer");
    scene.instance();
    kubectl.apply(Manifests.database("foreign", name));

    kubectl.await("database/foreign", "Synced=False/Conflict");
    kubectl.await("database/foreign", "Ready=False");
    assertThat(kubectl.message("database/foreign", "Ready")).contains("dbops.dbprovision.io/adopt");

    kubectl.annotate("database/foreign", "adopt", "true");
    String plan = "{.status.plan.hash}";
    Await.until(
        "it is taken over, or shows its plan",
        Duration.ofSeconds(20),
        () ->
            kubectl.get("database/foreign", "{.status.phase}").equals("Ready")
                || !kubectl.get("database/foreign", plan).isEmpty(),
        () -> kubectl.show("database/foreign"));
    String hash = kubectl.get("database/foreign", plan);
    if (!hash.isEmpty()) {
      kubectl.annotate("database/foreign", "approve-plan", hash);
    }
    kubectl.awaitReady("database/foreign");
    assertThat(admin.query(name, "SELECT answer FROM public.precious")).containsExactly("42");
  }

  @Test
  void initStatementsOfAnAdoptedDatabaseRunOnceTheyWereApproved() {
    String name = scene.name("legacy");
    Login admin = scene.server().admin();
    Login superuser = scene.server().superuser();
    // without an owner of its own, a role of the operator's would own what the statements make
    superuser.execute("postgres", "CREATE ROLE " + name);
    superuser.execute("postgres", "GRANT " + name + " TO dbops_admin");
    superuser.execute("postgres", "CREATE DATABASE " + name + " OWNER " + name);
    scene.instance();
    kubectl.apply(
        Manifests.database("legacy", name, "initSQL: {inline: [CREATE TABLE unseen (i int)]}"));
    kubectl.await("database/legacy", "Synced=False/Conflict");

    kubectl.annotate("database/legacy", "adopt", "true");
    kubectl.await("database/legacy", "Synced=False/AwaitingApproval");
    assertThat(kubectl.get("database/legacy", "{.status.plan.changes[*].path}"))
        .contains("initSQL");
    String tables = "SELECT count(*) FROM pg_class WHERE relname = 'unseen'";
    assertThat(admin.query(name, tables)).containsExactly("0");

    kubectl.annotate(
        "database/legacy", "approve-plan", kubectl.get("database/legacy", "{.status.plan.hash}"));
    kubectl.awaitReady("database/legacy");
    assertThat(admin.query(name, tables)).containsExactly("1");
    assertThat(kubectl.get("database/legacy", "{.status.approvedPlan}")).isNotEmpty();
  }

  @Test
  void rolesThatWouldBeMembersOfThemselvesAreToldSo() {
    String a = scene.name("a");
    String b = scene.name("b");
    scene.instance();
    kubectl.apply(
        Manifests.role("a", a, "postgres: {inRoles: [" + b + "]}")
            + Manifests.role("b", b, "postgres: {inRoles: [" + a + "]}"));

    kubectl.await("databaserole/a", "Synced=False/InvalidSpec");
    kubectl.await("databaserole/b", "Synced=False/InvalidSpec");
    assertThat(kubectl.message("databaserole/a", "Synced"))
        .contains("spec.postgres.inRoles[0]", a + " in " + b + " in " + a);

    kubectl.apply(Manifests.role("b", b, "postgres: {inRoles: []}"));
    kubectl.awaitReady("databaserole/a", "databaserole/b");
  }

  @Test
  void aMisspeltSettingIsNamedWithTheRightOne() {
    scene.instance();
    kubectl.apply(
        Manifests.user(
            "slip", scene.name("slip"), "postgres: {configParameters: {work_men: 8MB}}"));

    kubectl.await("databaseuser/slip", "Synced=False/InvalidSpec");
    assertThat(kubectl.message("databaseuser/slip", "Synced"))
        .contains("spec.postgres.configParameters.work_men", "did you mean work_mem?");
  }

  @Test
  void ofTwoObjectsForOneDatabaseTheFirstKeepsIt() {
    String name = scene.name("shared");
    scene.instance();
    kubectl.apply(Manifests.database("first", name));
    kubectl.awaitReady("database/first");

    kubectl.apply(Manifests.database("second", name, "deletionProtection: false"));
    kubectl.await("database/second", "Synced=False/Conflict");
    kubectl.delete("database/second");
    kubectl.awaitGone("database/second");

    assertThat(scene.server().hasDatabase(name)).isTrue();
    kubectl.awaitReady("database/first");
  }

  @Test
  void theSecondObjectHasTheNameAsSoonAsTheFirstIsGone() {
    String name = scene.name("passed_on");
    scene.instance();
    kubectl.apply(Manifests.database("first", name, "deletionProtection: false"));
    kubectl.awaitReady("database/first");
    kubectl.apply(Manifests.database("second", name));
    kubectl.await("database/second", "Synced=False/Conflict");
    assertThat(kubectl.message("database/second", "Synced"))
        .contains("/first", "only when that object is gone")
        .doesNotContain("dbops.dbprovision.io/adopt");

    kubectl.deleteAndWait("database/first");

    // without being woken it would look again after a minute
    kubectl.await("database/second", "Ready=True", Duration.ofSeconds(10));
  }

  private String theInstance() {
    return Manifests.instance(scene.server().host(), scene.server().port());
  }
}
