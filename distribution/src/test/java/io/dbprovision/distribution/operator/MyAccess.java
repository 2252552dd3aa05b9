package io.dbprovision.distribution.operator;

import static org.assertj.core.api.Assertions.assertThat;

import io.dbprovision.distribution.DevClusterExtension;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Who may come in, from where, and what they may do. */
@ExtendWith({DevClusterExtension.class, SceneExtension.class})
abstract class MyAccess extends MyStage {
  private static final Duration SOON = Duration.ofSeconds(20);

  MyAccess(Scene scene, String product) {
    super(scene, product);
  }

  @Test
  void aRoleGivesToItsMembersAndWhatIsTakenOutOfAManifestIsRevoked() {
    String database = scene.name("shop");
    String role = scene.name("readers");
    String login = scene.name("app");
    instance();
    kubectl.apply(
        MyManifests.role(
                "readers", role, "mysql: {" + MyManifests.onDatabase(database, "SELECT") + "}")
            + MyManifests.user("app", login)
            + MyManifests.database("shop", database)
            + grant(database, role, "INSERT", "CREATE"));
    kubectl.awaitReady("database/shop", "databaserole/readers", "databaseuser/app");
    kubectl.awaitReady("databasegrant/app");
    MyLogin app = loginOf("app");
    app.execute(database, "CREATE TABLE t (a INT)", "INSERT INTO t VALUES (1)");
    assertThat(app.query("SELECT a FROM " + database + ".t")).containsExactly("1");
    server.root().execute("", "GRANT DELETE ON `%s`.* TO %s".formatted(escaped(database), login));

    kubectl.apply(grant(database, role, "INSERT"));

    awaitThat(
        "CREATE is revoked",
        SOON,
        () -> !app.may("CREATE TABLE " + database + ".u (a INT)"),
        "databasegrant/app");
    app.execute(database, "INSERT INTO t VALUES (2)");

    kubectl.deleteAndWait("databasegrant/app");

    assertThat(app.may("SELECT a FROM " + database + ".t")).as("by the role").isFalse();
    assertThat(app.may("INSERT INTO " + database + ".t VALUES (3)")).isFalse();
    assertThat(app.may("DELETE FROM " + database + ".t"))
        .as("what was given by hand stays")
        .isTrue();
    kubectl.deleteAndWait("databaserole/readers");
    assertThat(server.hosts(role)).isEmpty();
  }

  private static String grant(String database, String role, String... privileges) {
    return MyManifests.grant(
        "app", "app", "roles: [" + role + "]", MyManifests.onDatabase(database, privileges));
  }

  private static String escaped(String database) {
    return database.replace("_", "\\_");
  }

  @Test
  void anUnderlineInANameOpensNoOtherDatabase() {
    String mine = scene.name("a");
    String neighbour = mine.replace('_', 'x');
    instance();
    kubectl.apply(
        MyManifests.user("app", scene.name("app"))
            + MyManifests.database("mine", mine)
            + MyManifests.database("neighbour", neighbour)
            + MyManifests.grant("app", "app", MyManifests.onDatabase(mine, "CREATE", "DROP")));
    kubectl.awaitReady("database/mine", "database/neighbour", "databaseuser/app");
    kubectl.awaitReady("databasegrant/app");

    assertThat(loginOf("app").may("CREATE TABLE " + mine + ".t (a INT)")).isTrue();
    assertThat(loginOf("app").may("CREATE TABLE " + neighbour + ".t (a INT)")).isFalse();
    assertThat(loginOf("app").may("DROP DATABASE " + neighbour)).isFalse();
  }

  @Test
  void hostsAreAddedAndTakenAwayAndEachHasWhatTheUserHas() {
    String database = scene.name("shop");
    String login = scene.name("app");
    instance();
    kubectl.apply(
        hosts(login, "\"10.0.0.%\"")
            + MyManifests.database("shop", database)
            + MyManifests.grant("app", "app", MyManifests.onDatabase(database, "CREATE"))
            // a look for drift finds the account that has nothing yet
            + "  driftPolicy: {mode: correct, interval: 1s}\n");
    kubectl.awaitReady("database/shop", "databaseuser/app", "databasegrant/app");
    assertThat(server.hosts(login)).containsExactly("10.0.0.%");
    assertThat(loginOf("app").works()).as("from elsewhere").isFalse();

    kubectl.apply(hosts(login, "\"10.0.0.%\", 127.0.0.1"));
    awaitThat("it comes in from here", SOON, () -> loginOf("app").works(), "databaseuser/app");
    awaitThat(
        "and may do what it may",
        SOON,
        () -> loginOf("app").may("CREATE TABLE IF NOT EXISTS " + database + ".t (a INT)"),
        "databasegrant/app");

    kubectl.apply(hosts(login, "127.0.0.1"));
    awaitThat(
        "one account is gone",
        SOON,
        () -> server.hosts(login).equals(List.of("127.0.0.1")),
        "databaseuser/app");
    assertThat(loginOf("app").works()).isTrue();
    kubectl.awaitReady("databaseuser/app");
  }

  private static String hosts(String login, String hosts) {
    return MyManifests.user("app", login, "mysql: {allowedHosts: [" + hosts + "]}");
  }

  @Test
  void whatSomebodyElseMadeIsAdoptedOnlyWhenAskedForAndStaysAsItIs() {
    String database = scene.name("old_db");
    String login = scene.name("old");
    byHand(database, login);
    instance();
    kubectl.apply(MyManifests.database("old", database) + MyManifests.user("old", login));
    kubectl.await("database/old", "Synced=False/Conflict");
    kubectl.await("databaseuser/old", "Synced=False/Conflict");
    assertThat(kubectl.message("database/old", "Ready")).contains("dbops.dbprovision.io/adopt");

    kubectl.annotate("database/old", "adopt", "true");
    kubectl.annotate("databaseuser/old", "adopt", "true");

    kubectl.awaitReady("database/old", "databaseuser/old");
    kubectl.await("databaseuser/old", "SecretCreated=False/PasswordUnknown");
    assertThat(login(login, "theirs").works()).isTrue();
    assertThat(scene.secretsOf("old")).isEmpty();
    assertThat(server.root().query("SELECT a FROM " + database + ".precious"))
        .containsExactly("42");
  }

  @Test
  void whatNobodyKeepsIsListedAndWhatIsNamedIsAdopted() {
    // early in the alphabet: others leave things on the server, and the list is cut
    String database = scene.name("a0_old_db");
    String login = scene.name("a0_old");
    byHand(database, login);
    instance();
    assertThat(kubectl.get(INSTANCE, "{.status.discoveredResources}")).isEmpty();

    kubectl.patch(INSTANCE, "{\"spec\":{\"discovery\":{\"enabled\":true}}}");
    awaitFound("databases", database);
    awaitFound("users", login);
    kubectl.annotate(INSTANCE, "adopt-databases", database);
    kubectl.annotate(INSTANCE, "adopt-users", login);

    for (String kind : List.of("database", "databaseuser")) {
      awaitThat(
          "a " + kind + " is made",
          SOON,
          () -> fields(kind, "{.status.phase}").equals(List.of("Ready")),
          INSTANCE);
    }
    assertThat(login(login, "theirs").works()).isTrue();
    String user = fields("databaseuser", "{.metadata.name}").getFirst();
    kubectl.deleteAndWait("databaseuser/" + user);
    assertThat(login(login, "theirs").works()).as("what was adopted is not dropped").isTrue();
  }

  private List<String> fields(String kind, String path) {
    return kubectl.fields(kind, path, "-l", "dbops.dbprovision.io/adopted=true");
  }

  private void awaitFound(String list, String name) {
    String names = "{.status.discoveredResources." + list + "[*].name}";
    awaitThat(
        name + " is found",
        SOON,
        () -> List.of(kubectl.get(INSTANCE, names).split(" ")).contains(name),
        INSTANCE);
  }

  private void byHand(String database, String login) {
    server
        .root()
        .execute(
            "",
            "CREATE DATABASE " + database,
            "CREATE TABLE " + database + ".precious AS SELECT 42 AS a",
            "CREATE USER " + login + " IDENTIFIED BY 'theirs'");
  }
}
