package io.dbprovision.jdbc.tls;

import io.dbprovision.spi.EngineException;
import io.dbprovision.spi.ErrorKind;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.util.List;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509ExtendedTrustManager;
import org.jspecify.annotations.Nullable;

/** Builds the JDK's TLS context from PEM text held in memory. */
public final class TlsContexts {
  private static final String KEYS = "spec.tls.secretRef";

  private TlsContexts() {}

  /**
   * @throws EngineException INVALID when the PEM text cannot be read
   */
  public static SSLContext of(TlsMaterial material) {
    try {
      SSLContext context = SSLContext.getInstance("TLS");
      X509ExtendedTrustManager chain = chain(trusted(material));
      context.init(keys(material), new TrustManager[] {new ServerTrust(chain, material)}, null);
      return context;
    } catch (GeneralSecurityException | IOException e) {
      throw unreadable("the TLS settings cannot be used", e);
    }
  }

  private static @Nullable KeyStore trusted(TlsMaterial material)
      throws GeneralSecurityException, IOException {
    if (material.ca().isBlank()) {
      return null;
    }
    try {
      KeyStore store = emptyStore();
      List<X509Certificate> certificates = Pem.certificates(material.ca());
      for (int i = 0; i < certificates.size(); i++) {
        store.setCertificateEntry("ca" + i, certificates.get(i));
      }
      return store;
    } catch (GeneralSecurityException e) {
      throw unreadable("the CA certificate cannot be read", e);
    }
  }

  private static KeyManager @Nullable [] keys(TlsMaterial material)
      throws GeneralSecurityException, IOException {
    if (material.certificate().isBlank() || material.key().isBlank()) {
      return null;
    }
    KeyStore store = emptyStore();
    char[] none = new char[0];
    try {
      Certificate[] chain = Pem.certificates(material.certificate()).toArray(new Certificate[0]);
      store.setKeyEntry("client", Pem.privateKey(material.key()), none, chain);
    } catch (GeneralSecurityException e) {
      throw unreadable("the client certificate or its key cannot be read", e);
    }
    KeyManagerFactory factory =
        KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    factory.init(store, none);
    return factory.getKeyManagers();
  }

  private static KeyStore emptyStore() throws GeneralSecurityException, IOException {
    KeyStore store = KeyStore.getInstance("PKCS12");
    store.load(null, null);
    return store;
  }

  private static X509ExtendedTrustManager chain(@Nullable KeyStore trusted)
      throws GeneralSecurityException {
    TrustManagerFactory factory =
        TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    factory.init(trusted);
    for (TrustManager manager : factory.getTrustManagers()) {
      if (manager instanceof X509ExtendedTrustManager found) {
        return found;
      }
    }
    throw new GeneralSecurityException("the JVM has no X.509 trust manager");
  }

  private static EngineException unreadable(String what, Exception cause) {
    return EngineException.at(
            ErrorKind.INVALID,
            KEYS,
            what + " (" + cause.getMessage() + "); put PEM text into the Secret's keys")
        .causedBy(cause);
  }
}
