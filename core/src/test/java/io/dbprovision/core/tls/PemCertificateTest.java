package io.dbprovision.core.tls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dbprovision.core.config.CertificateFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PemCertificateTest {
  @TempDir private Path folder;

  @ParameterizedTest
  @CsvSource({"RSA, RSA PRIVATE KEY, 1024", "EC, EC PRIVATE KEY, 256"})
  void keysAreReadInTheNewAndInTheOlderForm(String algorithm, String olderName, int bits)
      throws Exception {
    KeyPair keys = keys(algorithm, bits);

    assertThat(read(pem("PRIVATE KEY", keys.getPrivate().getEncoded()), keys))
        .isEqualTo(keys.getPrivate());
    assertThat(read(pem(olderName, olderForm(keys)), keys).getEncoded())
        .isEqualTo(keys.getPrivate().getEncoded());
  }

  @Test
  void aFileWithoutAKeyIsNamedAndNotQuoted() throws Exception {
    KeyPair keys = keys("EC", 256);

    assertThatThrownBy(() -> read("hunter2", keys))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("tls.key")
        .message()
        .doesNotContain("hunter2");
  }

  @Test
  void aKeyOfAnotherKindThanTheCertificateIsRefused() throws Exception {
    KeyPair ec = keys("EC", 256);
    KeyPair rsa = keys("RSA", 1024);

    assertThatThrownBy(() -> read(pem("PRIVATE KEY", rsa.getPrivate().getEncoded()), ec))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("does not fit");
  }

  @Test
  void aFileWithoutACertificateIsNamed() throws Exception {
    Path file = Files.writeString(folder.resolve("tls.crt"), "nothing");

    assertThatThrownBy(() -> PemCertificate.read(new CertificateFiles(file, file)))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("tls.crt");
  }

  @Test
  void theCertificateMadeHereVouchesForItselfAndIsValidNow() throws Exception {
    Instant now = Instant.now();
    X509Certificate certificate =
        ServerCertificate.selfSigned("test", List.of("localhost"), now, Duration.ofDays(3650))
            .chain()
            .getFirst();
    certificate.verify(certificate.getPublicKey());
    certificate.checkValidity();

    assertThat(certificate.getSubjectX500Principal().getName()).isEqualTo("CN=test");
    assertThat(certificate.getSubjectAlternativeNames().toString()).contains("localhost");
  }

  static String pem(String name, byte[] der) {
    return "-----BEGIN "
        + name
        + "-----\n"
        + Base64.getMimeEncoder().encodeToString(der)
        + "\n-----END "
        + name
        + "-----\n";
  }

  private static KeyPair keys(String algorithm, int bits) throws GeneralSecurityException {
    KeyPairGenerator generator = KeyPairGenerator.getInstance(algorithm);
    generator.initialize(bits);
    return generator.generateKeyPair();
  }

  private PrivateKey read(String pem, KeyPair keys) throws IOException {
    return PemCertificate.key(Files.writeString(folder.resolve("tls.key"), pem), keys.getPublic());
  }

  /** What the new form wraps: the octets behind the name of the algorithm. */
  private static byte[] olderForm(KeyPair keys) {
    byte[] pkcs8 = keys.getPrivate().getEncoded();
    byte[] algorithm = Der.firstOf(keys.getPublic().getEncoded());
    int octets = 0;
    while (!Arrays.equals(
        algorithm, Arrays.copyOfRange(pkcs8, octets, octets + algorithm.length))) {
      octets++;
    }
    octets += algorithm.length;
    int lengthOfLength = (pkcs8[octets + 1] & 0x80) == 0 ? 0 : pkcs8[octets + 1] & 0x7f;
    return Arrays.copyOfRange(pkcs8, octets + 2 + lengthOfLength, pkcs8.length);
  }
}
