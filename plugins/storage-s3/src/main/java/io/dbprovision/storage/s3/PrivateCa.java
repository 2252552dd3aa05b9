package io.dbprovision.storage.s3;

import io.dbprovision.spi.EngineException;
import io.dbprovision.spi.ErrorKind;
import io.dbprovision.spi.SecretText;
import io.dbprovision.spi.StorePlace;
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
import java.util.Optional;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;

/** The only certificates that may have signed the server's. */
record PrivateCa(List<Certificate> certificates) {
  PrivateCa {
    certificates = List.copyOf(certificates);
  }

  /**
   * Empty when the block names none: then the system's are trusted.
   *
   * @throws EngineException INVALID when the Secret holds no certificate
   */
  static Optional<PrivateCa> of(StorePlace place, S3Options options) {
    S3Options.CaSecretRef ref = options.caSecretRef();
    if (ref == null) {
      return Optional.empty();
    }
    SecretText pem = place.secret("caSecretRef").get(ref.certificates());
    if (pem != null) {
      try {
        Collection<? extends Certificate> found =
            CertificateFactory.getInstance("X.509")
                .generateCertificates(
                    new ByteArrayInputStream(pem.reveal().getBytes(StandardCharsets.UTF_8)));
        if (!found.isEmpty()) {
          return Optional.of(new PrivateCa(new ArrayList<>(found)));
        }
      } catch (CertificateException e) {
        // as good as none
      }
    }
    throw EngineException.at(
        ErrorKind.INVALID,
        place.block().path() + ".caSecretRef",
        "the Secret '%s' has no certificate in PEM under %s"
            .formatted(ref.name(), ref.certificates()));
  }

  TrustManager[] trustManagers() {
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
