package io.dbprovision.spi;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

/** No value of the SPI prints a secret. */
class SecrecyTest {
  private static final SecretText SECRET = SecretText.of("hunter2");

  @Test
  void nothingThatHoldsASecretPrintsIt() {
    Credentials credentials = new Credentials("admin", SECRET);
    TlsSettings tls = TlsSettings.builder(TlsMode.VERIFY_FULL).client("cert", SECRET).build();
    Endpoint endpoint =
        Endpoint.builder(new EngineName("x"), "host", 1, credentials)
            .tls(tls)
            .options(Section.of("spec.x", Map.of("token", "hunter2")))
            .build();
    assertThat(SECRET + " " + credentials + " " + tls + " " + endpoint + " " + endpoint.options())
        .doesNotContain("hunter2");
  }

  @Test
  void secretsAreComparedByContent() {
    assertThat(SECRET).isEqualTo(SecretText.of("hunter2")).isNotEqualTo(SecretText.of("other"));
  }
}
