package io.dbprovision.core.reconcile;

import static org.assertj.core.api.Assertions.assertThat;

import io.dbprovision.core.api.Keys;
import io.dbprovision.spi.SecretText;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A manifest that names another Secret: readers keep their password, and nothing stays behind. */
class SecretMoveTest extends TurnScene {
  private static final String ELSEWHERE = "app-elsewhere";

  @Test
  void anotherNameIsAnotherSecretWithTheSamePasswordAndTheOldOneGoes() {
    operator.apply(USER, Specs.user("app"));
    SecretText before = password();

    operator.apply(USER, moved(Specs.user("app")));

    assertThat(elsewhere()).isEqualTo(before);
    assertThat(world.server().login("app", before)).isTrue();
    assertThat(world.secrets().names()).containsExactlyInAnyOrder("admin", ELSEWHERE);
    assertThat(world.events().seen())
        .noneMatch(event -> event.startsWith("SecretRegenerated"))
        .contains(
            "SecretUpdated app: the login is in Secret default/app-elsewhere now; Secret"
                + " default/app-credentials is gone");
  }

  @Test
  void aSecretOfThatNameThatIsSomebodyElsesLeavesTheReadersTheirs() {
    operator.apply(USER, Specs.user("app"));
    SecretText before = password();
    world.secrets().put(ELSEWHERE, Map.of("password", "theirs"));

    operator.apply(USER, moved(Specs.user("app")));

    assertThat(world.condition(USER, "Synced").reason()).isEqualTo("Conflict");
    assertThat(password()).isEqualTo(before);
    assertThat(elsewhere().reveal()).isEqualTo("theirs");
  }

  @Test
  void aRotationThatComesWithTheNameIsDoneAllTheSame() {
    operator.apply(USER, Specs.user("app"));
    SecretText before = password();
    operator.later(TWO_MINUTES);

    operator.apply(USER, moved(Specs.user("app")), Map.of(Keys.ROTATE_PASSWORD, "now"));

    assertThat(elsewhere()).isNotEqualTo(before);
    assertThat(world.server().login("app", elsewhere())).isTrue();
    assertThat(world.secrets().names()).containsExactlyInAnyOrder("admin", ELSEWHERE);
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2, 3, 4, 5})
  void aKillInTheMiddleLosesNoPasswordAndLeavesNoCopy(int writes) {
    operator.apply(USER, Specs.user("app"));
    SecretText before = password();
    world.writes().crashAfter(writes);
    crash(() -> operator.apply(USER, moved(Specs.user("app"))));
    restart();
    assertThat(elsewhere()).isEqualTo(before);
    assertThat(world.server().login("app", before)).isTrue();
    assertThat(world.secrets().names()).containsExactlyInAnyOrder("admin", ELSEWHERE);
  }

  @Test
  void loginsThatTakeTurnsAreToldOfInTheNewPlace() {
    operator.apply(USER, rotating(Map.of()));
    SecretText before = password();

    operator.apply(USER, moved(rotating(Map.of())));

    assertThat(elsewhere()).isEqualTo(before);
    assertThat(world.secrets().names()).containsExactlyInAnyOrder("admin", ELSEWHERE, KEEPER);
  }

  @Test
  void whoIsDeletedBeforeItWasMovedLeavesNothing() {
    operator.apply(USER, Specs.user("app"));
    world.resources().put(USER, moved(Specs.user("app")), Map.of());
    operator.delete(USER);
    assertThat(world.gone(USER)).isTrue();
    assertThat(world.secrets().names()).containsExactly("admin");
  }

  @Test
  void whatWasGeneratedBeforeTheManifestNamedASecretGoesWithTheUserAndTheNamedOneStays() {
    operator.apply(USER, Specs.user("app"));
    world.secrets().put("given", Map.of("password", "Chosen-1234567890"));
    operator.apply(
        USER,
        Specs.with(
            Specs.user("app"),
            Map.of("existingPasswordSecret", Map.of("name", "given", "key", "password"))));
    assertThat(world.server().login("app", SecretText.of("Chosen-1234567890"))).isTrue();

    operator.delete(USER);

    assertThat(world.gone(USER)).isTrue();
    assertThat(world.secrets().names()).containsExactlyInAnyOrder("admin", "given");
  }

  @Test
  void whatIsBesideOneThatSomebodyDeletedGoesAsWell() {
    Map<String, Object> template = Map.of("data", Map.of("PASS", "{{ .Password }}"));
    operator.apply(
        USER,
        Specs.with(
            Specs.user("app"), Map.of("passwordSecret", Map.of("secretTemplate", template))));
    assertThat(world.secrets().names()).contains("app-credentials").hasSize(3);
    world.secrets().remove("app-credentials");
    world.secrets().put("given", Map.of("password", "Chosen-1234567890"));
    world
        .resources()
        .put(
            USER,
            Specs.with(
                Specs.user("app"),
                Map.of("existingPasswordSecret", Map.of("name", "given", "key", "password"))),
            Map.of());

    operator.delete(USER);

    assertThat(world.secrets().names()).containsExactlyInAnyOrder("admin", "given");
  }

  private static Map<String, Object> moved(Map<String, Object> spec) {
    return Specs.with(spec, Map.of("passwordSecret", Map.of("secretName", ELSEWHERE)));
  }

  private SecretText elsewhere() {
    return world
        .secrets()
        .get("default", ELSEWHERE)
        .flatMap(secret -> secret.text("password"))
        .orElseThrow();
  }
}
