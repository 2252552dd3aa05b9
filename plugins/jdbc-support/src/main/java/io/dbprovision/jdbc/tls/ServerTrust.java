package io.dbprovision.jdbc.tls;

import java.net.Socket;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.X509ExtendedTrustManager;

/** Checks of the server's certificate exactly what the mode asks for. */
final class ServerTrust extends X509ExtendedTrustManager {
  private final X509ExtendedTrustManager chain;
  private final TlsMaterial material;

  ServerTrust(X509ExtendedTrustManager chain, TlsMaterial material) {
    this.chain = chain;
    this.material = material;
  }

  @Override
  public void checkServerTrusted(X509Certificate[] certificates, String type, Socket socket)
      throws CertificateException {
    checkServerTrusted(certificates, type);
    if (!material.verifiesHost()) {
      return;
    }
    try {
      // the same check again, now with the host name that the socket's parameters ask for
      chain.checkServerTrusted(certificates, type, socket);
    } catch (CertificateException e) {
      throw new TlsRefusal(TlsRefusal.Why.OTHER_HOST, e);
    }
  }

  @Override
  public void checkServerTrusted(X509Certificate[] certificates, String type)
      throws CertificateException {
    if (!material.verifiesChain()) {
      return;
    }
    try {
      chain.checkServerTrusted(certificates, type);
    } catch (CertificateException e) {
      throw new TlsRefusal(TlsRefusal.Why.UNTRUSTED, e);
    }
  }

  @Override
  public void checkServerTrusted(X509Certificate[] certificates, String type, SSLEngine engine)
      throws CertificateException {
    throw new CertificateException("sockets only");
  }

  @Override
  public void checkClientTrusted(X509Certificate[] certificates, String type)
      throws CertificateException {
    throw new CertificateException("this is a client");
  }

  @Override
  public void checkClientTrusted(X509Certificate[] certificates, String type, Socket socket)
      throws CertificateException {
    throw new CertificateException("this is a client");
  }

  @Override
  public void checkClientTrusted(X509Certificate[] certificates, String type, SSLEngine engine)
      throws CertificateException {
    throw new CertificateException("this is a client");
  }

  @Override
  public X509Certificate[] getAcceptedIssuers() {
    return new X509Certificate[0];
  }
}
