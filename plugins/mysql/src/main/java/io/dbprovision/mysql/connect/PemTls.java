package io.dbprovision.mysql.connect;

import io.dbprovision.jdbc.tls.TlsContexts;
import io.dbprovision.jdbc.tls.TlsMaterial;
import java.io.IOException;
import java.net.Socket;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSession;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.SSLSocketFactory;
import javax.net.ssl.TrustManager;
import org.jspecify.annotations.Nullable;
import org.mariadb.jdbc.Configuration;
import org.mariadb.jdbc.HostAddress;
import org.mariadb.jdbc.export.ExceptionFactory;
import org.mariadb.jdbc.plugin.TlsSocketPlugin;

/**
 * The driver's way to TLS: found by {@link #type}, made anew for each connection, asked first for
 * trust managers and then for the socket. All checks are our own and happen in the handshake,
 * before anything is sent; the driver is told to trust.
 */
public final class PemTls implements TlsSocketPlugin {
  static final String TYPE = "dbops-pem";

  private @Nullable TlsMaterial material;
  private String host = "";

  /** Called by the service loader. */
  public PemTls() {}

  @Override
  public String type() {
    return TYPE;
  }

  @Override
  public TrustManager[] getTrustManager(
      Configuration conf, ExceptionFactory exceptions, HostAddress address) {
    material = TlsMaterial.decode(conf.keyStorePassword());
    host = address.host;
    return new TrustManager[0]; // unused: the socket brings its own
  }

  @Override
  public KeyManager[] getKeyManager(Configuration conf, ExceptionFactory exceptions) {
    return new KeyManager[0];
  }

  @Override
  public SSLSocket createSocket(Socket plain, SSLSocketFactory unused) throws IOException {
    if (material == null) {
      throw new IOException("the driver has changed: it asked for a socket before trust managers");
    }
    SSLSocketFactory sockets = TlsContexts.of(material).getSocketFactory();
    SSLSocket socket = (SSLSocket) sockets.createSocket(plain, host, plain.getPort(), true);
    if (material.verifiesHost()) {
      SSLParameters parameters = socket.getSSLParameters();
      parameters.setEndpointIdentificationAlgorithm("HTTPS");
      socket.setSSLParameters(parameters);
    }
    return socket;
  }

  @Override
  public void verify(String name, SSLSession session, long serverThread) {
    // was done in the handshake
  }
}
