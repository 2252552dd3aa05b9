package com.example.redis;

import io.dbprovision.spi.EngineException;
import io.dbprovision.spi.ErrorKind;
import io.dbprovision.spi.TlsMode;
import io.dbprovision.spi.TlsSettings;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.TrustManagerFactory;
import redis.clients.jedis.DefaultJedisClientConfig;

/** A port of Redis speaks either TLS or clear text; there is nothing to negotiate. */
final class Tls {
  private Tls() {}

  static void use(TlsSettings settings, DefaultJedisClientConfig.Builder client) {
    if (settings.mode() == TlsMode.DISABLE) {
      return;
    }
    if (settings.mode().compareTo(TlsMode.VERIFY_CA) < 0) {
      throw EngineException.at(
          ErrorKind.UNSUPPORTED,
          "spec.tls.mode",
          "Redis is reached with disable, verify-ca or verify-full; with no other mode would it"
              + " be known whom the password goes to");
    }
    if (settings.certificate().isPresent()) {
      throw EngineException.at(
          ErrorKind.UNSUPPORTED,
          "spec.tls.secretRef.keys.cert",
          "client certificates are not used");
    }
    SSLParameters parameters = new SSLParameters();
    if (settings.mode() == TlsMode.VERIFY_FULL) {
      parameters.setEndpointIdentificationAlgorithm("HTTPS");
    }
    client
        .ssl(true)
        .sslSocketFactory(context(settings).getSocketFactory())
        .sslParameters(parameters);
  }

  private static SSLContext context(TlsSettings settings) {
    try {
      TrustManagerFactory trust =
          TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
      trust.init(settings.ca().isPresent() ? store(settings.ca().get()) : null);
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(null, trust.getTrustManagers(), null);
      return context;
    } catch (GeneralSecurityException | IOException e) {
      throw EngineException.at(
          ErrorKind.INVALID, "spec.tls.secretRef", "the CA cannot be read: " + e.getMessage());
    }
  }

  private static KeyStore store(String pem) throws GeneralSecurityException, IOException {
    KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
    store.load(null, null);
    ByteArrayInputStream bytes = new ByteArrayInputStream(pem.getBytes(StandardCharsets.US_ASCII));
    for (Certificate ca : CertificateFactory.getInstance("X.509").generateCertificates(bytes)) {
      store.setCertificateEntry("ca" + store.size(), ca);
    }
    return store;
  }
}
