package io.dbprovision.mysql.copy;

import io.dbprovision.spi.EngineException;
import io.dbprovision.spi.ErrorKind;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.util.Base64;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509TrustManager;
import org.jspecify.annotations.Nullable;

/**
 * The certificates that this machine trusts, as the operator's own connections do when the manifest
 * names no CA. The client programs know no such default: told to verify and not by what, MySQL's
 * refuse to start and MariaDB's look where nobody can tell.
 */
final class TrustedCas {
  private static final Base64.Encoder LINES =
      Base64.getMimeEncoder(64, "\n".getBytes(StandardCharsets.US_ASCII));

  private TrustedCas() {}

  /**
   * @return PEM text
   * @throws EngineException INVALID when there is none
   */
  static String pem() {
    try {
      TrustManagerFactory factory =
          TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
      factory.init((@Nullable KeyStore) null);
      StringBuilder text = new StringBuilder();
      for (TrustManager manager : factory.getTrustManagers()) {
        if (manager instanceof X509TrustManager trust) {
          for (X509Certificate certificate : trust.getAcceptedIssuers()) {
            text.append("-----BEGIN CERTIFICATE-----\n")
                .append(LINES.encodeToString(certificate.getEncoded()))
                .append("\n-----END CERTIFICATE-----\n");
          }
        }
      }
      if (!text.isEmpty()) {
        return text.toString();
      }
    } catch (GeneralSecurityException e) {
      throw none().causedBy(e);
    }
    throw none();
  }

  private static EngineException none() {
    return EngineException.at(
        ErrorKind.INVALID,
        "spec.tls.secretRef",
        "is needed: the server's certificate is to be verified, and this machine trusts none by"
            + " itself. Name a Secret with the CA's certificate (ca.crt)");
  }
}
