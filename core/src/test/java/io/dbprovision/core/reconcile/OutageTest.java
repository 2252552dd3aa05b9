package io.dbprovision.core.reconcile;

import static org.assertj.core.api.Assertions.assertThat;

import io.dbprovision.core.api.CustomKind;
import io.dbprovision.core.api.Keys;
import io.dbprovision.core.api.ResourceKey;
import io.dbprovision.core.fake.Writes;
import io.dbprovision.core.kube.Secrets.Secret;
import io.dbprovision.spi.ErrorKind;
import io.dbprovision.spi.SecretText;
import io.dbprovision.spi.ServerInfo;
import io.dbprovision.spi.testkit.memory.Operation;
import java.time.Duration;
import java.util.Map;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Servers, Secrets and operators are lost, and everything heals by itself. */
class OutageTest {
  private static final ResourceKey USER = World.key(CustomKind.USER, "shop");
  private static final ResourceKey DATABASE = World.key(CustomKind.DATABASE, "shop");

  private final World world = World.withInstance();
  private final TestOperator operator = new TestOperator(world);

  @BeforeEach
  void start() {
    operator.settle();
  }

  @Test
  void aUserOfAServerThatIsDownWaitsAndThenBecomesReady() {
    world.server().failAll(ErrorKind.UNREACHABLE);
    operator.apply(USER, Specs.user("shop"));
    assertThat(world.condition(USER, "Ready").status()).isEqualTo("False");
    assertThat(world.condition(USER, "Synced").reason()).isEqualTo("DependencyNotReady");
    assertThat(world.condition(USER, "Synced").message())
        .contains("DatabaseInstance default/main is not ready");
    assertThat(world.condition(World.INSTANCE, "Connected").status()).isEqualTo("False");
    assertThat(world.condition(World.INSTANCE, "Synced").reason()).isEqualTo("Unreachable");
    world.recover();
    operator.later(Duration.ofSeconds(5));
    assertThat(world.condition(World.INSTANCE, "Ready").status()).isEqualTo("True");
    assertThat(world.condition(USER, "Ready").status()).isEqualTo("True");
    assertLogsIn();
  }

  @Test
  void whatIsReadyIsNotRewrittenForALostServer() {
    operator.apply(USER, Specs.user("shop"));
    String version = world.resource(USER).metadata().resourceVersion();
    world.server().failAll(ErrorKind.UNREACHABLE);
    operator.later(Duration.ofHours(1));
    assertThat(world.condition(World.INSTANCE, "Ready").status()).isEqualTo("False");
    world.recover();
    operator.later(Duration.ofHours(1));
    assertThat(world.condition(World.INSTANCE, "Ready").status()).isEqualTo("True");
    assertThat(world.resource(USER).metadata().resourceVersion()).isEqualTo(version);
  }

  @Test
  void aServerLostBetweenTheSecretAndTheLoginLeavesOnePassword() {
    world.server().fail(Operation.APPLY, ErrorKind.UNREACHABLE);
    operator.apply(USER, Specs.user("shop"));
    SecretText password = password();
    assertThat(world.server().users()).isEmpty();
    assertThat(world.condition(USER, "Ready").status()).isEqualTo("False");
    world.recover();
    operator.later(Duration.ofSeconds(61));
    assertThat(world.condition(USER, "Ready").status()).isEqualTo("True");
    assertThat(password()).isEqualTo(password);
    assertLogsIn();
  }

  @Test
  void aLoginThatIsRefusedIsToldByTheInstanceAndHealsWithItsSecret() {
    world.secrets().edit("admin", Map.of("password", "wrong"));
    operator.settle();
    assertThat(world.condition(World.INSTANCE, "Connected").status()).isEqualTo("False");
    assertThat(world.condition(World.INSTANCE, "Synced").reason())
        .isEqualTo("AuthenticationFailed");
    world.secrets().edit("admin", Map.of("password", "admin-password"));
    operator.settle();
    assertThat(world.condition(World.INSTANCE, "Connected").status()).isEqualTo("True");
  }

  @Test
  void nothingIsDoneOnAnotherServerBehindTheSameAddress() {
    operator.apply(USER, Specs.user("shop"));
    world.server().users().clear();
    world.server().become(ServerInfo.builder("1.0", "memory").identity("another").build());
    operator.later(Duration.ofHours(1));
    assertThat(world.server().users()).isEmpty();
    assertThat(world.condition(World.INSTANCE, "Synced").reason()).isEqualTo("ServerChanged");
    world.applyInstance(Map.of(), Map.of(Keys.ACCEPT_SERVER, "another"));
    operator.later(Duration.ofSeconds(61));
    assertLogsIn();
  }

  @Test
  void aServerThatLostItsIdentityIsAnotherOneUntilThatIsAccepted() {
    operator.apply(USER, Specs.user("shop"));
    String word =
        "none-after-"
            + world.resource(World.INSTANCE).status().text("serverIdentity").orElseThrow();
    world.server().users().clear();
    world.server().become(ServerInfo.builder("1.0", "memory").build());
    operator.later(Duration.ofHours(1));
    assertThat(world.server().users()).isEmpty();
    assertThat(world.condition(World.INSTANCE, "Synced").reason()).isEqualTo("ServerChanged");
    assertThat(world.condition(World.INSTANCE, "Synced").message())
        .contains("accept-server=" + word);

    world.applyInstance(Map.of(), Map.of(Keys.ACCEPT_SERVER, word));
    operator.later(Duration.ofSeconds(61));
    assertLogsIn();

    world.server().become(ServerInfo.builder("1.0", "memory").identity("made since").build());
    operator.later(Duration.ofSeconds(61));
    assertThat(world.condition(World.INSTANCE, "Synced").reason()).isEqualTo("ReconcileSuccess");
    assertThat(world.condition(USER, "Synced").reason()).isEqualTo("ReconcileSuccess");

    world.server().users().clear();
    world.server().become(ServerInfo.builder("1.0", "memory").build());
    operator.later(Duration.ofSeconds(61));
    assertThat(world.condition(World.INSTANCE, "Synced").reason())
        .as("each loss is accepted by itself")
        .isEqualTo("ServerChanged");
    assertThat(world.server().users()).isEmpty();
  }

  @Test
  void aLostSecretComesBackWithANewPassword() {
    operator.apply(USER, Specs.user("shop"));
    SecretText lost = password();
    world.secrets().remove("shop-credentials");
    operator.settle();
    assertThat(password()).isNotEqualTo(lost);
    assertLogsIn();
    assertThat(world.server().login("shop", lost)).isFalse();
    assertThat(world.events().seen())
        .contains(
            "SecretRegenerated shop: Secret shop-credentials was lost; it has a new password");
  }

  @Test
  void anEditedPasswordReachesTheServer() {
    operator.apply(USER, Specs.user("shop"));
    world.secrets().edit("shop-credentials", Map.of("password", "by-hand-4711"));
    operator.settle();
    assertThat(password().reveal()).isEqualTo("by-hand-4711");
    assertLogsIn();
  }

  @Test
  void aRotationIsDoneOncePerToken() {
    operator.apply(USER, Specs.user("shop"));
    SecretText first = password();
    operator.later(Duration.ofMinutes(2));
    operator.apply(USER, Specs.user("shop"), Map.of(Keys.ROTATE_PASSWORD, "2026-01"));
    SecretText second = password();
    assertThat(second).isNotEqualTo(first);
    assertLogsIn();
    operator.later(Duration.ofDays(1));
    assertThat(password()).isEqualTo(second);
  }

  @Test
  void aRotationThatIsWithdrawnWhileItWaitsIsNotToldAsDone() {
    operator.apply(USER, Specs.user("shop"));
    operator.later(Duration.ofMinutes(2));
    operator.apply(USER, Specs.user("shop"), Map.of(Keys.ROTATE_PASSWORD, "first"));
    SecretText first = password();
    operator.apply(USER, Specs.user("shop"), Map.of(Keys.ROTATE_PASSWORD, "second"));
    assertThat(world.condition(USER, "PasswordRotated").reason()).isEqualTo("RotationWaits");

    operator.apply(USER, Specs.user("shop"), Map.of(Keys.ROTATE_PASSWORD, "false"));
    operator.later(Duration.ofMinutes(2));

    assertThat(password()).isEqualTo(first);
    assertThat(world.resource(USER).status().objects("conditions"))
        .noneMatch(condition -> condition.text("type", "").equals("PasswordRotated"));
  }

  @Test
  void anOperatorKilledBeforeAnyOfItsWritesLeavesOneLoginAndOneSecretThatFit() {
    int writes = 0;
    boolean crashed = true;
    while (crashed) {
      World attempt = World.withInstance();
      new TestOperator(attempt).settle();
      attempt.resources().put(USER, Specs.user("shop"), Map.of());
      attempt.resources().put(DATABASE, Specs.database("shop"), Map.of());
      crashed = crashes(attempt, writes);
      new TestOperator(attempt).later(Duration.ofMinutes(1));
      assertConverged(attempt, "killed before write " + (writes + 1));
      writes++;
    }
    assertThat(writes - 1)
        .as("finalizer, Secret, login and status; finalizer, database and status")
        .isEqualTo(7);
  }

  @Test
  void anOperatorKilledWhileItRotatesLeavesAPasswordThatFits() {
    int writes = 0;
    boolean crashed = true;
    while (crashed) {
      World attempt = World.withInstance();
      TestOperator before = new TestOperator(attempt);
      before.apply(USER, Specs.user("shop"));
      before.later(Duration.ofMinutes(2));
      before.kill();
      SecretText old = password(attempt);
      attempt.resources().put(USER, Specs.user("shop"), Map.of(Keys.ROTATE_PASSWORD, "now"));
      crashed = crashes(attempt, writes);
      new TestOperator(attempt).later(Duration.ofMinutes(1));
      String when = "killed before write " + (writes + 1);
      assertThat(password(attempt)).as(when).isNotEqualTo(old);
      assertThat(attempt.server().login("shop", password(attempt))).as(when).isTrue();
      writes++;
    }
    assertThat(writes - 1).as("Secret, login and status").isEqualTo(3);
  }

  private static boolean crashes(World world, int afterWrites) {
    TestOperator operator = new TestOperator(world);
    world.writes().crashAfter(afterWrites);
    Throwable end = Assertions.catchThrowable(operator::settle);
    operator.kill();
    world.writes().calm();
    if (end != null) {
      assertThat(end).isInstanceOf(Writes.Crash.class);
    }
    return end != null;
  }

  private static void assertConverged(World world, String when) {
    assertThat(world.condition(USER, "Ready").status()).as(when).isEqualTo("True");
    assertThat(world.condition(DATABASE, "Ready").status()).as(when).isEqualTo("True");
    assertThat(world.server().users()).as(when).containsOnlyKeys("shop");
    assertThat(world.server().databases()).as(when).containsOnlyKeys("shop");
    assertThat(world.server().login("shop", password(world))).as(when).isTrue();
  }

  private void assertLogsIn() {
    assertThat(world.server().login("shop", password())).isTrue();
  }

  private SecretText password() {
    return password(world);
  }

  private static SecretText password(World world) {
    Secret secret = world.secrets().get("default", "shop-credentials").orElseThrow();
    return secret.text("password").orElseThrow();
  }
}
