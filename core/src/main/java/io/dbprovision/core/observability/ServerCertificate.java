package io.dbprovision.core.observability;

import java.io.ByteArrayInputStream;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.SecureRandom;
import java.security.Signature;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import javax.security.auth.x500.X500Principal;

/** A certificate with those that vouch for it, and its private key. */
record ServerCertificate(List<X509Certificate> chain, PrivateKey key) {
  private static final Duration VALID = Duration.ofDays(3_650);
  private static final byte[] ECDSA_WITH_SHA256 =
      Der.sequence(Der.oid(0x2a, 0x86, 0x48, 0xce, 0x3d, 0x04, 0x03, 0x02));
  private static final byte[] SUBJECT_ALTERNATIVE_NAME = Der.oid(0x55, 0x1d, 0x11);

  ServerCertificate {
    chain = List.copyOf(chain);
  }

  Instant expiry() {
    return chain.getFirst().getNotAfter().toInstant();
  }

  /** For callers that encrypt but do not check whom they talk to. */
  static ServerCertificate selfSigned(Instant now) throws GeneralSecurityException {
    KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
    generator.initialize(new ECGenParameterSpec("secp256r1"));
    KeyPair keys = generator.generateKeyPair();
    byte[] name = new X500Principal("CN=dbops-metrics").getEncoded();
    byte[] localhost = "localhost".getBytes(StandardCharsets.US_ASCII);
    byte[] content =
        Der.sequence(
            Der.tagged(0xa0, Der.integer(BigInteger.TWO)),
            Der.integer(new BigInteger(63, new SecureRandom()).add(BigInteger.ONE)),
            ECDSA_WITH_SHA256,
            name,
            // An hour of grace for callers whose clocks are behind.
            Der.sequence(Der.time(now.minus(Duration.ofHours(1))), Der.time(now.plus(VALID))),
            name,
            keys.getPublic().getEncoded(),
            Der.tagged(
                0xa3,
                Der.sequence(
                    Der.sequence(
                        SUBJECT_ALTERNATIVE_NAME,
                        Der.octets(Der.sequence(Der.tagged(0x82, localhost)))))));
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
}
