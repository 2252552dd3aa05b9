package io.dbprovision.distribution.operator;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.LockSupport;

/** An address whose server can be taken away or replaced by another. Thread-safe. */
final class Forwarder implements AutoCloseable {
  private static final int NOBODY = 0;

  /** For up to 8 KiB. */
  private static final long A_PIECE = 8_000_000;

  private final ServerSocket listener;
  private final Set<Socket> open = ConcurrentHashMap.newKeySet();
  private volatile int target;
  private volatile boolean frozen;
  private volatile boolean slow;

  private Forwarder(ServerSocket listener, int target) {
    this.listener = listener;
    this.target = target;
  }

  static Forwarder to(int port) {
    try {
      ServerSocket listener = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
      Forwarder forwarder = new Forwarder(listener, port);
      Thread.ofVirtual().start(forwarder::accept);
      return forwarder;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  int port() {
    return listener.getLocalPort();
  }

  /** Ends all connections; new ones go to that port. */
  void switchTo(int port) {
    target = port;
    open.forEach(Forwarder::end);
  }

  /** Ends all connections, and new ones as soon as they come. */
  void cut() {
    switchTo(NOBODY);
  }

  /** From now on nothing comes through, and nothing ends either: the server seems to hang. */
  void freeze() {
    frozen = true;
  }

  /** Whether only about a megabyte comes through in a second, each way of each connection. */
  void slow(boolean now) {
    slow = now;
  }

  @Override
  public void close() {
    try {
      listener.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    cut();
  }

  private void accept() {
    while (!listener.isClosed()) {
      try {
        Socket client = listener.accept();
        open.add(client);
        Thread.ofVirtual().start(() -> forward(client));
      } catch (IOException e) {
        // closed: the loop ends; else the next one may do
      }
    }
  }

  private void forward(Socket client) {
    int port = target;
    if (port == NOBODY) {
      end(client);
      return;
    }
    try {
      Socket server = new Socket(InetAddress.getLoopbackAddress(), port);
      open.add(server);
      Thread.ofVirtual().start(() -> copy(server, client));
      copy(client, server);
    } catch (IOException e) {
      end(client);
    }
  }

  private void copy(Socket from, Socket to) {
    try {
      byte[] buffer = new byte[8192];
      for (int read = from.getInputStream().read(buffer);
          read >= 0;
          read = from.getInputStream().read(buffer)) {
        if (slow) {
          LockSupport.parkNanos(A_PIECE);
        }
        if (!frozen) {
          to.getOutputStream().write(buffer, 0, read);
        }
      }
    } catch (IOException e) {
      // either side went: so goes the other
    } finally {
      end(from);
      end(to);
      open.remove(from);
      open.remove(to);
    }
  }

  private static void end(Socket socket) {
    try {
      socket.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
