package io.dbprovision.distribution.operator;

import static org.assertj.core.api.Assertions.assertThat;

import io.dbprovision.distribution.DevClusterExtension;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What is on a server before anybody writes a manifest for it. */
@ExtendWith({DevClusterExtension.class, SceneExtension.class})
class DiscoveryIT {
  private static final Duration SOON = Duration.ofSeconds(30);
  private static final String ADOPTED = "dbops.dbprovision.io/adopted=true";

  private final Scene scene;
  private final Kubectl kubectl;
  private final String database;
  private final String login;
  private final String role;

  DiscoveryIT(Scene scene) {
    this.scene = scene;
    this.kubectl = scene.kubectl();
    // early in the alphabet: others leave things on the server, and the list is cut
    this.database = scene.name("a0_old");
    this.login = scene.name("a0_app");
    this.role = scene.name("a0_readers");
  }

  @BeforeEach
  void aServerWithAPast() {
    Login admin = scene.server().admin();
    admin.execute("postgres", "CREATE DATABASE " + database);
    admin.execute("postgres", "COMMENT ON DATABASE " + database + " IS 'by hand'");
    admin.execute(
        "postgres", "CREATE ROLE " + login + " LOGIN CONNECTION LIMIT 7 PASSWORD 'theirs'");
    admin.execute("postgres", "CREATE ROLE " + role);
    scene.instance();
  }

  @Test
  void whatNobodyKeepsIsListedAndWhatIsNamedIsAdoptedAndStaysAsItIs() {
    String before = state();
    assertThat(kubectl.get("databaseinstance/pg", "{.status.discoveredResources}")).isEmpty();

    kubectl.patch("databaseinstance/pg", "{\"spec\":{\"discovery\":{\"enabled\":true}}}");
    awaitFound("databases", database);
    awaitFound("users", login);
    awaitFound("roles", role);
    kubectl.annotate("databaseinstance/pg", "adopt-databases", database);
    kubectl.annotate("databaseinstance/pg", "adopt-users", login);
    kubectl.annotate("databaseinstance/pg", "adopt-roles", role);

    for (String kind : List.of("database", "databaseuser", "databaserole")) {
      String object = kind + "/" + adopted(kind);
      kubectl.await(object, "Ready=True", SOON);
      kubectl.await(object, "Synced=True", SOON);
      assertThat(kubectl.get(object, "{.spec.driftPolicy.mode}")).isEqualTo("detect");
    }
    assertThat(state()).as("nothing but the record in the comment").isEqualTo(before);
    assertThat(theirs().works()).isTrue();
    Await.until(
        "it is marked as adopted",
        SOON,
        () ->
            kubectl
                .get(
                    "databaseinstance/pg",
                    "{.status.discoveredResources.databases[?(@.name==\"%s\")].adopted}"
                        .formatted(database))
                .equals("true"),
        () -> kubectl.show("databaseinstance/pg"));

    kubectl.deleteAndWait("databaseuser/" + adopted("databaseuser"));
    assertThat(theirs().works()).as("what was adopted is not dropped").isTrue();
  }

  @Test
  void anAdoptedLoginKeepsItsPasswordUntilANewOneIsAskedFor() {
    kubectl.apply(Manifests.user("app", login));
    kubectl.await("databaseuser/app", "Synced=False/Conflict");

    kubectl.annotate("databaseuser/app", "adopt", "true");

    kubectl.await("databaseuser/app", "Ready=True", SOON);
    kubectl.await("databaseuser/app", "SecretCreated=False/PasswordUnknown");
    assertThat(theirs().works()).isTrue();
    assertThat(scene.secretsOf("app")).isEmpty();

    kubectl.annotate("databaseuser/app", "rotate-password", "once");

    kubectl.await("databaseuser/app", "SecretCreated=True", SOON);
    assertThat(scene.loginOf("app").works()).isTrue();
    assertThat(theirs().works()).isFalse();
  }

  @Test
  void everybodyIsShutOutOfADatabaseAndLetInAgain() {
    kubectl.apply(
        Manifests.database("shop", scene.name("shop"), "postgres: {revokePublic: {}}")
            + Manifests.user("guest", scene.name("guest")));
    kubectl.awaitReady("database/shop", "databaseuser/guest");
    assertThat(guestMayConnect()).isEqualTo("t");

    kubectl.patch(
        "database/shop",
        "{\"spec\":{\"postgres\":{\"revokePublic\":{\"database\":true,\"schemaPublic\":true}}}}");
    awaitGuest("f");

    kubectl.patch("database/shop", "{\"spec\":{\"postgres\":{\"revokePublic\":null}}}");
    awaitGuest("t");
  }

  private void awaitGuest(String allowed) {
    Await.until(
        "everybody may connect: " + allowed,
        SOON,
        () -> guestMayConnect().equals(allowed),
        () -> kubectl.show("database/shop"));
  }

  private String guestMayConnect() {
    return scene
        .server()
        .superuser()
        .query(
            "postgres",
            "SELECT has_database_privilege('%s', '%s', 'CONNECT')"
                .formatted(scene.name("guest"), scene.name("shop")))
        .getFirst();
  }

  private void awaitFound(String list, String name) {
    Await.until(
        name + " is found",
        SOON,
        () ->
            List.of(
                    kubectl
                        .get(
                            "databaseinstance/pg",
                            "{.status.discoveredResources." + list + "[*].name}")
                        .split(" "))
                .contains(name),
        () -> kubectl.show("databaseinstance/pg"));
  }

  /** The one object of that kind that was made for what was found. */
  private String adopted(String kind) {
    Await.until(
        "a " + kind + " is made",
        SOON,
        () -> kubectl.fields(kind, "{.metadata.name}", "-l", ADOPTED).size() == 1,
        () -> kubectl.show("databaseinstance/pg"));
    return kubectl.fields(kind, "{.metadata.name}", "-l", ADOPTED).getFirst();
  }

  private Login theirs() {
    return new Login(scene.server().host(), scene.server().port(), login, "theirs");
  }

  /** All that the catalog says of the three, with comments up to our record. */
  private String state() {
    Login superuser = scene.server().superuser();
    return superuser.query(
            "postgres",
            "SELECT row(datdba, datacl, datconnlimit, datallowconn, datistemplate, split_part(shobj_description(oid, 'pg_database'), ' [dbops:', 1))::text FROM pg_database WHERE datname = '%s'"
                .formatted(database))
        + superuser
            .query(
                "postgres",
                "SELECT a::text FROM pg_authid a WHERE rolname IN ('%s', '%s') ORDER BY rolname"
                    .formatted(login, role))
            .toString();
  }
}
