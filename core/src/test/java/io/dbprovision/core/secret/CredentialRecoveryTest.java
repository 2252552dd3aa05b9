package io.dbprovision.core.secret;

import static org.assertj.core.api.Assertions.assertThat;

import io.dbprovision.spi.SecretText;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class CredentialRecoveryTest {
  private static final Map<String, String> EARLIER =
      Map.of("dbops.dbprovision.io/managed-password", "from-annotation");

  @Test
  void theKeyIsTheFirstPlaceToLook() {
    assertThat(CredentialRecovery.password(Map.of("password", SecretText.of("from-key")), EARLIER))
        .contains(SecretText.of("from-key"));
  }

  @Test
  void aSecretRenderedByAnEarlierOperatorGivesTheAnnotation() {
    assertThat(CredentialRecovery.password(Map.of("url", SecretText.of("pg://x")), EARLIER))
        .contains(SecretText.of("from-annotation"));
  }

  @Test
  void anEmptyKeyIsNoPassword() {
    assertThat(CredentialRecovery.password(Map.of("password", SecretText.of("")), EARLIER))
        .contains(SecretText.of("from-annotation"));
  }

  @Test
  void withNeitherThereIsNone() {
    assertThat(CredentialRecovery.password(Map.of(), Map.of())).isEmpty();
    assertThat(
            CredentialRecovery.password(
                Map.of("password", SecretText.of("")),
                Map.of("dbops.dbprovision.io/managed-password", "")))
        .isEmpty();
  }
}
