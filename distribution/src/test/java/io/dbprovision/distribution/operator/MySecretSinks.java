package io.dbprovision.distribution.operator;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * One server that keeps every statement it can, what is done there, and where secrets may be then.
 */
final class MySecretSinks {
  private static final String GIVEN = "G1ven\"pa'ss w%rd$&+\\ü-of-the-user";
  private static final String WRONG = "wrong-password-0815-of-the-admin";
  private static final String INIT = "init-secret-4711-of-the-script";
  private static final String INIT_NAME = "the script";
  private static final String KINDS =
      "databases,databaseusers,databaseroles,databasegrants,databaseinstances";
  private static final Duration ROTATION = Duration.ofSeconds(90);

  private final Scene scene;
  private final MySqlServer server;
  private final Kubectl kubectl;
  private final SecretForms passwords = new SecretForms();
  private final SecretForms ofUsers = new SecretForms();
  private final StringBuilder processes = new StringBuilder();

  /**
   * @param server with its general log on
   */
  MySecretSinks(Scene scene, MySqlServer server) {
    this.scene = scene;
    this.server = server;
    this.kubectl = scene.kubectl();
  }

  /**
   * @param operatorLog since before the first step
   */
  void requireNoLeak(String operatorLog) {
    Map<String, String> sinks = sinks(operatorLog);
    assertThat(passwords.size() + ofUsers.size()).isGreaterThanOrEqualTo(10);
    assertThat(leaks(sinks)).as(server.product()).isEmpty();
    for (String sink : List.of("server's general log", "server's binary logs")) {
      assertThat(ofUsers.in(sinks.getOrDefault(sink, "")))
          .as("the search finds what is there, in the %s", sink)
          .contains(INIT_NAME);
    }
  }

  /** What is where it must not be. */
  private List<String> leaks(Map<String, String> sinks) {
    List<String> leaks = new ArrayList<>();
    sinks.forEach(
        (sink, text) -> {
          assertThat(text).as("the %s can be searched", sink).isNotEmpty();
          passwords.in(text).forEach(secret -> leaks.add(secret + " is in the " + sink));
          if (!sink.startsWith("server")) {
            ofUsers.in(text).forEach(secret -> leaks.add(secret + " is in the " + sink));
          }
        });
    return leaks;
  }

  void talkative() {
    server
        .root()
        .execute(
            "performance_schema",
            "SET GLOBAL long_query_time = 0",
            "SET GLOBAL log_queries_not_using_indexes = ON",
            "SET GLOBAL slow_query_log = ON",
            "UPDATE setup_consumers SET ENABLED = 'YES'",
            "UPDATE setup_instruments SET ENABLED = 'YES', TIMED = 'YES' WHERE NAME LIKE"
                + " 'statement/%'");
  }

  void provision() {
    kubectl.apply(
        Manifests.adminSecret(server.admin())
            + MyManifests.instance(server.product(), server.host(), server.port()));
    kubectl.awaitReady("databaseinstance/my");
    passwords.add("the admin's password", server.admin().password());
    passwords.add("the given password", GIVEN);
    ofUsers.add(INIT_NAME, INIT);
    String template =
        "passwordSecret: {secretName: shaped, secretTemplate: {data: {uri: 'x://{{ .Username }}:{{ .Password | urlEncode }}@{{ .Host }}', plain: '{{ .Password | base64Encode }}'}}}";
    kubectl.apply(
        secret("given", "password", GIVEN)
            + secret("script", "sql", "CREATE TABLE t AS SELECT '" + INIT + "' AS x")
            + secret("broken", "sql", "SELECT CAST('" + INIT + "' AS)")
            + MyManifests.user(
                "given", name("given"), "existingPasswordSecret: {name: given, key: password}")
            + MyManifests.user("made", name("made"), "mysql: {allowedHosts: ['%', '10.0.0.%']}")
            + MyManifests.user("shaped", name("shaped"), template)
            + MyManifests.user(
                "turns",
                name("turns"),
                "passwordRotation: {enabled: true, schedule: \"0 0 1 1 *\"}")
            + MyManifests.database(
                "shop",
                name("shop"),
                "initSQL: {secretRef: {name: script, key: sql}}",
                "deletionProtection: false")
            + MyManifests.database(
                "torn",
                name("torn"),
                "initSQL: {secretRef: {name: broken, key: sql}}",
                "deletionProtection: false"));
    kubectl.awaitReady(
        "databaseuser/given",
        "databaseuser/made",
        "databaseuser/shaped",
        "databaseuser/turns",
        "database/shop");
    kubectl.await("database/torn", "Ready=False");
    look();
    collect("at first");
  }

  void rotate() {
    String before = kubectl.secret(scene.secretOf("made"), "password");
    for (String user : List.of("made", "shaped", "turns")) {
      kubectl.annotate("databaseuser/" + user, "rotate-password", "now");
    }
    // a host that comes later gets the password of the others
    kubectl.patch(
        "databaseuser/made", "{\"spec\":{\"mysql\":{\"allowedHosts\":[\"%\",\"10.0.1.%\"]}}}");
    look();
    Await.until(
        "another password",
        ROTATION,
        () -> !kubectl.secret(scene.secretOf("made"), "password").equals(before),
        () -> kubectl.show("databaseuser/made"));
    kubectl.awaitReady("databaseuser/made", "databaseuser/shaped", "databaseuser/turns");
    kubectl.apply(secret("given", "password", GIVEN + "-2"));
    collect("after the rotation");
  }

  /** Each in its own way: refused by the server, by us, and cut off in the middle. */
  void fail() {
    passwords.add("the wrong password of the admin", WRONG);
    server.root().execute("", "CREATE USER " + name("taken"));
    kubectl.apply(
        MyManifests.user("taken", name("taken"))
            + MyManifests.user("plugin", name("plugin"), "mysql: {authPlugin: " + other() + "}")
            + MyManifests.user(
                "label",
                name("label"),
                "passwordSecret: {secretName: label, secretTemplate: {labels: {x: '{{ .Password }}'}, annotations: {y: '{{ .Password }}'}, data: {z: '{{ .Password.x }}'}}}"));
    kubectl.await("databaseuser/taken", "Ready=False");
    kubectl.await("databaseuser/label", "Ready=False");
    StringBuilder many = new StringBuilder();
    for (int i = 0; i < 20; i++) {
      many.append(MyManifests.user("cut" + i, name("cut" + i)));
    }
    kubectl.apply(many.toString());
    for (int i = 0; i < 10; i++) {
      String ids = "SELECT ID FROM information_schema.PROCESSLIST WHERE USER = 'dbops_admin'";
      // one may have ended by itself
      server.root().query(ids).forEach(id -> server.root().may("KILL " + id));
      look();
    }
    kubectl.awaitReady("databaseuser/cut0", "databaseuser/cut19");
    collect("after the failures");
    kubectl.apply(Manifests.secret("admin", server.admin().username(), WRONG));
    kubectl.await("databaseinstance/my", "Ready=False");
    kubectl.apply(Manifests.adminSecret(server.admin()));
    kubectl.awaitReady("databaseinstance/my");
    look();
  }

  /** A plug-in that this product has not. */
  private String other() {
    return server.mariadb() ? "sha256_password" : "mysql_native_password";
  }

  private String name(String base) {
    return scene.name(base);
  }

  private static String secret(String name, String key, String value) {
    return "---\napiVersion: v1\nkind: Secret\nmetadata: {name: %s}\nstringData:\n  %s: %s\n"
        .formatted(name, key, "\"" + value.replace("\\", "\\\\").replace("\"", "\\\"") + "\"");
  }

  private void look() {
    processes.append(ProcessTexts.of(List.of("dbops", "mysqld", "mariadbd")));
  }

  /** The passwords that Secrets hold now, and what the server keeps of them. */
  private void collect(String when) {
    int found = 0;
    for (String line : kubectl.fields("secret", "{.metadata.name} {.data.password}")) {
      String[] parts = line.split(" ", -1);
      if (parts.length == 2 && !parts[1].isEmpty()) {
        found++;
        passwords.add(
            "the password in " + parts[0] + " " + when, kubectl.secret(parts[0], "password"));
      }
    }
    assertThat(found).isGreaterThan(3);
    // the last forty of it: in MySQL's a salt of any bytes comes before
    server
        .root()
        .query("SELECT RIGHT(authentication_string, 40) FROM mysql.user WHERE User LIKE '%\\_%'")
        .stream()
        .filter(verifier -> verifier.length() == 40)
        .forEach(verifier -> ofUsers.add("a verifier " + when, verifier));
  }

  private Map<String, String> sinks(String operatorLog) {
    Map<String, String> sinks = new LinkedHashMap<>();
    sinks.put("server's log", server.log());
    sinks.put("server's general log", server.generalLog());
    sinks.put("server's binary logs", server.binaryLogs());
    sinks.put("server's slow log", server.slowLog());
    for (String table :
        List.of(
            "events_statements_summary_by_digest",
            "events_statements_history",
            "events_statements_history_long")) {
      String text = table.endsWith("digest") ? "DIGEST_TEXT" : "SQL_TEXT";
      String query = "SELECT %s FROM performance_schema.%s".formatted(text, table);
      sinks.put("server's " + table, String.join("\n", server.root().query(query)));
    }
    sinks.put("operator's log", operatorLog);
    sinks.put("Events", kubectl.run("get", "events", "-o", "yaml"));
    sinks.put(
        "objects, their statuses and annotations",
        kubectl.run("get", KINDS + ",configmaps", "-o", "yaml"));
    sinks.put("arguments and environments", processes.toString());
    return sinks;
  }

  void removeAll() {
    kubectl.annotate("databaseinstance/my", "allow-mass-deletion", "true");
    for (String kind : List.of("databases", "databaseusers")) {
      kubectl.run("delete", kind, "--all", "--wait=false");
    }
    Await.seldom(
        "all is gone",
        Duration.ofSeconds(60),
        () -> kubectl.run("get", "databases,databaseusers", "-o", "name").isEmpty(),
        () -> kubectl.run("get", "databases,databaseusers"));
    kubectl.deleteAndWait("databaseinstance/my");
  }
}
