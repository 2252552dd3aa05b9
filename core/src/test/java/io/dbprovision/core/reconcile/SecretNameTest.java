package io.dbprovision.core.reconcile;

import static org.assertj.core.api.Assertions.assertThat;

import io.dbprovision.core.api.CustomKind;
import io.dbprovision.core.api.Keys;
import io.dbprovision.core.api.ResourceKey;
import io.dbprovision.core.kube.Secrets.Secret;
import io.dbprovision.core.reconcile.World.Condition;
import io.dbprovision.spi.SecretText;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Several logins that wish for one Secret. */
class SecretNameTest {
  private static final ResourceKey FIRST = World.key(CustomKind.USER, "first");
  private static final ResourceKey SECOND = World.key(CustomKind.USER, "second");
  private static final Map<String, Object> SHARED = Map.of("secretName", "shared");

  private final World world = World.withInstance();
  private final TestOperator operator = new TestOperator(world);

  @Test
  void theSecondOfTwoLoginsForOneSecretIsToldWhoseItIs() {
    apply(FIRST, SHARED);
    Secret before = secret("shared");
    apply(SECOND, SHARED);

    assertConflict(
        "spec.passwordSecret.secretName: Secret default/shared exists and belongs to DatabaseUser"
            + " first; choose another name");
    assertThat(world.server().users()).containsOnlyKeys("first");
    assertThat(secret("shared")).isEqualTo(before);
    assertThat(world.condition(FIRST, "Synced").status()).isEqualTo("True");
    assertThat(login("first", before)).isTrue();

    operator.delete(SECOND);
    assertThat(world.gone(SECOND)).isTrue();
    assertThat(secret("shared")).isEqualTo(before);
  }

  @Test
  void aSettledLoginThatMovesToTheSecretOfAnotherKeepsItsOwn() {
    apply(FIRST, SHARED);
    apply(SECOND, Map.of("secretName", "own"));
    Secret own = secret("own");
    apply(SECOND, SHARED);

    assertConflict("belongs to DatabaseUser first");
    assertThat(login("second", own)).isTrue();
    assertThat(login("first", secret("shared"))).isTrue();
  }

  @Test
  void theSecretGoesToTheSecondWhenTheFirstIsGone() {
    apply(FIRST, SHARED);
    apply(SECOND, SHARED);
    operator.delete(FIRST);
    operator.later(Duration.ofSeconds(60));

    assertThat(world.condition(SECOND, "Synced").status()).isEqualTo("True");
    assertThat(login("second", secret("shared"))).isTrue();
  }

  @Test
  void aSecretInAnotherNamespaceNamesItsLoginToo() {
    world.namespaces().annotate("apps", Keys.ALLOW_FROM, "*");
    Map<String, Object> elsewhere = Map.of("secretName", "shared", "secretNamespace", "apps");
    apply(FIRST, elsewhere);
    apply(SECOND, elsewhere);

    assertConflict("Secret apps/shared exists and belongs to DatabaseUser default/first");
  }

  @Test
  void readersDoNotGetTheOperatorsOwnSecret() {
    apply(
        SECOND,
        Map.of(
            "secretName",
            "second-dbops-login",
            "secretTemplate",
            Map.of("data", Map.of("url", "{{.Host}}"))));
    Condition synced = world.condition(SECOND, "Synced");
    assertThat(synced.reason()).isEqualTo("InvalidSpec");
    assertThat(synced.message()).contains("spec.passwordSecret.secretName: is the name of");
  }

  private void apply(ResourceKey user, Map<String, Object> secret) {
    operator.apply(user, Specs.with(Specs.user(user.name()), Map.of("passwordSecret", secret)));
  }

  private Secret secret(String name) {
    return world.secrets().get("default", name).orElseThrow();
  }

  private boolean login(String user, Secret secret) {
    return world.server().login(user, secret.text("password").orElse(SecretText.of("none")));
  }

  private void assertConflict(String part) {
    Condition synced = world.condition(SECOND, "Synced");
    assertThat(synced.reason()).isEqualTo("Conflict");
    assertThat(synced.message()).contains(part);
  }
}
