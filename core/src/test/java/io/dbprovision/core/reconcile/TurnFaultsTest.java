package io.dbprovision.core.reconcile;

import static org.assertj.core.api.Assertions.assertThat;

import io.dbprovision.core.api.CustomKind;
import io.dbprovision.core.api.Keys;
import io.dbprovision.core.api.ResourceKey;
import io.dbprovision.core.fake.Writes;
import io.dbprovision.core.kube.Secrets.Secret;
import io.dbprovision.spi.ErrorKind;
import io.dbprovision.spi.SecretText;
import io.dbprovision.spi.testkit.memory.Operation;
import io.dbprovision.spi.testkit.memory.StoredObject;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What goes wrong while logins take turns: kills, lost Secrets, wrong clocks, other hands. */
class TurnFaultsTest {
  private static final ResourceKey USER = World.key(CustomKind.USER, "app");
  private static final String READERS = "app-credentials";
  private static final String KEEPER = "app-dbops-login";
  private static final Duration TWO_MINUTES = Duration.ofMinutes(2);

  /** By then all grace is over. */
  private static final Duration THE_REST_OF_IT = Duration.ofHours(2);

  private final World world = World.withInstance();
  private TestOperator operator = new TestOperator(world);

  @Test
  void aNameThatWaitsForItsEndIsNotTakenByANewLogin() {
    operator.apply(USER, rotating(Map.of()));
    turn("one");
    String second = login();
    turn("two");
    world.server().users().remove(second);
    turn("three");
    assertThat(login()).isNotEqualTo(second);
    operator.later(THE_REST_OF_IT);
    assertThat(works()).isTrue();
    assertThat(world.server().users()).containsOnlyKeys(login());
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2, 3, 4, 5, 6, 7, 8, 9})
  void whoLosesTheOperatorsSecretInTheMiddleOfATurnIsNotLockedOut(int writes) {
    operator.apply(USER, rotating(Map.of()));
    SecretText first = password();
    killedInATurnAfter(writes);
    world.secrets().remove(KEEPER);
    String shown = login();
    operator = new TestOperator(world);
    operator.settle();
    assertThat(works()).isTrue();
    assertThat(login()).as("readers are not sent back").isNotEqualTo("app");
    assertThat(shown).isIn("app", login());
    assertThat(world.server().login("app", first)).as("the old one works on").isTrue();
    assertThat(world.condition(USER, "Synced").status()).isEqualTo("True");
    turn("next");
    assertThat(works()).isTrue();
    operator.later(THE_REST_OF_IT);
    assertThat(world.server().users())
        .as("the first one is not forgotten")
        .doesNotContainKey("app");
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2, 3, 4, 5, 6, 7, 8, 9})
  void aUserThatIsDeletedInTheMiddleOfATurnLeavesNothingOnTheServer(int writes) {
    operator.apply(USER, rotating(Map.of()));
    killedInATurnAfter(writes);
    world.resources().requestDeletion(USER);
    operator = new TestOperator(world);
    operator.later(Duration.ofMinutes(5));
    assertThat(world.gone(USER)).isTrue();
    assertThat(world.server().users()).isEmpty();
    assertThat(world.server().roles()).isEmpty();
    assertThat(world.secrets().names()).containsOnly("admin");
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2, 3, 4, 5, 6, 7})
  void aUserThatIsDeletedWhileItIsMadeLeavesNothingOnTheServer(int writes) {
    world.writes().crashAfter(writes);
    crash(() -> operator.apply(USER, rotating(Map.of())));
    operator.kill();
    world.writes().calm();
    world.resources().requestDeletion(USER);
    operator = new TestOperator(world);
    operator.later(Duration.ofMinutes(5));
    assertThat(world.gone(USER)).isTrue();
    assertThat(world.server().users()).isEmpty();
    assertThat(world.server().roles()).isEmpty();
  }

  @Test
  void aNameThatSomebodyTookBeforeItsLoginWasMadeIsGivenUp() {
    operator.apply(USER, rotating(Map.of()));
    killedInATurnAfter(1);
    String wanted =
        world
            .secrets()
            .get("default", KEEPER)
            .orElseThrow()
            .text("next-username")
            .orElseThrow()
            .reveal();
    StoredObject foreign = StoredObject.foreign().withComment("somebody's");
    world.server().users().put(wanted, foreign);
    operator = new TestOperator(world);
    operator.settle();
    assertThat(login()).isEqualTo(wanted + "_2");
    assertThat(works()).isTrue();
    assertThat(world.server().users()).containsEntry(wanted, foreign);
  }

  @Test
  void aLoginThatWasDroppedByHandIsNotMadeAgainToBeDisabled() {
    operator.apply(
        USER, rotating(Map.of("oldUserPolicy", Map.of("action", "disable", "gracePeriod", "1h"))));
    turn("one");
    world.server().users().remove("app");
    operator.later(Duration.ofHours(2));
    assertThat(world.server().users()).containsOnlyKeys(login());
    assertThat(world.condition(USER, "Synced").status()).isEqualTo("True");
    assertThat(world.status(USER).object("rotation").objects("pendingDeletion")).isEmpty();
  }

  @Test
  void aReadersSecretThatIsLostWhileATurnCannotEndComesBackWithTheLoginInUse() {
    operator.apply(USER, rotating(Map.of()));
    SecretText first = password();
    world.server().fail(Operation.APPLY, ErrorKind.PERMISSION);
    turn("one");
    assertThat(world.condition(USER, "Synced").reason()).isEqualTo("PermissionDenied");
    world.secrets().remove(READERS);
    operator.settle();
    assertThat(login()).isEqualTo("app");
    assertThat(password()).isEqualTo(first);
    world.recover();
    operator.later(TWO_MINUTES.plusMinutes(10));
    assertThat(login()).isNotEqualTo("app");
    assertThat(works()).isTrue();
  }

  @Test
  void aClockThatWasAheadStopsNoTurnAndKeepsNoOldLogin() {
    Duration year = Duration.ofDays(365);
    operator.apply(
        USER,
        rotating(Map.of("schedule", "0 3 * * *", "oldUserPolicy", Map.of("gracePeriod", "2h"))));
    world.clock().advance(year);
    operator.settle();
    operator.reconcile(USER);
    String ahead = login();
    assertThat(ahead).isNotEqualTo("app");
    world.clock().advance(year.negated());
    operator.reconcile(USER);
    operator.settle();
    assertThat(login()).isNotIn("app", ahead);
    assertThat(works()).isTrue();
    assertThat(world.status(USER).object("rotation").objects("pendingDeletion"))
        .hasSize(2)
        .allMatch(
            entry ->
                Instant.parse(entry.text("deleteAfter", ""))
                    .isBefore(world.clock().instant().plus(Duration.ofHours(3))));
    assertThat(rotation("nextRotationAt")).startsWith("2026-01-01T03:00:00");
  }

  @ParameterizedTest
  @ValueSource(strings = {"role-inheritance", "single-login"})
  void aClockThatWasAheadRefusesNoRotationThatIsAskedFor(String strategy) {
    Map<String, Object> spec = rotating(Map.of("strategy", strategy));
    world.clock().advance(Duration.ofDays(365));
    operator.apply(USER, spec);
    world.clock().advance(Duration.ofDays(365).negated());
    SecretText before = password();
    operator.apply(USER, spec, Map.of(Keys.ROTATE_PASSWORD, "one"));
    assertThat(password()).isNotEqualTo(before);
    assertThat(works()).isTrue();
  }

  @ParameterizedTest
  @ValueSource(strings = {"role-inheritance", "single-login"})
  void twoRotationsThatAreAskedForAtOnceAreAMinuteApart(String strategy) {
    Map<String, Object> spec = rotating(Map.of("strategy", strategy));
    operator.apply(USER, spec);
    world.clock().advance(TWO_MINUTES);
    operator.apply(USER, spec, Map.of(Keys.ROTATE_PASSWORD, "one"));
    SecretText second = password();
    operator.apply(USER, spec, Map.of(Keys.ROTATE_PASSWORD, "two"));
    assertThat(password()).isEqualTo(second);
    operator.later(TWO_MINUTES);
    SecretText third = password();
    assertThat(third).isNotEqualTo(second);
    assertThat(works()).isTrue();
    operator.later(Duration.ofHours(1));
    assertThat(password()).isEqualTo(third);
  }

  @ParameterizedTest
  @ValueSource(strings = {"role-inheritance", "single-login"})
  void aRotationThatWaitsForItsMinuteOutlivesTheProcess(String strategy) {
    Map<String, Object> spec =
        Specs.with(
            rotating(Map.of("strategy", strategy)),
            Map.of("driftPolicy", Map.of("mode", "ignore")));
    operator.apply(USER, spec);
    SecretText first = password();
    operator.apply(USER, spec, Map.of(Keys.ROTATE_PASSWORD, "one"));
    assertThat(password()).isEqualTo(first);
    restart();
    operator.later(TWO_MINUTES);
    assertThat(password()).isNotEqualTo(first);
    assertThat(works()).isTrue();
  }

  @Test
  void withoutAnyGraceAnOldLoginStillHasItsMinute() {
    operator.apply(USER, rotating(Map.of("oldUserPolicy", Map.of("gracePeriod", "0s"))));
    SecretText first = password();
    turn("one");
    operator.later(Duration.ofSeconds(50));
    assertThat(world.server().login("app", first)).isTrue();
    operator.later(Duration.ofSeconds(30));
    assertThat(world.server().users()).containsOnlyKeys(login());
  }

  @ParameterizedTest
  @CsvSource({"role-inheritance, app-dbops-login", "single-login, app-credentials"})
  void aTimeThatSomebodyWroteOverStopsNothing(String strategy, String secret) {
    Map<String, Object> spec = rotating(Map.of("strategy", strategy, "maxAge", "2h"));
    operator.apply(USER, spec);
    SecretText first = password();
    world.secrets().annotate(secret, "dbops.dbprovision.io/rotated-at", "yesterday");
    operator.settle();
    assertThat(world.condition(USER, "Synced").status()).isEqualTo("True");
    operator.apply(USER, spec, Map.of(Keys.ROTATE_PASSWORD, "one"));
    operator.later(TWO_MINUTES);
    assertThat(password()).isNotEqualTo(first);
    assertThat(works()).isTrue();
    assertThat(rotation("nextRotationAt")).isNotEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"username", "next-username", "previous-username"})
  void whoeverWritesTheOperatorsSecretTakesNobodysLoginOver(String key) {
    StoredObject foreign = StoredObject.foreign().withComment("somebody's");
    world.server().users().put("grafana", foreign);
    operator.apply(USER, rotating(Map.of()));
    turn("one");
    world.secrets().edit(KEEPER, Map.of(key, "grafana", "next-password", "known"));
    operator.settle();
    operator.later(THE_REST_OF_IT);
    assertThat(world.server().users()).containsEntry("grafana", foreign);
    operator.delete(USER);
    operator.later(Duration.ofMinutes(5));
    assertThat(world.gone(USER)).isTrue();
    assertThat(world.server().users())
        .containsOnlyKeys("grafana")
        .containsEntry("grafana", foreign);
  }

  private void killedInATurnAfter(int writes) {
    world.clock().advance(TWO_MINUTES);
    world.writes().crashAfter(writes);
    crash(
        () ->
            operator.apply(USER, rotating(Map.of()), Map.of(Keys.ROTATE_PASSWORD, "interrupted")));
    operator.kill();
    world.writes().calm();
  }

  private static void crash(Runnable work) {
    try {
      work.run();
    } catch (Writes.Crash e) {
      assertThat(e).isNotNull();
    }
  }

  private void restart() {
    operator.kill();
    world.writes().calm();
    operator = new TestOperator(world);
    operator.settle();
  }

  private void turn(String token) {
    operator.later(TWO_MINUTES);
    operator.apply(USER, world.resource(USER).spec().values(), Map.of(Keys.ROTATE_PASSWORD, token));
  }

  private static Map<String, Object> rotating(Map<String, Object> rotation) {
    Map<String, Object> block = new HashMap<>(rotation);
    block.put("enabled", true);
    if (!"single-login".equals(block.get("strategy"))) {
      block.putIfAbsent("oldUserPolicy", Map.of("gracePeriod", "1h"));
    }
    return Specs.with(Specs.user("app"), Map.of("passwordRotation", block));
  }

  private String rotation(String field) {
    return world.status(USER).object("rotation").text(field, "");
  }

  private Secret secret() {
    return world.secrets().get("default", READERS).orElseThrow();
  }

  private String login() {
    return secret().text("username").orElseThrow().reveal();
  }

  private SecretText password() {
    return secret().text("password").orElseThrow();
  }

  private boolean works() {
    return world.server().login(login(), password());
  }
}
