package io.dbprovision.mysql;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;

/**
 * The same server under an address that its certificate does not name, and, if that is asked for,
 * without the word that it has TLS.
 */
final class Relay implements AutoCloseable {
  static final String HOST = "127.0.0.2";

  /** In the second byte of what a server can do. */
  private static final int TLS = 0x08;

  private final ServerSocket listener;

  Relay(TestServer server) throws IOException {
    this(server, false);
  }

  /**
   * @param stripping whether clients are made to believe that there is no TLS
   */
  Relay(TestServer server, boolean stripping) throws IOException {
    listener = new ServerSocket(0, 10, InetAddress.getByName(HOST));
    Thread.startVirtualThread(
        () -> {
          while (!listener.isClosed()) {
            try {
              Socket client = listener.accept();
              Socket target = new Socket(InetAddress.getLoopbackAddress(), server.port());
              if (stripping) {
                greet(target, client);
              }
              pump(client, target);
              pump(target, client);
            } catch (IOException e) {
              return;
            }
          }
        });
  }

  /** Hands on the server's first packet: its version, then 13 bytes, then what it can do. */
  private static void greet(Socket server, Socket client) throws IOException {
    byte[] header = server.getInputStream().readNBytes(4);
    byte[] body = server.getInputStream().readNBytes((header[0] & 0xff) | (header[1] & 0xff) << 8);
    int version = 1;
    while (body[version] != 0) {
      version++;
    }
    body[version + 15] &= (byte) ~TLS;
    client.getOutputStream().write(header);
    client.getOutputStream().write(body);
  }

  int port() {
    return listener.getLocalPort();
  }

  private static void pump(Socket from, Socket to) {
    Thread.startVirtualThread(
        () -> {
          try (from;
              to) {
            from.getInputStream().transferTo(to.getOutputStream());
          } catch (IOException e) {
            // one side is gone, and closes the other
          }
        });
  }

  @Override
  public void close() throws IOException {
    listener.close();
  }
}
