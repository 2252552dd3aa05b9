package io.dbprovision.distribution.operator;

import static io.dbprovision.distribution.operator.Manifests.GRANTS;
import static io.dbprovision.distribution.operator.Manifests.entry;
import static org.assertj.core.api.Assertions.assertThat;

import io.dbprovision.distribution.DevClusterExtension;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** Roles, and what logins and roles are given. */
@Execution(ExecutionMode.CONCURRENT) // for most of the time it waits for a minute to pass
@ExtendWith({DevClusterExtension.class, SceneExtension.class})
class GrantsIT {
  private static final Duration SOON = Duration.ofSeconds(20);
  private static final Duration A_MINUTE_AND_SOME = Duration.ofSeconds(75);

  private final Scene scene;
  private final Kubectl kubectl;
  private final String database;
  private final String login;
  private final String role;

  GrantsIT(Scene scene) {
    this.scene = scene;
    this.kubectl = scene.kubectl();
    this.database = scene.name("shop");
    this.login = scene.name("app");
    this.role = scene.name("readers");
  }

  @Test
  void aWholeApplicationInReverseOrderConvergesWithoutAHand() {
    kubectl.apply(
        Manifests.grantToUser("app", "app", "roles: [" + role + "]")
            + Manifests.grantToRole(
                "readers", "readers", GRANTS, entry(database, "", "CONNECT", "TEMP"))
            + Manifests.role("readers", role)
            + Manifests.user("app", login)
            + Manifests.database("shop", database)
            + Manifests.instance(scene.server().host(), scene.server().port())
            + Manifests.adminSecret(scene.server().admin()));

    for (String object :
        List.of(
            "database/shop",
            "databaseuser/app",
            "databaserole/readers",
            "databasegrant/app",
            "databasegrant/readers")) {
      kubectl.await(object, "Ready=True", SOON);
      kubectl.await(object, "Synced=True", SOON);
    }
    assertThat(privileges("database", database, role)).containsExactly("CONNECT", "TEMPORARY");
    assertThat(members(role)).containsExactly(login);
    assertThat(kubectl.get("databasegrant/app", "{.status.appliedGrants.roles[*]}"))
        .isEqualTo(role);
  }

  @Test
  void whatIsTakenOutOfTheManifestIsRevokedAndNothingElse() {
    applied(
        Manifests.grantToUser("app", "app", GRANTS, entry(database, "", "CONNECT", "CREATE")),
        "app");
    assertThat(privileges("database", database, login)).containsExactly("CONNECT", "CREATE");
    scene
        .server()
        .superuser()
        .execute("postgres", "GRANT TEMPORARY ON DATABASE " + database + " TO " + login);

    kubectl.apply(Manifests.grantToUser("app", "app", GRANTS, entry(database, "", "CONNECT")));

    Await.until(
        "CREATE is gone",
        SOON,
        () -> privileges("database", database, login).equals(List.of("CONNECT", "TEMPORARY")),
        () -> kubectl.show("databasegrant/app"));
    kubectl.deleteAndWait("databasegrant/app");
    assertThat(privileges("database", database, login))
        .as("what was given by hand stays")
        .containsExactly("TEMPORARY");
  }

  @Test
  void whatTwoObjectsGiveStaysUntilTheLastIsGone() {
    applied(
        Manifests.grantToUser("one", "app", GRANTS, entry(database, "", "CONNECT", "CREATE"))
            + Manifests.grantToUser("two", "app", GRANTS, entry(database, "", "CONNECT")),
        "one",
        "two");

    kubectl.deleteAndWait("databasegrant/one");
    assertThat(privileges("database", database, login)).containsExactly("CONNECT");

    kubectl.deleteAndWait("databasegrant/two");
    assertThat(privileges("database", database, login)).isEmpty();
  }

  @Test
  void aTableThatComesLaterIsWaitedFor() {
    applied(
        Manifests.grantToUser(
            "app",
            "app",
            GRANTS,
            entry(database, "", "CONNECT"),
            entry(database, "schema: public\n    tables: [orders]", "SELECT", "INSERT")));
    // at first it waits for its login and its database
    Await.until(
        "it waits for the table",
        SOON,
        () -> kubectl.message("databasegrant/app", "Synced").contains("wait until the table"),
        () -> kubectl.show("databasegrant/app"));
    kubectl.await("databasegrant/app", "Synced=False/DependencyNotReady");
    kubectl.await("databasegrant/app", "Ready=False/Reconciling");
    assertThat(kubectl.message("databasegrant/app", "Synced"))
        .contains("orders is there")
        .doesNotContain(".missing");
    assertThat(privileges("database", database, login)).containsExactly("CONNECT");

    scene.server().superuser().execute(database, "CREATE TABLE public.orders (id int)");
    scene.server().superuser().execute(database, "ALTER TABLE public.orders OWNER TO dbops_admin");

    kubectl.await("databasegrant/app", "Ready=True", SOON);
    assertThat(privileges("table", "public.orders", login)).containsExactly("INSERT", "SELECT");
  }

  @Test
  void allTablesAreThoseToComeTooTheFirstAndTheNext() {
    applied(
        Manifests.grantToUser(
            "app", "app", GRANTS, entry(database, "schema: public\n    tables: ['*']", "SELECT")),
        "app");

    for (String table : List.of("public.first", "public.second")) {
      scene.server().superuser().execute(database, "CREATE TABLE " + table + " (id int)");
      scene
          .server()
          .superuser()
          .execute(database, "ALTER TABLE " + table + " OWNER TO dbops_admin");
      Await.until(
          table + " is given",
          A_MINUTE_AND_SOME,
          () -> privileges("table", table, login).equals(List.of("SELECT")),
          () -> kubectl.show("databasegrant/app"));
    }
  }

  @Test
  void whatWasThereBeforeStaysWhenTheObjectGoes() {
    scene.instance();
    kubectl.apply(Manifests.user("app", login) + Manifests.database("shop", database));
    kubectl.awaitReady("database/shop", "databaseuser/app");
    scene
        .server()
        .superuser()
        .execute("postgres", "GRANT TEMPORARY ON DATABASE " + database + " TO " + login);
    kubectl.apply(
        Manifests.grantToUser("app", "app", GRANTS, entry(database, "", "CONNECT", "TEMP")));
    kubectl.awaitReady("databasegrant/app");
    assertThat(privileges("database", database, login)).containsExactly("CONNECT", "TEMPORARY");

    kubectl.deleteAndWait("databasegrant/app");

    assertThat(privileges("database", database, login)).containsExactly("TEMPORARY");
  }

  @Test
  void aLoginThatIsMadeAgainGetsBackWhatItWasGiven() {
    applied(Manifests.grantToUser("app", "app", GRANTS, entry(database, "", "CONNECT")), "app");
    scene
        .server()
        .superuser()
        .execute("postgres", "REVOKE ALL ON DATABASE " + database + " FROM " + login);
    scene.server().superuser().execute("postgres", "DROP ROLE " + login);

    Await.until(
        "the login and its privilege",
        SOON,
        () -> privileges("database", database, login).equals(List.of("CONNECT")),
        () -> kubectl.show("databasegrant/app"));
  }

  @Test
  void aGrantWithoutItsGranteeWaitsAndTakesNothingWithItWhenItGoes() {
    scene.instance();
    kubectl.apply(Manifests.grantToUser("app", "nobody", GRANTS, entry(database, "", "CONNECT")));
    kubectl.await("databasegrant/app", "Ready=False/Reconciling");
    assertThat(kubectl.get("databasegrant/app", "{.status.phase}")).isEqualTo("Pending");

    kubectl.deleteAndWait("databasegrant/app");

    assertThat(kubectl.get("databasegrants", "{.items[*].metadata.name}")).isEmpty();
  }

  private void applied(String grants, String... names) {
    scene.instance();
    kubectl.apply(Manifests.user("app", login) + Manifests.database("shop", database) + grants);
    kubectl.awaitReady("database/shop", "databaseuser/app");
    for (String name : names) {
      kubectl.awaitReady("databasegrant/" + name);
    }
  }

  /** What the ACL of one object gives to a role, by itself. */
  private List<String> privileges(String kind, String object, String grantee) {
    boolean ofDatabase = kind.equals("database");
    String acl =
        ofDatabase
            ? "SELECT datacl FROM pg_database WHERE datname = '" + object + "'"
            : "SELECT relacl FROM pg_class WHERE oid = '" + object + "'::regclass";
    return scene
        .server()
        .superuser()
        .query(
            ofDatabase ? "postgres" : database,
            "SELECT privilege_type FROM pg_roles r, aclexplode((%s)) a WHERE a.grantee = r.oid AND r.rolname = '%s' ORDER BY 1"
                .formatted(acl, grantee));
  }

  private List<String> members(String of) {
    return scene
        .server()
        .superuser()
        .query(
            "postgres",
            "SELECT m.rolname FROM pg_auth_members a JOIN pg_roles g ON g.oid = a.roleid JOIN pg_roles m ON m.oid = a.member WHERE g.rolname = '%s' AND m.rolname <> 'dbops_admin'"
                .formatted(of));
  }
}
