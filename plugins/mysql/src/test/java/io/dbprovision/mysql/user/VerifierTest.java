package io.dbprovision.mysql.user;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.dbprovision.spi.SecretText;
import java.security.SecureRandom;
import org.junit.jupiter.api.Test;

class VerifierTest {
  private static String of(Verifier verifier, String password) {
    return verifier.of(SecretText.of(password), new SecureRandom()).reveal();
  }

  @Test
  void knownPasswordsHaveTheVerifiersThatServersStore() {
    assertThat(of(Verifier.MYSQL_NATIVE_PASSWORD, "x"))
        .isEqualTo("*B69027D44F6E5EDC07F1AEAD1477967B16F28227");
    assertThat(of(Verifier.ED25519, "abc"))
        .isEqualTo("lEiAPNNMP1kq0dRsguIBKo/em5EPb9Y0272TblVhRUw");
  }

  @Test
  void theDigestIsThatOfCrypt() {
    // openssl passwd -5 -salt saltstring 'Hello world!'
    assertThat(Sha256Crypt.digest("Hello world!".getBytes(UTF_8), "saltstring".getBytes(UTF_8)))
        .isEqualTo("5B8vYYiY.CVt1RlTTf8KbXBH3hsxY/GNooZaBBGWEc5");
  }

  @Test
  void aVerifierAcceptsItsPasswordAndNoOther() {
    for (Verifier verifier : Verifier.values()) {
      SecretText stored = SecretText.of(of(verifier, "pässwörd"));
      assertThat(verifier.accepts(SecretText.of("pässwörd"), stored)).as("%s", verifier).isTrue();
      assertThat(verifier.accepts(SecretText.of("passwörd"), stored)).as("%s", verifier).isFalse();
      assertThat(verifier.accepts(SecretText.of(""), SecretText.of(""))).isFalse();
    }
  }

  @Test
  void eachVerifierHasItsOwnSaltAndItsPluginsForm() {
    assertThat(of(Verifier.CACHING_SHA2_PASSWORD, "x"))
        .matches("\\$A\\$005\\$[0-9A-Za-z]{20}[./0-9A-Za-z]{43}")
        .isNotEqualTo(of(Verifier.CACHING_SHA2_PASSWORD, "x"));
    assertThat(of(Verifier.SHA256_PASSWORD, "x"))
        .matches("\\$5\\$[0-9A-Za-z]{20}\\$[./0-9A-Za-z]{43}");
  }
}
