package io.dbprovision.core.reconcile;

import static org.assertj.core.api.Assertions.assertThat;

import io.dbprovision.core.api.CustomKind;
import io.dbprovision.core.api.Keys;
import io.dbprovision.core.api.ResourceKey;
import io.dbprovision.core.reference.CrossRef;
import io.dbprovision.core.reference.CrossRefs;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Every field that can lead into another namespace needs its consent, and is on the one list. */
class CrossNamespaceTest {
  private static final Map<String, Object> THERE = Map.of("name", "there", "namespace", "other");
  private static final Map<String, Object> KEY_THERE =
      Map.of("name", "there", "namespace", "other", "key", "password");
  private static final Map<String, Object> SERVER = Map.of("host", "db.test", "port", 5000);

  private final World world = World.withInstance();
  private final TestOperator operator = new TestOperator(world);

  /** A grant needs somebody who is there, or it waits for that one first. */
  @BeforeEach
  void others() {
    operator.apply(World.key(CustomKind.USER, "app"), Specs.user("app"));
    world
        .resources()
        .put(new ResourceKey(CustomKind.USER, "other", "there"), Specs.user("x"), Map.of());
    world.resources().put(new ResourceKey(CustomKind.ROLE, "other", "there"), role("x"), Map.of());
    world
        .resources()
        .put(new ResourceKey(CustomKind.DATABASE, "other", "there"), Specs.database("x"), Map.of());
    world
        .resources()
        .put(
            new ResourceKey(CustomKind.INSTANCE, "other", "there"),
            Map.of("engine", "memory", "connection", SERVER),
            Map.of());
    operator.settle();
  }

  static Stream<Arguments> allOfThem() {
    Map<String, Object> user = Specs.user("shop");
    Map<String, Object> database = Specs.database("shop");
    Map<String, Object> home = Map.of("instanceRef", THERE);
    return Stream.of(
        arguments(CustomKind.DATABASE, "spec.instanceRef", Specs.with(database, home)),
        arguments(CustomKind.USER, "spec.instanceRef", Specs.with(user, home)),
        arguments(CustomKind.ROLE, "spec.instanceRef", Specs.with(role("shop"), home)),
        arguments(CustomKind.GRANT, "spec.userRef", Map.of("userRef", THERE)),
        arguments(CustomKind.GRANT, "spec.roleRef", Map.of("roleRef", THERE)),
        arguments(
            CustomKind.GRANT,
            "spec.databaseRef",
            Map.of("userRef", Map.of("name", "app"), "databaseRef", THERE)),
        arguments(
            CustomKind.USER,
            "spec.existingPasswordSecret",
            Specs.with(user, Map.of("existingPasswordSecret", KEY_THERE))),
        arguments(
            CustomKind.USER,
            "spec.passwordSecret",
            Specs.with(user, output(Map.of("secretNamespace", "other", "generate", false)))),
        arguments(
            CustomKind.USER,
            "spec.passwordSecret.secretNamespace",
            Specs.with(user, output(Map.of("secretNamespace", "other")))),
        arguments(
            CustomKind.USER,
            "spec.passwordSecret.secretNamespace",
            Specs.with(
                Specs.with(user, output(Map.of("secretNamespace", "other"))),
                Map.of(
                    "passwordRotation",
                    Map.of("enabled", true),
                    "existingPasswordSecret",
                    Map.of("name", "ignored", "key", "password")))),
        arguments(
            CustomKind.DATABASE,
            "spec.initSQL.secretRef",
            Specs.with(database, Map.of("initSQL", Map.of("secretRef", KEY_THERE)))),
        arguments(
            CustomKind.DATABASE,
            "spec.initSQL.configMapRef",
            Specs.with(database, Map.of("initSQL", Map.of("configMapRef", KEY_THERE)))),
        arguments(
            CustomKind.INSTANCE,
            "spec.connection.secretRef",
            Map.of("engine", "memory", "connection", Specs.with(SERVER, secret("secretRef")))),
        arguments(
            CustomKind.INSTANCE,
            "spec.connection.existingSecret",
            Map.of(
                "engine", "memory", "connection", Specs.with(SERVER, secret("existingSecret")))));
  }

  @ParameterizedTest
  @MethodSource("allOfThem")
  void withoutConsentItIsRefusedByTheFieldThatTheListHas(
      CustomKind kind, String path, Map<String, Object> spec) {
    ResourceKey key = World.key(kind, "shop");

    operator.apply(key, spec);

    World.Condition ready = world.condition(key, "Ready");
    assertThat(ready.status()).isEqualTo("False");
    assertThat(ready.message())
        .contains(path + ": ")
        .contains("does not allow")
        .contains(Keys.ALLOW_FROM + "=default");
    assertThat(CrossRefs.of(world.resource(key)))
        .filteredOn(reference -> reference.namespace().equals("other"))
        .extracting(CrossRef::path)
        .containsExactly(path);
  }

  @ParameterizedTest
  @MethodSource("allOfThem")
  void withConsentOfTheNamespaceItIsNot(CustomKind kind, String path, Map<String, Object> spec) {
    world.namespaces().annotate("other", Keys.ALLOW_FROM, "default");
    ResourceKey key = World.key(kind, "shop");

    operator.apply(key, spec);

    assertThat(world.condition(key, "Ready").message())
        .doesNotContain("does not allow", path + ": namespace");
  }

  /** The server of the instance there is down, which is for that instance to tell. */
  static Stream<Arguments> allButInstances() {
    return allOfThem().filter(arguments -> !"spec.instanceRef".equals(arguments.get()[1]));
  }

  @ParameterizedTest
  @MethodSource("allButInstances")
  void consentThatComesLaterIsNoticedAtOnce(
      CustomKind kind, String path, Map<String, Object> spec) {
    ResourceKey key = World.key(kind, "shop");
    operator.apply(key, spec);
    assertThat(world.condition(key, "Ready").message()).contains(path, "does not allow");

    world.namespaces().annotate("other", Keys.ALLOW_FROM, "default");
    operator.settle();

    assertThat(world.condition(key, "Ready").message()).doesNotContain("does not allow");
  }

  private static Arguments arguments(CustomKind kind, String path, Map<String, Object> spec) {
    return Arguments.of(kind, path, spec);
  }

  private static Map<String, Object> role(String name) {
    return Map.of("instanceRef", Map.of("name", World.INSTANCE.name()), "roleName", name);
  }

  private static Map<String, Object> output(Map<String, Object> block) {
    return Map.of("passwordSecret", block);
  }

  private static Map<String, Object> secret(String field) {
    return Map.of(field, THERE);
  }
}
