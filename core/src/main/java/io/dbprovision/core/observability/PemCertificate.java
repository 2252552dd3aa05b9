package io.dbprovision.core.observability;

import io.dbprovision.core.config.CertificateFiles;
import java.io.IOException;
import java.io.InputStream;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads certificates and keys as cert-manager and openssl write them. */
final class PemCertificate {
  private static final Pattern KEY =
      Pattern.compile(
          "-----BEGIN (RSA |EC |)PRIVATE KEY-----([A-Za-z0-9+/=\\s]+)-----END", Pattern.DOTALL);

  private PemCertificate() {}

  /**
   * @throws IOException with a sentence that names the file at fault, and nothing of its content
   */
  static ServerCertificate read(CertificateFiles files) throws IOException {
    List<X509Certificate> chain = chain(files.certificate());
    return new ServerCertificate(chain, key(files.key(), chain.getFirst().getPublicKey()));
  }

  private static List<X509Certificate> chain(Path file) throws IOException {
    try (InputStream in = Files.newInputStream(file)) {
      List<X509Certificate> chain =
          CertificateFactory.getInstance("X.509").generateCertificates(in).stream()
              .map(X509Certificate.class::cast)
              .toList();
      if (!chain.isEmpty()) {
        return chain;
      }
    } catch (GeneralSecurityException e) {
      throw new IOException(file + " holds no certificate in PEM form", e);
    }
    throw new IOException(file + " holds no certificate in PEM form");
  }

  static PrivateKey key(Path file, PublicKey publicKey) throws IOException {
    Matcher pem = KEY.matcher(Files.readString(file, StandardCharsets.US_ASCII));
    if (!pem.find()) {
      throw new IOException(file + " holds no private key in PEM form without a passphrase");
    }
    byte[] encoded = Base64.getMimeDecoder().decode(pem.group(2));
    // The older forms lack the algorithm in front; it is the public key's.
    byte[] pkcs8 =
        pem.group(1).isEmpty()
            ? encoded
            : Der.sequence(
                Der.integer(BigInteger.ZERO),
                Der.firstOf(publicKey.getEncoded()),
                Der.octets(encoded));
    try {
      return KeyFactory.getInstance(publicKey.getAlgorithm())
          .generatePrivate(new PKCS8EncodedKeySpec(pkcs8));
    } catch (GeneralSecurityException e) {
      // Without the cause: parsers quote what they could not read.
      throw new IOException(file + " holds a private key that does not fit the certificate");
    }
  }
}
