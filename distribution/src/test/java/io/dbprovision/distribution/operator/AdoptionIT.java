package io.dbprovision.distribution.operator;

import static org.assertj.core.api.Assertions.assertThat;

import io.dbprovision.distribution.DevClusterExtension;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What cannot be adopted, or not so, stays as it is; the object says why and what to do. */
@ExtendWith({DevClusterExtension.class, SceneExtension.class})
class AdoptionIT {
  private final Scene scene;
  private final Kubectl kubectl;

  AdoptionIT(Scene scene) {
    this.scene = scene;
    this.kubectl = scene.kubectl();
  }

  @Test
  void whatTheOperatorsLoginMayNotRecordIsRefusedByNameWithAWayOut() {
    // since 16 CREATEROLE alone reaches no role that somebody else made
    try (PostgresServer server = PostgresServer.start("pg-adopt", 18)) {
      Login superuser = server.superuser();
      for (String sql :
          List.of(
              "CREATE ROLE stranger",
              "CREATE ROLE old_login LOGIN PASSWORD 'theirs'",
              "CREATE ROLE old_chief SUPERUSER",
              "CREATE DATABASE of_stranger OWNER stranger",
              "CREATE DATABASE of_superuser",
              "COMMENT ON DATABASE of_superuser IS 'by hand'")) {
        superuser.execute("postgres", sql);
      }
      List<String> before = facts(superuser);
      scene.instance(server);
      kubectl.apply(
          adopting(
              Manifests.database("one", "of_stranger")
                  + Manifests.database("two", "of_superuser")
                  + Manifests.user("one", "old_login")
                  + Manifests.role("one", "stranger")
                  + Manifests.role("two", "old_chief")));

      refused("database/one", "of_stranger", "member of the role that owns");
      refused("database/two", "of_superuser", "another owner");
      refused("databaseuser/one", "old_login", "ADMIN OPTION");
      refused("databaserole/one", "stranger", "ADMIN OPTION");
      refused("databaserole/two", "old_chief", "rights beyond one tenant");
      assertThat(facts(superuser)).isEqualTo(before);
      assertThat(new Login(server.host(), server.port(), "old_login", "theirs").works()).isTrue();
      assertThat(scene.secretsOf("one")).isEmpty();

      // the way out is one
      superuser.execute("postgres", "GRANT stranger TO dbops_admin WITH ADMIN OPTION");
      superuser.execute("postgres", "GRANT old_login TO dbops_admin WITH ADMIN OPTION");
      for (String object : List.of("database/one", "databaserole/one", "databaseuser/one")) {
        kubectl.annotate(object, "look", "again");
        kubectl.awaitReady(object);
      }
      for (String kind : List.of("database", "databaseuser", "databaserole")) {
        kubectl.run("annotate", "--all", kind, "dbops.dbprovision.io/deletion-policy=Retain");
        kubectl.run("patch", kind, "one", "--type=merge", "-p", retain(kind));
      }
      kubectl.patch("database/two", retain("database"));
      for (String kind : List.of("database", "databaseuser", "databaserole")) {
        kubectl.deleteAll(kind);
      }
      assertThat(facts(superuser)).as("all as it was").isEqualTo(before);
      kubectl.deleteAndWait("databaseinstance/pg");
    }
  }

  @Test
  void aLoginIsNotAdoptedIntoTurnsAndTakesTurnsWhenItWasAdoptedBefore() {
    String name = scene.name("old");
    scene.instance();
    scene.server().admin().execute("postgres", "CREATE ROLE " + name + " LOGIN PASSWORD 'theirs'");
    Login theirs = new Login(scene.server().host(), scene.server().port(), name, "theirs");
    String turns = "passwordRotation: {enabled: true, maxAge: 1000h}";
    kubectl.apply(Manifests.user("app", name, turns));
    kubectl.await("databaseuser/app", "Synced=False/Conflict");
    kubectl.annotate("databaseuser/app", "adopt", "true");

    Await.until(
        "it says what to do first",
        Kubectl.SOON,
        () -> kubectl.message("databaseuser/app", "Synced").contains("passwordRotation.enabled"),
        () -> kubectl.show("databaseuser/app"));
    assertThat(kubectl.message("databaseuser/app", "Synced")).contains(name, "password");
    assertThat(scene.server().roles("%" + scene.suffix())).containsExactly(name);
    assertThat(scene.secretsOf("app")).isEmpty();
    assertThat(theirs.works()).isTrue();

    kubectl.patch("databaseuser/app", "{\"spec\":{\"passwordRotation\":{\"enabled\":false}}}");
    kubectl.await("databaseuser/app", "SecretCreated=False/PasswordUnknown");
    kubectl.awaitReady("databaseuser/app");
    assertThat(theirs.works()).isTrue();

    kubectl.patch("databaseuser/app", "{\"spec\":{\"passwordRotation\":{\"enabled\":true}}}");
    kubectl.await("databaseuser/app", "SecretCreated=True");
    kubectl.awaitReady("databaseuser/app");
    Login next = scene.loginOf("app");
    assertThat(next.username()).isNotEqualTo(name);
    assertThat(next.works()).isTrue();
    assertThat(theirs.works()).as("for the grace period").isTrue();
    assertThat(kubectl.get("databaseuser/app", "{.status.rotation.pendingDeletion[*].user}"))
        .isEqualTo(name);
    Await.always(
        "it works on",
        Duration.ofSeconds(1),
        theirs::works,
        () -> kubectl.show("databaseuser/app"));
  }

  private void refused(String object, String name, String wayOut) {
    kubectl.await(object, "Synced=False/PermissionDenied");
    kubectl.await(object, "Ready=False");
    assertThat(kubectl.message(object, "Synced")).contains('"' + name + '"', wayOut);
  }

  private static String adopting(String manifests) {
    return manifests.replace(
        "metadata:", "metadata:\n  annotations: {dbops.dbprovision.io/adopt: \"true\"}");
  }

  private static String retain(String kind) {
    return kind.equals("database")
        ? "{\"spec\":{\"deletionPolicy\":\"Retain\",\"deletionProtection\":false}}"
        : "{}";
  }

  /** All that the catalog says of what is not the server's own, with comments. */
  private static List<String> facts(Login superuser) {
    return superuser.query(
        "postgres",
        """
        SELECT row(datname, datdba, datacl, datconnlimit, shobj_description(oid, 'pg_database'))::text
        FROM pg_database UNION ALL
        SELECT a::text || coalesce(shobj_description(oid, 'pg_authid'), '') FROM pg_authid a
        WHERE rolname !~ '^pg_' ORDER BY 1""");
  }
}
