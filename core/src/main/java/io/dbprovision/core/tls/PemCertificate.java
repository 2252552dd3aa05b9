package io.dbprovision.core.tls;

import io.dbprovision.core.config.CertificateFiles;
import java.io.ByteArrayInputStream;
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
public final class PemCertificate {
  private static final Pattern KEY =
      Pattern.compile(
          "-----BEGIN (RSA |EC |)PRIVATE KEY-----([A-Za-z0-9+/=\\s]+)-----END", Pattern.DOTALL);

  private PemCertificate() {}

  /**
   * @throws IOException with a sentence that names the file at fault, and nothing of its content
   */
  public static ServerCertificate read(CertificateFiles files) throws IOException {
    List<X509Certificate> chain = chain(files.certificate());
    return new ServerCertificate(chain, key(files.key(), chain.getFirst().getPublicKey()));
  }

  /**
   * The same of texts.
   *
   * @param name for messages
   */
  public static ServerCertificate read(String certificate, String key, String name)
      throws IOException {
    List<X509Certificate> chain =
        chain(new ByteArrayInputStream(certificate.getBytes(StandardCharsets.UTF_8)), name);
    return new ServerCertificate(chain, key(key, chain.getFirst().getPublicKey(), name));
  }

  /** The certificates of a text; none where it has none that can be read. */
  public static List<X509Certificate> all(String text) {
    try {
      return text.isBlank()
          ? List.of()
          : chain(new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)), "it");
    } catch (IOException e) {
      return List.of();
    }
  }

  private static List<X509Certificate> chain(Path file) throws IOException {
    try (InputStream in = Files.newInputStream(file)) {
      return chain(in, file.toString());
    }
  }

  private static List<X509Certificate> chain(InputStream in, String file) throws IOException {
    try {
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
    return key(Files.readString(file, StandardCharsets.US_ASCII), publicKey, file.toString());
  }

  private static PrivateKey key(String text, PublicKey publicKey, String file) throws IOException {
    Matcher pem = KEY.matcher(text);
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
