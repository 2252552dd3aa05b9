package io.dbprovision.core.rotation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dbprovision.spi.EngineException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LoginNamesTest {
  private static final Instant NOW = Instant.parse("2026-03-04T23:59:59Z");
  private static final int LONGEST = 63;

  @Test
  void theTemplateHasNameDateAndTime() {
    assertThat(next("{{.Username}}_{{.Date}}", "app", Set.of())).isEqualTo("app_20260304");
    assertThat(next("{{.Username}}-{{.Timestamp}}", "app", Set.of())).isEqualTo("app-1772668799");
  }

  @Test
  void aNameThatIsTakenGetsANumber() {
    Set<String> taken = new HashSet<>();
    for (String expected : new String[] {"app_20260304", "app_20260304_2", "app_20260304_3"}) {
      String name = next("{{.Username}}_{{.Date}}", "app", taken);
      assertThat(name).isEqualTo(expected);
      taken.add(name);
    }
  }

  @Test
  void aNameThatIsTooLongIsCutWithAHashThatTellsItApart() {
    String one = next("{{.Username}}_{{.Date}}", "a".repeat(63), Set.of());
    String other = next("{{.Username}}_{{.Date}}", "a".repeat(62) + "b", Set.of());
    assertThat(one).hasSize(LONGEST).startsWith("aaaa");
    assertThat(other).hasSize(LONGEST).isNotEqualTo(one);
    assertThat(next("{{.Username}}_{{.Date}}", "a".repeat(63), Set.of(one)))
        .hasSize(LONGEST)
        .endsWith("_2");
  }

  @Test
  void lettersOfSeveralBytesAreNeverCutInHalf() {
    String name = LoginNames.next("{{.Username}}", "\uD83D\uDE00".repeat(20), NOW, Set.of(), 32);
    assertThat(name.getBytes(StandardCharsets.UTF_8).length).isLessThanOrEqualTo(32);
    assertThat(new String(name.getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8))
        .isEqualTo(name);
  }

  @ParameterizedTest
  @ValueSource(strings = {"{{.Password}}", "{{.Username", "{{nothing}}", "", "  "})
  void aTemplateThatCannotBeUsedIsChargedToItsField(String template) {
    assertThatThrownBy(() -> next(template, "app", Set.of()))
        .isInstanceOf(EngineException.class)
        .hasMessageContaining("spec.passwordRotation.userNaming");
  }

  private static String next(String template, String username, Set<String> taken) {
    return LoginNames.next(template, username, NOW, taken, LONGEST);
  }
}
