package io.dbprovision.jdbc.tls;

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

/** The certificates that this JVM trusts, for programs that have a trust store of their own. */
public final class TrustedPem {
  private static final @Nullable KeyStore DEFAULT = null;

  private TrustedPem() {}

  /** All of them, as PEM text. */
  public static String ofThisJvm() {
    try {
      TrustManagerFactory factory =
          TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
      factory.init(DEFAULT);
      Base64.Encoder base64 = Base64.getMimeEncoder(64, "\n".getBytes(StandardCharsets.US_ASCII));
      StringBuilder text = new StringBuilder();
      for (TrustManager manager : factory.getTrustManagers()) {
        if (manager instanceof X509TrustManager known) {
          for (X509Certificate certificate : known.getAcceptedIssuers()) {
            text.append("-----BEGIN CERTIFICATE-----\n")
                .append(base64.encodeToString(certificate.getEncoded()))
                .append("\n-----END CERTIFICATE-----\n");
          }
        }
      }
      return text.toString();
    } catch (GeneralSecurityException e) {
      throw EngineException.of(
              ErrorKind.INTERNAL, "the JVM's trust store cannot be read; give the instance a CA")
          .causedBy(e);
    }
  }
}
