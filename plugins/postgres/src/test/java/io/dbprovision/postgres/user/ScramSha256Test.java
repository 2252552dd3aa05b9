package io.dbprovision.postgres.user;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.postgresql.util.PasswordUtil;

final class ScramSha256Test {
  private static final byte[] SALT = {127, -128, 0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13};

  @ParameterizedTest
  @ValueSource(
      strings = {
        "p",
        "~ !\"#$%&'()*+,-./09:;<=>?@AZ[]^_`az{|}",
        "exactly-64-characters-long-0123456789-0123456789-0123456789-0123",
        "65-characters-are-more-than-a-block-0123456789-0123456789-0123456",
        "Grüße",
        "ﬁne",
        "with\ttab"
      })
  void theVerifierIsTheDrivers(String password) {
    assertThat(ScramSha256.verifier(password, 4096, SALT)).isEqualTo(drivers(password, 4096, SALT));
  }

  @Test
  void theVerifierOfAnyPasswordIsTheDrivers() {
    Random random = new Random(20261121);
    for (int round = 0; round < 200; round++) {
      byte[] salt = new byte[1 + random.nextInt(40)];
      random.nextBytes(salt);
      String password =
          random
              .ints(1 + random.nextInt(70), ' ', 127)
              .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
              .toString();
      int iterations = 1 + random.nextInt(50);
      assertThat(ScramSha256.verifier(password, iterations, salt))
          .as("seed 20261121, round %d", round)
          .isEqualTo(drivers(password, iterations, salt));
    }
  }

  private static String drivers(String password, int iterations, byte[] salt) {
    return PasswordUtil.encodeScramSha256(password.toCharArray(), iterations, salt);
  }
}
