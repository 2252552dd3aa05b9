package io.dbprovision.postgres.copy;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What psql says with VERBOSITY=verbose, of servers of several languages. */
class ScriptMessagesTest {
  private final AtomicBoolean ended = new AtomicBoolean();
  private final ScriptMessages messages =
      new ScriptMessages(new Tolerance(true), Map.of(12, "shop"), () -> ended.set(true));

  @ParameterizedTest
  @ValueSource(
      strings = {
        "psql:<stdin>:7: ERROR:  42P01: relation \"t\" does not exist",
        "psql:<stdin>:7: FEHLER:  42P01: Relation »t« existiert nicht",
        "psql:<stdin>:7: ERREUR:  42P01: la relation « t » n'existe pas",
        "psql:<stdin>:7: ОШИБКА:  23505: повторяющееся значение ключа",
        "psql:<stdin>:7: 错误:  42P01: 关系 \"t\" 不存在",
        "psql:<stdin>:9: error: backslash commands are restricted; only \\unrestrict is allowed",
      })
  void anErrorOfAnyLanguageEndsIt(String line) {
    messages.accept(line);
    assertThat(ended).isTrue();
    assertThat(messages.fatal()).isNotNull().doesNotContain("42P01:");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "psql:<stdin>:7: NOTICE:  00000: table \"t\" does not exist, skipping",
        "psql:<stdin>:7: HINWEIS:  00000: Tabelle »t« existiert nicht, wird übersprungen",
        "psql:<stdin>:7: WARNUNG:  01000: etwas",
        "psql:<stdin>:7: WARNING:  42501: no privileges were granted",
        "LOCATION:  RangeVarGetRelidExtended, namespace.c:636",
        "psql:<stdin>:7: ERROR:  42501: must be owner of extension plpgsql",
      })
  void whatIsNoneDoesNot(String line) {
    messages.accept(line);
    assertThat(ended).isFalse();
    assertThat(messages.fatal()).isNull();
  }

  @Test
  void anErrorThatCannotBeJudgedSaysWhy() {
    messages.accept("psql:<stdin>:7: FEHLER:  42704: Rolle »x« existiert nicht");
    assertThat(messages.fatal()).contains("existiert nicht").contains("lc_messages");
  }

  @Test
  void whatIsToldOfALineOfDefaultPrivilegesNamesTheirRole() {
    messages.accept("psql:<stdin>:11: ERROR:  42501: must be member of role \"shop\"");
    assertThat(messages.warnings()).as("an object that was given to another owner").isEmpty();
    messages.accept("psql:<stdin>:12: ERROR:  42501: must be member of role \"shop\"");
    assertThat(messages.warnings())
        .containsExactly(
            "default privileges of the role shop were left out: must be member of role \"shop\"");
    assertThat(messages.fatal()).isNull();
  }
}
