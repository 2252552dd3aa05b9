package io.dbprovision.spi;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.spec.InvalidKeySpecException;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.jspecify.annotations.Nullable;

/** Makes Java's own of the texts of {@link TlsSettings}. */
final class PemContext {
  private static final Pattern KEY =
      Pattern.compile("-----BEGIN PRIVATE KEY-----([^-]*)-----END PRIVATE KEY-----");
  private static final String FIELD = "spec.tls.secretRef";

  private PemContext() {}

  static SSLContext of(TlsSettings settings) {
    try {
      TrustManagerFactory trust =
          TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
      trust.init(settings.ca().isPresent() ? trusted(settings.ca().get()) : null);
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(keys(settings), trust.getTrustManagers(), null);
      return context;
    } catch (GeneralSecurityException | IOException e) {
      throw EngineException.at(
              ErrorKind.INVALID, FIELD, "the CA or the client certificate cannot be used")
          .causedBy(e);
    }
  }

  private static KeyStore trusted(String pem) throws GeneralSecurityException, IOException {
    KeyStore store = empty();
    for (Certificate ca : certificates(pem)) {
      store.setCertificateEntry("ca" + store.size(), ca);
    }
    return store;
  }

  private static KeyManager @Nullable [] keys(TlsSettings settings)
      throws GeneralSecurityException, IOException {
    if (settings.certificate().isEmpty() || settings.key().isEmpty()) {
      return null;
    }
    KeyStore store = empty();
    char[] none = new char[0];
    Certificate[] chain = certificates(settings.certificate().get()).toArray(Certificate[]::new);
    store.setKeyEntry("client", privateKey(settings.key().get()), none, chain);
    KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    keys.init(store, none);
    return keys.getKeyManagers();
  }

  private static KeyStore empty() throws GeneralSecurityException, IOException {
    KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
    store.load(null, null);
    return store;
  }

  private static List<Certificate> certificates(String pem) throws GeneralSecurityException {
    byte[] bytes = pem.getBytes(StandardCharsets.US_ASCII);
    List<Certificate> found =
        new ArrayList<>(
            CertificateFactory.getInstance("X.509")
                .generateCertificates(new ByteArrayInputStream(bytes)));
    if (found.isEmpty()) {
      throw EngineException.at(ErrorKind.INVALID, FIELD, "there is no certificate in the PEM text");
    }
    return found;
  }

  private static PrivateKey privateKey(SecretText pem) throws GeneralSecurityException {
    Matcher block = KEY.matcher(pem.reveal());
    if (!block.find()) {
      throw EngineException.at(
          ErrorKind.INVALID,
          FIELD,
          "the client's key has to be a PRIVATE KEY in PEM without a passphrase;"
              + " openssl pkcs8 -topk8 -nocrypt makes one of any other");
    }
    byte[] der = der(block.group(1));
    for (String algorithm : List.of("RSA", "EC", "Ed25519", "RSASSA-PSS")) {
      try {
        return KeyFactory.getInstance(algorithm).generatePrivate(new PKCS8EncodedKeySpec(der));
      } catch (InvalidKeySpecException e) {
        // of another algorithm
      }
    }
    throw EngineException.at(
        ErrorKind.INVALID, FIELD, "the client's key is neither RSA, EC nor Ed25519");
  }

  private static byte[] der(String base64) {
    try {
      return Base64.getMimeDecoder().decode(base64);
    } catch (IllegalArgumentException e) { // without it as a cause: it quotes what it was given
      throw EngineException.at(ErrorKind.INVALID, FIELD, "the client's key is no base64");
    }
  }
}
