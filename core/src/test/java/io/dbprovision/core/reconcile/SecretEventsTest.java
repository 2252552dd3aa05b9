package io.dbprovision.core.reconcile;

import static org.assertj.core.api.Assertions.assertThat;

import io.dbprovision.core.api.Keys;
import io.dbprovision.spi.SecretText;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The Events of a credential Secret that was there and says something else now. */
class SecretEventsTest extends TurnScene {
  @Test
  void makingASecretAndLookingAtItAgainIsNoChange() {
    operator.apply(USER, Specs.user("app"));
    operator.later(Duration.ofDays(1));
    restart();
    operator.later(Duration.ofDays(1));
    assertThat(updates()).isEmpty();
  }

  @Test
  void whatSomebodyElseChangedIsSetRightAndNamed() {
    operator.apply(USER, Specs.user("app"));
    world.secrets().edit(READERS, Map.of("host", "elsewhere.example", "port", "1"));
    operator.settle();
    assertThat(updates())
        .containsExactly("SecretUpdated app: changed in Secret app-credentials: host, port");
  }

  @Test
  void theTemplatesOwnChangesAreToldByKeysAndNeverByWhatIsInThem() {
    operator.apply(USER, Specs.user("app"));
    operator.apply(
        USER,
        Specs.with(
            Specs.user("app"),
            Map.of(
                "passwordSecret",
                Map.of(
                    "secretName",
                    READERS,
                    "secretTemplate",
                    Map.of(
                        "labels", Map.of("team", "shop"),
                        "data", Map.of("url", "db://{{.Username}}:{{.Password}}@{{.Host}}"))))));
    assertThat(updates())
        .containsExactly(
            "SecretUpdated app: changed in Secret app-credentials: host, password, port, url,"
                + " username, its labels, its annotations");
  }

  @Test
  void anotherPasswordIsAChangeToo() {
    operator.apply(USER, Specs.user("app"));
    SecretText first = password();
    operator.later(TWO_MINUTES);
    operator.apply(USER, Specs.user("app"), Map.of(Keys.ROTATE_PASSWORD, "one"));
    assertThat(password()).isNotEqualTo(first);
    assertThat(updates())
        .singleElement()
        .asString()
        .startsWith("SecretUpdated app: changed in Secret app-credentials: password");
  }

  @Test
  void aTurnOfLoginsIsToldOnceItsReadersHaveTheNewOne() {
    operator.apply(USER, rotating(Map.of()));
    assertThat(updates()).isEmpty();
    turn("one");
    assertThat(updates())
        .containsExactly(
            "SecretUpdated app: changed in Secret app-credentials: password, username");
  }

  private List<String> updates() {
    return world.events().seen().stream()
        .filter(event -> event.startsWith("SecretUpdated"))
        .toList();
  }
}
