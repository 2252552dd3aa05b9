package io.dbprovision.store;

import io.dbprovision.spi.EngineException;
import io.dbprovision.spi.ErrorKind;
import io.dbprovision.spi.SecretText;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import org.jspecify.annotations.Nullable;

/** The only certificates that may have signed a server's. */
public final class Authority {
  private final List<Certificate> certificates;

  private Authority(Collection<? extends Certificate> certificates) {
    this.certificates = new ArrayList<>(certificates);
  }

  /**
   * @param path of the field that names the Secret
   * @param secret its name; null in a block that gives none
   * @param pem the Secret's entry; null when it has none
   * @param entry its name in the Secret
   * @throws EngineException INVALID when it holds no certificate
   */
  public static Authority of(
      String path, @Nullable String secret, @Nullable SecretText pem, String entry) {
    if (pem != null) {
      try {
        Collection<? extends Certificate> found =
            CertificateFactory.getInstance("X.509")
                .generateCertificates(
                    new ByteArrayInputStream(pem.reveal().getBytes(StandardCharsets.UTF_8)));
        if (!found.isEmpty()) {
          return new Authority(found);
        }
      } catch (CertificateException e) {
        // as good as none
      }
    }
    throw EngineException.at(
        ErrorKind.INVALID,
        path,
        "the Secret '%s' has no certificate in PEM under %s".formatted(secret, entry));
  }

  /** For connections that trust nobody else. */
  public SSLContext context() {
    try {
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(null, trustManagers(), null);
      return context;
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("the JVM has no TLS", e);
    }
  }

  /** Trust nobody else. */
  public TrustManager[] trustManagers() {
    try {
      KeyStore trusted = KeyStore.getInstance(KeyStore.getDefaultType());
      trusted.load(null, null);
      for (Certificate certificate : certificates) {
        trusted.setCertificateEntry("ca-" + trusted.size(), certificate);
      }
      TrustManagerFactory factory =
          TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
      factory.init(trusted);
      return factory.getTrustManagers();
    } catch (GeneralSecurityException | IOException e) {
      throw new IllegalStateException("the JVM has no trust managers", e);
    }
  }
}
