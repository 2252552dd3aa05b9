package io.dbprovision.core.plugin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class VersionsTest {
  @Test
  void theRunningSpiTellsItsVersion() {
    assertThat(Versions.running().spi()).matches("\\d+\\.\\d+\\.\\d+.*");
  }

  @ParameterizedTest
  @CsvSource({
    "1.2.0, >=1.2.0 & <2.0.0",
    "1.9.9, >=1.2.0 & <2.0.0",
    "1.2.0-SNAPSHOT, >=1.2.0 & <2.0.0",
    "1.2.0, ''",
  })
  void aRangeWithTheRunningSpiIsAccepted(String spi, String range) {
    new Versions(spi).checkSpi(range);
    assertThat(new Versions(spi).spi()).isEqualTo(spi);
  }

  @ParameterizedTest
  @CsvSource({
    "1.1.9, >=1.2.0 & <2.0.0",
    "2.0.0, >=1.2.0 & <2.0.0",
    "2.0.0-SNAPSHOT, >=1.2.0 & <2.0.0",
    "1.3.0, 1.2.0",
    "1.3.0, nonsense",
    "1.3.0, >=",
  })
  void aRangeWithoutItIsRefused(String spi, String range) {
    Versions versions = new Versions(spi);
    assertThatThrownBy(() -> versions.checkSpi(range))
        .isInstanceOf(RefusedException.class)
        .hasMessageContaining(range);
  }
}
