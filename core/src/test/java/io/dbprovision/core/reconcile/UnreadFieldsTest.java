package io.dbprovision.core.reconcile;

import static org.assertj.core.api.Assertions.assertThat;

import io.dbprovision.core.api.CustomKind;
import io.dbprovision.core.api.ResourceKey;
import io.dbprovision.core.reconcile.World.Condition;
import io.dbprovision.spi.SecretText;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Fields without effect are told, and the object is ready all the same. */
class UnreadFieldsTest {
  private static final ResourceKey USER = World.key(CustomKind.USER, "shop");
  private static final ResourceKey DATABASE = World.key(CustomKind.DATABASE, "shop");
  private static final Map<String, Object> GIVEN = Map.of("name", "given", "key", "pw");
  private static final Map<String, Object> TURNS =
      Map.of("enabled", true, "strategy", "role-inheritance");

  private final World world = World.withInstance();
  private final TestOperator operator = new TestOperator(world);

  @Test
  void aSectionOfAnotherEngineIsTold() {
    operator.apply(
        DATABASE,
        Specs.with(
            Specs.database("shop"),
            Map.of("unheard", Map.of("charset", "utf8"), "memory", Map.of("connectionLimit", 5))));
    assertReadyBut(
        DATABASE, "spec.unheard: has no effect on this server, whose engine reads spec.memory");
    operator.apply(DATABASE, Specs.database("shop"));
    assertInSync(DATABASE);
  }

  @Test
  void aSectionWithinABlockIsToldToo() {
    applyUser(Map.of("passwordRotation", Map.of("enabled", false, "unheard", Map.of("days", 7))));
    assertReadyBut(
        USER,
        "spec.passwordRotation.unheard: has no effect on this server, it is for another engine");
    applyUser(Map.of("passwordRotation", Map.of("enabled", false, "memory", Map.of("days", 7))));
    assertReadyBut(
        USER, "spec.passwordRotation.memory: has an effect with strategy dual-password only");
  }

  @Test
  void anInstanceTellsOfSectionsAndOfASecondSecret() {
    operator.settle();
    assertInSync(World.INSTANCE);
    world.applyInstance(
        Map.of(
            "unheard", Map.of("timeout", "1s"),
            "resourceTracking", Map.of("enabled", true, "unheard", Map.of("table", "t"))),
        Map.of());
    operator.settle();
    assertReadyBut(
        World.INSTANCE,
        "spec.unheard: has no effect on this server, whose engine reads spec.memory");
    assertReadyBut(World.INSTANCE, "spec.resourceTracking.unheard: has no effect");
  }

  @Test
  void ofTwoSecretsForTheAdminTheOneThatCountsIsNamed() {
    Map<String, Object> connection =
        Specs.with(
            world.resource(World.INSTANCE).spec().object("connection").values(),
            Map.of("existingSecret", Map.of("name", "elsewhere")));
    world.applyInstance(Map.of("connection", connection), Map.of());
    operator.settle();
    assertReadyBut(
        World.INSTANCE,
        "spec.connection.existingSecret: has no effect, because spec.connection.secretRef is set");
  }

  @Test
  void tlsSettingsThatAreNotSwitchedOnAreToldAndThoseThatAreNot() {
    world.applyInstance(
        Map.of("tls", Map.of("mode", "verify-full", "secretRef", Map.of("name", "ca"))), Map.of());
    operator.settle();
    assertReadyBut(World.INSTANCE, "spec.tls.mode: has no effect without spec.tls.enabled: true");
    assertReadyBut(World.INSTANCE, "spec.tls.secretRef: has no effect without");
    world.applyInstance(Map.of("tls", Map.of("enabled", false, "mode", "disable")), Map.of());
    operator.settle();
    assertInSync(World.INSTANCE);
  }

  @Test
  void whatIsAboutSeveralLoginsIsToldWhereThereIsOne() {
    applyUser(
        Map.of(
            "passwordRotation",
            Map.of(
                "enabled",
                true,
                "strategy",
                "single-login",
                "serviceRole",
                Map.of("name", "svc"),
                "oldUserPolicy",
                Map.of("action", "retain"))));
    assertReadyBut(
        USER, "spec.passwordRotation.serviceRole: has no effect with strategy single-login");
    assertReadyBut(USER, "spec.passwordRotation.oldUserPolicy: has no effect");
  }

  @Test
  void aPasswordThatIsGivenPutsWhatWouldMakeOneOutOfEffect() {
    world.secrets().put("given", Map.of("pw", "theirs"));
    applyUser(
        Map.of(
            "existingPasswordSecret", GIVEN,
            "passwordSecret", Map.of("secretName", "made", "generate", true),
            "passwordRotation", Map.of("enabled", true, "strategy", "single-login")));
    assertReadyBut(
        USER,
        "spec.passwordSecret: has no effect, because the password is taken from"
            + " spec.existingPasswordSecret");
    assertReadyBut(USER, "spec.passwordRotation: has no effect, because the password is taken");
    assertThat(world.server().login("shop", SecretText.of("theirs"))).isTrue();
    assertThat(world.secrets().get("default", "made")).isEmpty();
  }

  @Test
  void aSecretThatIsGivenIsNotRendered() {
    world.secrets().put("mine", Map.of("password", "theirs"));
    applyUser(
        Map.of(
            "passwordSecret",
            Map.of(
                "secretName",
                "mine",
                "generate",
                false,
                "excludeChars",
                "xyz",
                "secretTemplate",
                Map.of("data", Map.of("url", "{{.Host}}")))));
    assertReadyBut(USER, "spec.passwordSecret.secretTemplate: has no effect with generate: false");
    assertReadyBut(USER, "spec.passwordSecret.excludeChars: has no effect with generate: false");
  }

  @Test
  void loginsThatTakeTurnsTakeNoGivenPassword() {
    applyUser(
        Map.of(
            "existingPasswordSecret",
            GIVEN,
            "passwordSecret",
            Map.of("secretName", "made", "format", "vault"),
            "passwordRotation",
            TURNS));
    assertReadyBut(
        USER,
        "spec.existingPasswordSecret: has no effect, because logins that take turns get new"
            + " passwords by spec.passwordRotation");
    assertReadyBut(USER, "spec.passwordSecret.format: vault is not supported");
    assertThat(world.secrets().get("default", "made")).isPresent();
  }

  private void applyUser(Map<String, Object> more) {
    operator.apply(USER, Specs.with(Specs.user("shop"), more));
  }

  private void assertReadyBut(ResourceKey key, String part) {
    assertThat(world.condition(key, "Ready").status()).isEqualTo("True");
    Condition synced = world.condition(key, "Synced");
    assertThat(synced.reason()).isEqualTo("UnsupportedByEngine");
    assertThat(synced.message()).startsWith("UnsupportedByEngine: ").contains(part);
  }

  private void assertInSync(ResourceKey key) {
    assertThat(world.condition(key, "Synced").status()).isEqualTo("True");
  }
}
