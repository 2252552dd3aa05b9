package io.dbprovision.core.cli.view;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class AmountsTest {
  @Test
  void timesAndSizesAreShort() {
    assertThat(Amounts.span(Duration.ofSeconds(119))).isEqualTo("119s");
    assertThat(Amounts.span(Duration.ofMinutes(119))).isEqualTo("119m");
    assertThat(Amounts.span(Duration.ofHours(47))).isEqualTo("47h");
    assertThat(Amounts.span(Duration.ofDays(2))).isEqualTo("2d");
    assertThat(Amounts.age(null, Instant.EPOCH)).isEqualTo("-");
    assertThat(Amounts.bytes(1023)).isEqualTo("1023 B");
    assertThat(Amounts.bytes(1536)).isEqualTo("1.5 KiB");
    assertThat(Amounts.bytes(50L << 20)).isEqualTo("50 MiB");
  }
}
