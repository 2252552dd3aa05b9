package io.dbprovision.distribution.operator;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
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
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * What is one namespace's, another one on the same server can neither read, take, reset nor drop.
 * {@code TenancyIT} says the same of PostgreSQL, and of all that is the same on every server.
 */
@ExtendWith({DevClusterExtension.class, SceneExtension.class})
abstract class MyTenancy extends MyStage {
  private static final String KINDS = "databases,databaseusers,databaseroles,databasegrants";
  private static final Duration A_WHILE = Duration.ofMinutes(2);

  MyTenancy(Scene scene, String product) {
    super(scene, product);
  }

  @Test
  void nothingOfAnotherNamespaceCanBeReadTakenResetOrDropped() {
    MyTenants tenants = victim();
    Kubectl attacker = attacker(tenants);
    List<Attack> attacks = MyAttacks.of(tenants);
    assertThat(attacks).hasSizeGreaterThan(80);
    List<String> before = tenants.facts();

    String refusedAtOnce =
        attacker.tryApply(attacks.stream().map(Attack::yaml).collect(Collectors.joining())).err();

    awaitRefusals(attacker, attacks, refusedAtOnce);
    assertUntouched(tenants, before);
    attacker.awaitReady("database/own", "databaseuser/own");

    // their deletion, with all the force there is, reaches no further
    attacker.annotate(INSTANCE, "allow-mass-deletion", "true");
    for (String annotation : List.of("force-delete=true", "deletion-policy=Delete")) {
      attacker.run("annotate", "--overwrite", "--all", KINDS, "dbops.dbprovision.io/" + annotation);
    }
    for (String kind : KINDS.split(",", -1)) {
      attacker.run("delete", kind, "--all", "--wait=false");
    }
    Await.seldom(
        "all is gone",
        A_WHILE,
        () -> attacker.run("get", KINDS, "-o", "name").isEmpty(),
        () -> attacker.run("get", KINDS));
    assertUntouched(tenants, before);
  }

  private MyTenants victim() {
    String database = scene.name("shop");
    instance();
    kubectl.apply(
        MyManifests.database("shop", database, "deletionProtection: false")
            + MyManifests.user("app", scene.name("app"), "mysql: {maxUserConnections: 7}")
            + MyManifests.role("readers", scene.name("readers"))
            + MyManifests.grant("app", "app", MyManifests.onDatabase(database, "SELECT")));
    kubectl.awaitReady(
        "database/shop", "databaseuser/app", "databaserole/readers", "databasegrant/app");
    server
        .root()
        .execute(
            database,
            "CREATE TABLE orders (id INT PRIMARY KEY, said VARCHAR(20))",
            "INSERT INTO orders VALUES (1, 'one'), (2, 'two')",
            "CREATE PROCEDURE p() SELECT * FROM orders");
    return new MyTenants(
        server,
        scene.namespace(),
        database,
        scene.name("app"),
        scene.name("readers"),
        scene.secretOf("app"),
        scene.name("own"),
        scene.suffix());
  }

  private Kubectl attacker(MyTenants tenants) {
    Kubectl there = scene.otherNamespace();
    there.apply(adminSecret() + theInstance());
    there.awaitReady(INSTANCE);
    there.apply(
        MyManifests.database("own", tenants.ownDatabase(), "deletionProtection: false")
            + MyManifests.user("own", scene.name("ownuser")));
    there.awaitReady("database/own", "databaseuser/own");
    return there;
  }

  private void awaitRefusals(Kubectl attacker, List<Attack> attacks, String refusedAtOnce) {
    Map<String, String> open = new TreeMap<>();
    Await.seldom(
        "all attacks are refused",
        A_WHILE,
        () -> {
          Map<String, List<String>> messages = refusals(attacker);
          open.clear();
          for (Attack attack : attacks) {
            List<String> said = messages.getOrDefault(attack.name(), List.of());
            if (!attack.refusedBy(said) && !refusedAtOnce.contains('"' + attack.name() + '"')) {
              open.put(attack.name(), attack.field() + " is not in " + said + "\n" + attack.yaml());
            }
          }
          return open.isEmpty();
        },
        () -> open.size() + " are not refused:\n" + String.join("\n", open.values()));
  }

  /** The messages of conditions that are false, by the object's name. */
  private static Map<String, List<String>> refusals(Kubectl attacker) {
    Map<String, List<String>> messages = new HashMap<>();
    try {
      String objects = attacker.run("get", KINDS, "-o", "json");
      for (JsonNode object : new ObjectMapper().readTree(objects).path("items")) {
        List<String> said = new ArrayList<>();
        for (JsonNode condition : object.at("/status/conditions")) {
          if (condition.path("status").asText().equals("False")) {
            said.add(condition.path("reason").asText() + " " + condition.path("message").asText());
          }
        }
        messages.put(object.at("/metadata/name").asText(), said);
      }
      return messages;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void assertUntouched(MyTenants tenants, List<String> before) {
    assertThat(tenants.facts()).isEqualTo(before);
    assertThat(loginOf("app").works()).as("its login works").isTrue();
  }
}
