package io.dbprovision.core.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class GoDurationTest {

  @ParameterizedTest
  @CsvSource({
    "8h, PT8H",
    "1h30m, PT1H30M",
    "10s, PT10S",
    "500ms, PT0.5S",
    "1.5h, PT1H30M",
    ".5s, PT0.5S",
    "1.s, PT1S",
    "2us, PT0.000002S",
    "2µs, PT0.000002S",
    "2μs, PT0.000002S",
    "7ns, PT0.000000007S",
    "1m1m, PT2M",
    "0, PT0S",
    "0s, PT0S",
    "+3s, PT3S",
    "-3s, PT-3S",
    "1h0m0s, PT1H"
  })
  void whatGoReadsIsRead(String text, Duration expected) {
    assertThat(GoDuration.parse(text)).isEqualTo(expected);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "", "-", "8", "h", "8x", "8 h", " 8h", "8h ", "1..5h", ".h", "1h-3m", "PT8H", "1e3s"
      })
  void whatGoRefusesIsRefusedWithTheTextQuoted(String text) {
    assertThatThrownBy(() -> GoDuration.parse(text))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("\"" + text + "\"");
  }

  @Test
  void theMessageNamesTheUnitAndShowsTheWayOut() {
    assertThatThrownBy(() -> GoDuration.parse("8x"))
        .hasMessage(
            "\"8x\" has the unit \"x\", which is not known; write for example 30s, 5m, 1h30m or 8h");
    assertThatThrownBy(() -> GoDuration.parse("30")).hasMessageContaining("without a unit");
    assertThatThrownBy(() -> GoDuration.parse("7d")).hasMessageContaining("a day is 24h");
  }

  @Test
  void aDurationLongerThanGoCanHoldIsRefused() {
    assertThat(GoDuration.parse("2562047h")).isEqualTo(Duration.ofHours(2562047));
    assertThatThrownBy(() -> GoDuration.parse("2562048h")).hasMessageContaining("too long");
    assertThatThrownBy(() -> GoDuration.parse("9".repeat(400) + "h"))
        .hasMessageContaining("too long");
  }

  @ParameterizedTest
  @ValueSource(strings = {"8h", "1h30m", "10s", "500ms", "1m0s", "3us", "-2h5m", "0s", "1h1ns"})
  void whatIsPrintedReadsBackAsTheSame(String text) {
    Duration duration = GoDuration.parse(text);

    assertThat(GoDuration.parse(GoDuration.format(duration))).isEqualTo(duration);
  }

  @Test
  void partsThatAreZeroAreNotPrinted() {
    assertThat(GoDuration.format(Duration.ofHours(8))).isEqualTo("8h");
    assertThat(GoDuration.format(Duration.ofMillis(90_500))).isEqualTo("1m30s500ms");
  }
}
