package io.dbprovision.distribution.operator;

import static io.dbprovision.distribution.operator.Manifests.GRANTS;
import static io.dbprovision.distribution.operator.Manifests.entry;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.dbprovision.distribution.Command;
import io.dbprovision.distribution.DevClusterExtension;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * What is one namespace's, another one on the same server can neither read, take, reset nor drop.
 */
@ExtendWith({DevClusterExtension.class, SceneExtension.class})
class TenancyIT {
  private static final String KINDS =
      "databases,databaseusers,databaseroles,databasegrants,databaseinstances";
  private static final Duration A_WHILE = Duration.ofSeconds(150);

  private final Scene scene;

  TenancyIT(Scene scene) {
    this.scene = scene;
  }

  /** The namespaces do not take it along. */
  @AfterEach
  void removeWhatIsTheClusters() {
    scene.kubectl().run("delete", shared(), "--wait=false", "--ignore-not-found");
  }

  @Test
  void nothingOfAnotherNamespaceCanBeReadTakenResetOrDropped() {
    // of its own: all of it is compared, and on the common one other tests' objects are still going
    try (PostgresServer server = PostgresServer.start("pg-tenancy")) {
      attack(victim(server));
    }
  }

  private void attack(Tenants tenants) {
    Kubectl attacker = attacker(tenants);
    List<Attack> attacks = Attacks.of(tenants);
    assertThat(attacks).hasSizeGreaterThanOrEqualTo(100);
    List<String> before = tenants.facts();
    String secrets = secrets(tenants.victim());

    Map<String, List<String>> refusedAtOnce = apply(attacker, attacks);

    awaitRefusals(attacker, attacks, refusedAtOnce);
    assertUntouched(tenants, before, secrets);
    deny(attacker, Attacks.acrossNamespaces(tenants));
    attacker.awaitReady("database/own", "databaseuser/own", "databaserole/own");

    // their deletion, with all the force there is, reaches no further
    attacker.annotate("databaseinstance/pg", "allow-mass-deletion", "true");
    scene.kubectl().annotate("databaseinstance/common", "allow-mass-deletion", "true");
    scene.kubectl().annotate(shared(), "allow-mass-deletion", "true");
    for (String annotation : List.of("force-delete=true", "deletion-policy=Delete")) {
      attacker.run("annotate", "--overwrite", "--all", KINDS, "dbops.dbprovision.io/" + annotation);
    }
    for (String kind : List.of("databasegrants", "databaseusers", "databaseroles", "databases")) {
      List<String> names =
          attacks.stream()
              .filter(attack -> (attack.resource() + "s").equals(kind))
              .filter(attack -> !refusedAtOnce.containsKey(attack.name()))
              .map(Attack::object)
              .toList();
      attacker.run(
          Stream.concat(Stream.of("delete", "--ignore-not-found", "--timeout=50s"), names.stream())
              .toArray(String[]::new));
    }
    assertUntouched(tenants, before, secrets);
  }

  /** Under {@code --cross-namespace=deny} the same references are refused for that reason. */
  private void deny(Kubectl attacker, List<Attack> references) {
    scene.operator().stop();
    try {
      scene.operator().start("--cross-namespace=deny");
      List<Attack> denied =
          references.stream()
              .map(
                  attack ->
                      new Attack(
                          attack.name(),
                          attack.resource(),
                          "--cross-namespace=deny",
                          attack.yaml()))
              .toList();
      awaitRefusals(attacker, denied, Map.of());
    } finally {
      if (scene.operator().isRunning()) {
        scene.operator().stop();
      }
      scene.operator().start();
    }
  }

  private Tenants victim(PostgresServer server) {
    Kubectl kubectl = scene.kubectl();
    String database = scene.name("shop");
    String login = scene.name("app");
    String role = scene.name("readers");
    scene.instance(server);
    share(server);
    kubectl.apply(
        Manifests.database("shop", database, "owner: " + login, "deletionProtection: false")
            + Manifests.user("app", login, "postgres: {connectionLimit: 7}")
            + Manifests.role("readers", role, "postgres: {configParameters: {work_mem: 5MB}}")
            + Manifests.grantToRole("readers", "readers", GRANTS, entry(database, "", "CONNECT"))
            + "---\napiVersion: v1\nkind: ConfigMap\nmetadata: {name: script}\ndata: {sql: SELECT 1}\n");
    kubectl.awaitReady(
        "database/shop", "databaseuser/app", "databaserole/readers", "databasegrant/readers");
    Login app = scene.loginOf("app");
    app.execute(database, "CREATE TABLE orders (id serial PRIMARY KEY, said text)");
    app.execute(database, "INSERT INTO orders (said) VALUES ('one'), ('two')");
    app.execute(database, "SELECT lo_create(4711)");
    return new Tenants(
        server,
        scene.namespace(),
        database,
        login,
        role,
        scene.secretOf("app"),
        scene.name("own"),
        scene.name("ownrole"),
        sharedName(),
        scene.suffix());
  }

  /** Two more instances that the attacker may use, and what an admin made by hand. */
  private void share(PostgresServer server) {
    for (String made :
        List.of("DATABASE stray", "ROLE stray_login LOGIN PASSWORD 'theirs'", "ROLE stray_role")) {
      server.admin().execute("postgres", "CREATE " + made);
    }
    server.admin().execute("postgres", "GRANT CREATE ON DATABASE stray TO stray_role");
    scene
        .kubectl()
        .apply(
            Manifests.instance(server.host(), server.port()).replace("name: pg", "name: common")
                + Manifests.clusterInstance(
                    sharedName(), scene.namespace(), server.host(), server.port()));
    scene.kubectl().annotate("databaseinstance/common", "allow-from", scene.namespace() + "-other");
    scene.kubectl().awaitReady("databaseinstance/common", shared());
  }

  private String sharedName() {
    return "shared-" + scene.suffix();
  }

  private String shared() {
    return "clusterdatabaseinstance/" + sharedName();
  }

  private Kubectl attacker(Tenants tenants) {
    Kubectl kubectl = scene.kubectlOf(scene.otherNamespaceWithInstance(tenants.server()));
    kubectl.apply(
        Manifests.database("own", tenants.ownDatabase(), "deletionProtection: false")
            + Manifests.user("own", scene.name("ownuser"))
            + Manifests.role("own", tenants.ownRole())
            + Manifests.secret("someones", "somebody", "something")
            + guest("sharedguest", "clusterInstanceRef: {name: " + sharedName() + "}")
            + guest("commonguest", commonReference()));
    kubectl.awaitReady("database/own", "databaseuser/own", "databaserole/own");
    kubectl.awaitReady("databaserole/sharedguest", "databaserole/commonguest");
    return kubectl;
  }

  private String commonReference() {
    return "instanceRef: {name: common, namespace: %s}".formatted(scene.namespace());
  }

  /** A role of the attacker's own, on an instance that is not. */
  private String guest(String name, String home) {
    return """
        ---
        apiVersion: dbops.dbprovision.io/v1alpha1
        kind: DatabaseRole
        metadata: {name: %s}
        spec:
          roleName: %s
          %s
        """
        .formatted(name, scene.name(name), home);
  }

  /** What the API server itself refuses, by the object's name. */
  private Map<String, List<String>> apply(Kubectl attacker, List<Attack> attacks) {
    Command.Result result =
        attacker.tryApply(attacks.stream().map(Attack::yaml).collect(Collectors.joining()));
    Map<String, List<String>> refused = new HashMap<>();
    for (Attack attack : attacks) {
      result
          .err()
          .lines()
          .filter(line -> line.contains('"' + attack.name() + '"'))
          .forEach(
              line -> refused.computeIfAbsent(attack.name(), key -> new ArrayList<>()).add(line));
    }
    return refused;
  }

  private void awaitRefusals(
      Kubectl attacker, List<Attack> attacks, Map<String, List<String>> refusedAtOnce) {
    Map<String, String> open = new TreeMap<>();
    Await.seldom(
        "all attacks are refused",
        A_WHILE,
        () -> {
          Map<String, List<String>> messages = refusals(attacker);
          messages.putAll(refusedAtOnce);
          open.clear();
          for (Attack attack : attacks) {
            List<String> said = messages.getOrDefault(attack.name(), List.of());
            if (!attack.refusedBy(said)) {
              open.put(attack.name(), attack.field() + " is not in " + said + "\n" + attack.yaml());
            }
          }
          return open.isEmpty();
        },
        () ->
            open.size()
                + " of "
                + attacks.size()
                + " are not refused:\n"
                + String.join("\n", open.values()));
  }

  /** The messages of conditions that are false, by the object's name. */
  private static Map<String, List<String>> refusals(Kubectl attacker) {
    Map<String, List<String>> messages = new HashMap<>();
    for (JsonNode object : json(attacker.run("get", KINDS, "-o", "json")).path("items")) {
      List<String> said = new ArrayList<>();
      for (JsonNode condition : object.at("/status/conditions")) {
        if (condition.path("status").asText().equals("False")) {
          said.add(condition.path("reason").asText() + " " + condition.path("message").asText());
        }
      }
      messages.put(object.at("/metadata/name").asText(), said);
    }
    return messages;
  }

  private static JsonNode json(String text) {
    try {
      return new ObjectMapper().readTree(text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void assertUntouched(Tenants tenants, List<String> before, String secrets) {
    assertThat(tenants.facts()).isEqualTo(before);
    // never shown: these are Secrets
    assertThat(secrets(tenants.victim()).equals(secrets)).as("its Secrets are the same").isTrue();
    assertThat(scene.loginOf("app").works()).as("its login works").isTrue();
  }

  private String secrets(String namespace) {
    return scene.kubectlOf(namespace).run("get", "secrets", "-o", "json");
  }
}
