package io.dbprovision.mysql;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;

/** The same server under an address that its certificate does not name. */
final class Relay implements AutoCloseable {
  static final String HOST = "127.0.0.2";

  private final ServerSocket listener;

  Relay(TestServer server) throws IOException {
    listener = new ServerSocket(0, 10, InetAddress.getByName(HOST));
    Thread.startVirtualThread(
        () -> {
          while (!listener.isClosed()) {
            try {
              Socket client = listener.accept();
              Socket target = new Socket(InetAddress.getLoopbackAddress(), server.port());
              pump(client, target);
              pump(target, client);
            } catch (IOException e) {
              return;
            }
          }
        });
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
