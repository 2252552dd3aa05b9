package io.dbprovision.core.kube;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A connection in between that can die without a word, as behind a load balancer that forgot it:
 * what is open stays open and carries nothing any more; new connections work.
 */
final class FreezingProxy implements AutoCloseable {
  private final ServerSocket server;
  private final int target;
  private final AtomicInteger frozenGeneration = new AtomicInteger();
  private final AtomicInteger generation = new AtomicInteger(1);

  FreezingProxy(int target) throws IOException {
    this.server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    this.target = target;
    Thread.ofVirtual().start(this::accept);
  }

  int port() {
    return server.getLocalPort();
  }

  void freezeWhatIsOpen() {
    frozenGeneration.set(generation.getAndIncrement());
  }

  @Override
  public void close() throws IOException {
    server.close();
  }

  private void accept() {
    try {
      while (!server.isClosed()) {
        Socket client = server.accept();
        Socket upstream = new Socket(InetAddress.getLoopbackAddress(), target);
        int born = generation.get();
        Thread.ofVirtual().start(() -> carry(client, upstream, born));
        Thread.ofVirtual().start(() -> carry(upstream, client, born));
      }
    } catch (IOException closed) {
      // the test is over
    }
  }

  private void carry(Socket from, Socket to, int born) {
    byte[] buffer = new byte[64 * 1024];
    try {
      while (true) {
        int read = from.getInputStream().read(buffer);
        if (born <= frozenGeneration.get()) {
          if (read < 0) {
            return;
          }
          continue;
        }
        if (read < 0) {
          to.shutdownOutput();
          return;
        }
        to.getOutputStream().write(buffer, 0, read);
      }
    } catch (IOException closed) {
      close(to);
    }
  }

  private static void close(Socket socket) {
    try {
      socket.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
