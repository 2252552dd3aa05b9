package io.dbprovision.distribution.operator;

import static org.assertj.core.api.Assertions.assertThat;

import io.dbprovision.distribution.DevClusterExtension;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Secrets are in Secrets and nowhere else, on a server that logs all it can.
 *
 * <p>Two things a server that logs all statements cannot but have: the verifier of a password,
 * which is what a login is made of, and the statements that are its user's own. Both are looked for
 * in everything that is not the server's.
 */
@ExtendWith({DevClusterExtension.class, SceneExtension.class})
class SecretSinksIT {
  private static final String GIVEN = "G1ven\"pa'ss w%rd$&+\\ü-of-the-user";
  private static final String INIT = "init-secret-4711-of-the-script";
  private static final String INIT_NAME = "the script";
  private static final String KINDS =
      "databases,databaseusers,databaseroles,databasegrants,databaseinstances";

  private final Scene scene;
  private final Kubectl kubectl;
  private final SecretForms passwords = new SecretForms();
  private final SecretForms ofUsers = new SecretForms();
  private final StringBuilder processes = new StringBuilder();

  SecretSinksIT(Scene scene) {
    this.scene = scene;
    this.kubectl = scene.kubectl();
  }

  @Test
  void noSecretIsAnywhereButInSecrets() throws Exception {
    int logged = scene.operator().log().length();
    scene.operator().stop();
    try (PostgresServer server = PostgresServer.start("pg-sinks", "--preload")) {
      talkative(server);
      scene.operator().start("--log-level=2", "--log-format=json");
      provision(server);
      scene.operator().stop();
      scene.operator().start("--log-level=2", "--log-format=console");
      rotate(server);
      fail(server);

      Map<String, String> sinks = sinks(server, scene.operator().log().substring(logged));
      assertThat(passwords.size() + ofUsers.size()).isGreaterThanOrEqualTo(10);
      assertThat(leaks(sinks)).isEmpty();
      assertThat(ofUsers.in(sinks.getOrDefault("server's log", "")))
          .as("the search finds what is there")
          .contains(INIT_NAME);
      removeAll();
    } finally {
      if (scene.operator().isRunning()) {
        scene.operator().stop();
      }
      scene.operator().start();
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

  private static void talkative(PostgresServer server) {
    Login superuser = server.superuser();
    for (String setting :
        List.of(
            "log_statement = 'all'",
            "log_min_duration_statement = 0",
            "log_min_error_statement = 'debug5'",
            "log_parameter_max_length = -1",
            "log_parameter_max_length_on_error = -1",
            "pg_stat_statements.track = 'all'",
            "session_preload_libraries = 'passwordcheck'")) {
      superuser.execute("postgres", "ALTER SYSTEM SET " + setting);
    }
    superuser.execute("postgres", "SELECT pg_reload_conf()");
    superuser.execute("postgres", "CREATE EXTENSION pg_stat_statements");
    // what the script that made the server said is not the operator's
    superuser.query("postgres", "SELECT pg_stat_statements_reset()");
  }

  private void provision(PostgresServer server) {
    scene.instance(server);
    passwords.add("the admin's password", server.admin().password());
    passwords.add("the given password", GIVEN);
    ofUsers.add(INIT_NAME, INIT);
    String template =
        "passwordSecret: {secretName: shaped, secretTemplate: {data: {uri: 'x://{{ .Username }}:{{ .Password | urlEncode }}@{{ .Host }}', plain: '{{ .Password | base64Encode }}'}}}";
    kubectl.apply(
        secret("given", "password", GIVEN)
            + secret("script", "sql", "CREATE TABLE t AS SELECT '" + INIT + "'::text AS x")
            + secret("broken", "sql", "SELECT '" + INIT + "'::int")
            + Manifests.user(
                "given", name("given"), "existingPasswordSecret: {name: given, key: password}")
            + Manifests.user("made", name("made"))
            + Manifests.user("shaped", name("shaped"), template)
            + Manifests.user(
                "turns",
                name("turns"),
                "passwordRotation: {enabled: true, schedule: \"0 0 1 1 *\"}")
            + Manifests.database(
                "shop",
                name("shop"),
                "initSQL: {secretRef: {name: script, key: sql}}",
                "deletionProtection: false")
            + Manifests.database(
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
    collect(server, "at first");
  }

  private void rotate(PostgresServer server) {
    String before = kubectl.secret(scene.secretOf("made"), "password");
    for (String user : List.of("made", "shaped", "turns")) {
      kubectl.annotate("databaseuser/" + user, "rotate-password", "now");
    }
    look();
    Await.until(
        "another password",
        Duration.ofSeconds(90),
        () -> !kubectl.secret(scene.secretOf("made"), "password").equals(before),
        () -> kubectl.show("databaseuser/made"));
    kubectl.awaitReady("databaseuser/made", "databaseuser/shaped", "databaseuser/turns");
    kubectl.apply(secret("given", "password", GIVEN + "-2"));
    collect(server, "after the rotation");
  }

  /** Each in its own way: refused by the server, by us, and cut off in the middle. */
  private void fail(PostgresServer server) {
    String policy = name("refused_by_policy");
    passwords.add("the wrong password of the admin", "wrong-password-0815-of-the-admin");
    server.superuser().execute("postgres", "CREATE ROLE " + name("taken") + " LOGIN");
    kubectl.apply(
        secret("short", "password", policy)
            + Manifests.user(
                "policy", policy, "existingPasswordSecret: {name: short, key: password}")
            + Manifests.user("taken", name("taken"))
            + Manifests.user(
                "label",
                name("label"),
                "passwordSecret: {secretName: label, secretTemplate: {labels: {x: '{{ .Password }}'}, annotations: {y: '{{ .Password }}'}, data: {z: '{{ .Password.x }}'}}}"));
    kubectl.await("databaseuser/taken", "Ready=False");
    kubectl.await("databaseuser/label", "Ready=False");
    kubectl.await("databaseuser/policy", "Ready=False");
    StringBuilder many = new StringBuilder();
    for (int i = 0; i < 20; i++) {
      many.append(Manifests.user("cut" + i, name("cut" + i)));
    }
    kubectl.apply(many.toString());
    for (int i = 0; i < 10; i++) {
      server
          .superuser()
          .query(
              "postgres",
              "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE usename = 'dbops_admin'");
      look();
    }
    kubectl.awaitReady("databaseuser/cut0", "databaseuser/cut19");
    collect(server, "after the failures");
    kubectl.apply(
        Manifests.secret("admin", server.admin().username(), "wrong-password-0815-of-the-admin"));
    kubectl.await("databaseinstance/pg", "Ready=False");
    kubectl.apply(Manifests.adminSecret(server.admin()));
    kubectl.awaitReady("databaseinstance/pg");
    look();
  }

  private String name(String base) {
    return scene.name(base);
  }

  private static String secret(String name, String key, String value) {
    return "---\napiVersion: v1\nkind: Secret\nmetadata: {name: %s}\nstringData:\n  %s: %s\n"
        .formatted(name, key, "\"" + value.replace("\\", "\\\\").replace("\"", "\\\"") + "\"");
  }

  private void look() {
    processes.append(ProcessTexts.of(List.of("dbops", "postgres")));
  }

  /** The passwords that Secrets hold now, and what the server keeps of them. */
  private void collect(PostgresServer server, String when) {
    int found = 0;
    for (String line : kubectl.fields("secret", "{.metadata.name} {.data.password}")) {
      String[] parts = line.split(" ", -1);
      if (parts.length == 2 && !parts[1].isEmpty() && !parts[0].equals("short")) {
        found++;
        passwords.add(
            "the password in " + parts[0] + " " + when, kubectl.secret(parts[0], "password"));
      }
    }
    assertThat(found).isGreaterThan(3);
    for (String verifier :
        server
            .superuser()
            .query("postgres", "SELECT rolpassword FROM pg_authid WHERE rolpassword IS NOT NULL")) {
      String keys = verifier.substring(verifier.lastIndexOf('$') + 1);
      for (String key : keys.split(":", -1)) {
        ofUsers.add("a verifier " + when, key);
      }
    }
  }

  private Map<String, String> sinks(PostgresServer server, String operatorLog) {
    Map<String, String> sinks = new LinkedHashMap<>();
    sinks.put("server's log", server.log());
    sinks.put(
        "server's pg_stat_statements",
        String.join(
            "\n", server.superuser().query("postgres", "SELECT query FROM pg_stat_statements")));
    sinks.put("operator's log", operatorLog);
    sinks.put("Events", kubectl.run("get", "events", "-o", "yaml"));
    sinks.put(
        "objects, their statuses and annotations",
        kubectl.run("get", KINDS + ",configmaps", "-o", "yaml"));
    sinks.put("arguments and environments", processes.toString());
    return sinks;
  }

  private void removeAll() {
    kubectl.annotate("databaseinstance/pg", "allow-mass-deletion", "true");
    for (String kind : List.of("databases", "databaseusers")) {
      kubectl.run("delete", kind, "--all", "--wait=false");
    }
    Await.seldom(
        "all is gone",
        Duration.ofSeconds(60),
        () -> kubectl.run("get", "databases,databaseusers", "-o", "name").isEmpty(),
        () -> kubectl.run("get", "databases,databaseusers"));
    kubectl.deleteAndWait("databaseinstance/pg");
  }
}
