package io.dbprovision.core.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class BindAddressTest {

  @ParameterizedTest
  @CsvSource({
    ":8081, '', 8081",
    "127.0.0.1:0, 127.0.0.1, 0",
    "[::1]:8443, ::1, 8443",
    "localhost:9, localhost, 9"
  })
  void theUsualFormsAreRead(String text, String host, int port) {
    assertThat(BindAddress.parse(text)).isEqualTo(new BindAddress(host, port)).hasToString(text);
  }

  @ParameterizedTest
  @ValueSource(strings = {"8081", "host", "::1:80", ":", ":http", ":65536", ":-1", "a:b:1"})
  void anythingElseIsRefusedWithTheTextQuoted(String text) {
    assertThatThrownBy(() -> BindAddress.parse(text))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("\"" + text + "\"");
  }

  @Test
  void withoutAHostAllAddressesAreMeant() {
    assertThat(BindAddress.parse(":8081").socketAddress().getAddress().isAnyLocalAddress())
        .isTrue();
  }

  @Test
  void zeroAndNothingMeanOff() {
    assertThat(BindAddress.isOff("0")).isTrue();
    assertThat(BindAddress.isOff("")).isTrue();
    assertThat(BindAddress.isOff(":0")).isFalse();
  }
}
