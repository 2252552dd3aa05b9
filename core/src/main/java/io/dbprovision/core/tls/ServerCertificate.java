package io.dbprovision.core.tls;

import java.io.ByteArrayInputStream;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.SecureRandom;
import java.security.Signature;
import java.security.cert.CertificateEncodingException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.stream.Collectors;
import javax.security.auth.x500.X500Principal;

/** A certificate with those that vouch for it, and its private key. */
public record ServerCertificate(List<X509Certificate> chain, PrivateKey key) {
  private static final byte[] ECDSA_WITH_SHA256 =
      Der.sequence(Der.oid(0x2a, 0x86, 0x48, 0xce, 0x3d, 0x04, 0x03, 0x02));
  private static final byte[] SUBJECT_ALTERNATIVE_NAME = Der.oid(0x55, 0x1d, 0x11);

  public ServerCertificate {
    chain = List.copyOf(chain);
  }

  public Instant expiry() {
    return chain.getFirst().getNotAfter().toInstant();
  }

  /**
   * One that vouches for itself: for callers that encrypt and do not check whom they talk to, or
   * that were given this very certificate to trust.
   *
   * @param name of its subject
   * @param hosts that it is for; ASCII
   */
  public static ServerCertificate selfSigned(
      String name, List<String> hosts, Instant now, Duration valid)
      throws GeneralSecurityException {
    KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
    generator.initialize(new ECGenParameterSpec("secp256r1"));
    KeyPair keys = generator.generateKeyPair();
    byte[] subject = new X500Principal("CN=" + name).getEncoded();
    byte[][] names =
        hosts.stream()
            .map(host -> Der.tagged(0x82, host.getBytes(StandardCharsets.US_ASCII)))
            .toArray(byte[][]::new);
    byte[] content =
        Der.sequence(
            Der.tagged(0xa0, Der.integer(BigInteger.TWO)),
            Der.integer(new BigInteger(63, new SecureRandom()).add(BigInteger.ONE)),
            ECDSA_WITH_SHA256,
            subject,
            // An hour of grace for callers whose clocks are behind.
            Der.sequence(Der.time(now.minus(Duration.ofHours(1))), Der.time(now.plus(valid))),
            subject,
            keys.getPublic().getEncoded(),
            Der.tagged(
                0xa3,
                Der.sequence(
                    Der.sequence(SUBJECT_ALTERNATIVE_NAME, Der.octets(Der.sequence(names))))));
    Signature signature = Signature.getInstance("SHA256withECDSA");
    signature.initSign(keys.getPrivate());
    signature.update(content);
    byte[] certificate = Der.sequence(content, ECDSA_WITH_SHA256, Der.bits(signature.sign()));
    X509Certificate read =
        (X509Certificate)
            CertificateFactory.getInstance("X.509")
                .generateCertificate(new ByteArrayInputStream(certificate));
    return new ServerCertificate(List.of(read), keys.getPrivate());
  }

  /** The chain in PEM form, the server's own certificate first. */
  public String certificatePem() {
    return chain.stream().map(ServerCertificate::pem).collect(Collectors.joining());
  }

  /** The private key in PEM form: a secret. */
  public String keyPem() {
    return pem("PRIVATE KEY", key.getEncoded());
  }

  /** One certificate in PEM form. */
  public static String pem(X509Certificate certificate) {
    try {
      return pem("CERTIFICATE", certificate.getEncoded());
    } catch (CertificateEncodingException e) {
      throw new IllegalStateException("a certificate that was read can be written", e);
    }
  }

  private static String pem(String what, byte[] der) {
    String text = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(der);
    return "-----BEGIN %s-----\n%s\n-----END %s-----\n".formatted(what, text, what);
  }

  /** Nothing of the key. */
  @Override
  public String toString() {
    return chain.getFirst().getSubjectX500Principal().getName();
  }
}
