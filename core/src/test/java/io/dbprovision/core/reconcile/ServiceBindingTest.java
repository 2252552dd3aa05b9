package io.dbprovision.core.reconcile;

import static org.assertj.core.api.Assertions.assertThat;

import io.dbprovision.core.api.CustomKind;
import io.dbprovision.core.api.ResourceKey;
import io.dbprovision.core.kube.Secrets.Secret;
import io.dbprovision.spi.SecretText;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Secrets for servicebinding.io. */
class ServiceBindingTest {
  private static final ResourceKey USER = World.key(CustomKind.USER, "app");

  private final World world = World.withInstance();
  private final TestOperator operator = new TestOperator(world);

  @Test
  void aBindingHasTheKeysTheTypeAndTheNameThatToolsLookFor() {
    operator.apply(USER, bound(Map.of("enabled", true, "database", "orders"), Map.of()));
    assertThat(secret().type()).isEqualTo("servicebinding.io/memory");
    assertThat(secret().data())
        .containsOnlyKeys(
            "type", "provider", "host", "port", "username", "password", "database", "uri");
    assertThat(text("type")).isEqualTo("memory");
    assertThat(text("database")).isEqualTo("orders");
    assertThat(text("uri")).startsWith("memory://app:").endsWith("@db.test:5000/orders");
    assertThat(world.status(USER).object("binding").text("name")).contains("login");
    assertThat(world.condition(USER, "Synced").status()).isEqualTo("True");
  }

  @Test
  void aTemplateAddsItsKeysAndKeepsItsType() {
    operator.apply(
        USER,
        bound(
            Map.of("enabled", true),
            Map.of(
                "secretTemplate",
                Map.of(
                    "type",
                    "example.com/own",
                    "data",
                    Map.of("provider", "us", "more", "{{.Host}}")))));
    assertThat(secret().type()).isEqualTo("example.com/own");
    assertThat(text("provider")).isEqualTo("us");
    assertThat(text("more")).isEqualTo("db.test");
    assertThat(secret().data()).containsKeys("uri", "username");
  }

  @Test
  void askedForLaterItReplacesTheSecretAndTakenBackItGoes() {
    operator.apply(USER, bound(Map.of(), Map.of()));
    SecretText password = secret().data().get("password");
    operator.apply(USER, bound(Map.of("enabled", true), Map.of()));
    assertThat(secret().data()).containsEntry("password", password);
    assertThat(secret().type()).isEqualTo("servicebinding.io/memory");
    operator.apply(USER, bound(Map.of("enabled", false), Map.of()));
    assertThat(secret().type()).isEqualTo("Opaque");
    assertThat(secret().data()).containsOnlyKeys("username", "password", "host", "port");
    assertThat(world.status(USER).has("binding")).isFalse();
  }

  @Test
  void aSecretInAnotherNamespaceCannotBeBound() {
    operator.apply(USER, bound(Map.of("enabled", true), Map.of("secretNamespace", "elsewhere")));
    assertThat(world.condition(USER, "Ready").status()).isEqualTo("False");
    assertThat(world.status(USER).has("binding")).isFalse();
  }

  @Test
  void aPasswordOfTheUsersOwnIsNotBoundAndAConditionSaysSo() {
    world.secrets().put("mine", Map.of("password", "given"));
    Map<String, Object> spec = new HashMap<>(bound(Map.of("enabled", true), Map.of()));
    spec.put("existingPasswordSecret", Map.of("name", "mine", "key", "password"));
    operator.apply(USER, spec);
    assertThat(world.condition(USER, "Synced").message()).contains("passwordSecret.serviceBinding");
    assertThat(world.status(USER).has("binding")).isFalse();
  }

  private Secret secret() {
    return world.secrets().get("default", "login").orElseThrow();
  }

  private String text(String key) {
    return secret().text(key).orElseThrow().reveal();
  }

  private static Map<String, Object> bound(Map<String, Object> binding, Map<String, Object> more) {
    Map<String, Object> secret = new HashMap<>(more);
    secret.put("secretName", "login");
    secret.put("serviceBinding", binding);
    return Specs.with(Specs.user("app"), Map.of("passwordSecret", secret));
  }
}
