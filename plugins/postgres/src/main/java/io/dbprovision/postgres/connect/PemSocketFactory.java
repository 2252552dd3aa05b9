package io.dbprovision.postgres.connect;

import io.dbprovision.jdbc.tls.TlsContexts;
import io.dbprovision.jdbc.tls.TlsMaterial;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.SSLSocketFactory;

/** The driver's way to TLS: it makes one of these by name, from its one string argument. */
public final class PemSocketFactory extends SSLSocketFactory {
  private final SSLSocketFactory sockets;
  private final boolean verifyHost;

  /**
   * @param argument an encoded {@link TlsMaterial}
   */
  public PemSocketFactory(String argument) {
    TlsMaterial material = TlsMaterial.decode(argument);
    this.sockets = TlsContexts.of(material).getSocketFactory();
    this.verifyHost = material.verifiesHost();
  }

  @Override
  public Socket createSocket(Socket plain, String host, int port, boolean autoClose)
      throws IOException {
    SSLSocket socket = (SSLSocket) sockets.createSocket(plain, host, port, autoClose);
    if (verifyHost) {
      SSLParameters parameters = socket.getSSLParameters();
      parameters.setEndpointIdentificationAlgorithm("HTTPS");
      socket.setSSLParameters(parameters);
    }
    return socket;
  }

  @Override
  public String[] getDefaultCipherSuites() {
    return sockets.getDefaultCipherSuites();
  }

  @Override
  public String[] getSupportedCipherSuites() {
    return sockets.getSupportedCipherSuites();
  }

  @Override
  public Socket createSocket(String host, int port) throws IOException {
    throw overPlainOnly();
  }

  @Override
  public Socket createSocket(String host, int port, InetAddress local, int localPort)
      throws IOException {
    throw overPlainOnly();
  }

  @Override
  public Socket createSocket(InetAddress host, int port) throws IOException {
    throw overPlainOnly();
  }

  @Override
  public Socket createSocket(InetAddress host, int port, InetAddress local, int localPort)
      throws IOException {
    throw overPlainOnly();
  }

  private static IOException overPlainOnly() {
    return new IOException("PostgreSQL starts TLS on a connected socket");
  }
}
