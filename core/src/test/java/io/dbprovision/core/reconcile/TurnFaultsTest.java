package io.dbprovision.core.reconcile;

import static org.assertj.core.api.Assertions.assertThat;

import io.dbprovision.spi.ErrorKind;
import io.dbprovision.spi.SecretText;
import io.dbprovision.spi.testkit.memory.Operation;
import io.dbprovision.spi.testkit.memory.StoredObject;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What goes wrong while logins take turns: kills, lost Secrets, other hands. */
class TurnFaultsTest extends TurnScene {
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
        .as("neither the first one nor one that nobody was told of is forgotten")
        .containsOnlyKeys(login());
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
  @ValueSource(ints = {0, 1, 2, 3, 4, 5, 6, 7, 8, 9})
  void whoLosesTheOperatorsSecretInTheMiddleOfATurnAndIsDeletedLeavesNothingBehind(int writes) {
    operator.apply(USER, rotating(Map.of()));
    killedInATurnAfter(writes);
    world.secrets().remove(KEEPER);
    world.resources().requestDeletion(USER);
    operator = new TestOperator(world);
    operator.later(Duration.ofMinutes(5));
    assertThat(world.gone(USER)).isTrue();
    assertThat(world.server().users()).isEmpty();
    assertThat(world.server().roles()).isEmpty();
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
}
