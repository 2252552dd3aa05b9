package io.dbprovision.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dbprovision.spi.EngineException;
import io.dbprovision.spi.ErrorKind;
import io.dbprovision.spi.Section;
import io.dbprovision.spi.Validation;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class KeysTest {
  @ParameterizedTest
  @ValueSource(strings = {"a", "a/b.c", "...", "a b+%2F?#\"'\\", "ü/日本/\uD83D\uDE00", "-", "a/..b"})
  void whatIsOrdinaryToSomebodyIsAKey(String key) {
    assertThat(Keys.checked(key)).isEqualTo(key);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "", "/", "/a", "a/", "a//b", ".", "a/..", "../a", "a\nb", "a\u0000", "\uD83D", "\uFFFF"
      })
  void whatClimbsOrCannotBeWrittenIsNone(String key) {
    assertThatThrownBy(() -> Keys.checked(key))
        .isInstanceOfSatisfying(
            EngineException.class,
            e -> {
              assertThat(e.kind()).isEqualTo(ErrorKind.INVALID);
              assertThat(e.sentence()).doesNotContainPattern("\\p{Cntrl}");
            });
  }

  @Test
  void bytesAreCountedNotCharacters() {
    assertThat(Keys.checked("ü".repeat(450))).hasSize(450);
    assertThatThrownBy(() -> Keys.checked("ü".repeat(450) + "x")).hasMessageContaining("901 bytes");
  }

  @Test
  void aPrefixLosesItsSlashesAndIsJudgedAsAKey() {
    assertThat(Keys.prefix(block("//a/b/"))).isEqualTo("a/b");
    assertThat(Keys.prefix(block("/"))).isEmpty();
    assertThat(Keys.prefix(Section.empty("x"))).isEmpty();
    assertThat(Keys.withPrefix(Validation.ok(), block("/")).problems()).isEmpty();
    assertThat(Keys.withPrefix(Validation.ok(), block("a/../b")).problems())
        .extracting(Validation.Problem::path)
        .containsExactly("x.prefix");
  }

  private static Section block(String prefix) {
    return Section.of("x", Map.of("prefix", prefix));
  }
}
