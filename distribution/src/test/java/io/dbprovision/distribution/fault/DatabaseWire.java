package io.dbprovision.distribution.fault;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The way to a database server; something happens when so many bytes have passed one way. */
final class DatabaseWire implements AutoCloseable {
  private final String host;
  private final int port;
  private final boolean toServer;
  private final ServerSocket listener;
  private final Set<Link> links = ConcurrentHashMap.newKeySet();
  private long left = Long.MAX_VALUE;
  private @Nullable Consumer<Link> then;
  private volatile boolean refuses;
  private volatile boolean frozen;

  /**
   * @param toServer whether what goes to the server counts, or else its answers
   */
  DatabaseWire(String host, int port, boolean toServer) throws IOException {
    this.host = host;
    this.port = port;
    this.toServer = toServer;
    this.listener = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    Thread.startVirtualThread(this::accept);
  }

  int port() {
    return listener.getLocalPort();
  }

  /**
   * Once, on the thread that carries the bytes: those after it wait.
   *
   * @param then gets the connection that carries them
   */
  synchronized void at(long bytes, Consumer<Link> then) {
    this.left = bytes;
    this.then = then;
  }

  /** All connections end, and no new one begins. */
  void cutForGood() {
    refuses = true;
    links.forEach(Link::cut);
  }

  /** Nothing passes any more, and nothing ends. */
  void freeze() {
    frozen = true;
  }

  private void accept() {
    while (!listener.isClosed()) {
      try {
        Socket client = listener.accept();
        if (refuses) {
          client.close();
          continue;
        }
        Link link = new Link(client, new Socket(host, port));
        links.add(link);
        Thread.startVirtualThread(() -> pump(link, link.client(), link.server(), toServer));
        Thread.startVirtualThread(() -> pump(link, link.server(), link.client(), !toServer));
      } catch (IOException e) {
        return;
      }
    }
  }

  private void pump(Link link, Socket from, Socket to, boolean counted) {
    byte[] bytes = new byte[16 * 1024];
    try {
      InputStream in = from.getInputStream();
      OutputStream out = to.getOutputStream();
      for (int count = in.read(bytes); count >= 0; count = in.read(bytes)) {
        int sent = 0;
        if (counted) {
          sent = carried(link, bytes, count, out);
        }
        if (!frozen) {
          out.write(bytes, sent, count - sent);
          out.flush();
        }
      }
    } catch (IOException e) {
      // one side is gone
    } finally {
      link.cut();
    }
  }

  /** How many of them went on before something happened. */
  private int carried(Link link, byte[] bytes, int count, OutputStream out) throws IOException {
    Consumer<Link> action;
    int before;
    synchronized (this) {
      if (then == null || count <= left) {
        left -= count;
        return 0;
      }
      action = then;
      then = null;
      before = (int) left;
    }
    out.write(bytes, 0, before);
    out.flush();
    action.accept(link);
    return before;
  }

  @Override
  public void close() throws IOException {
    listener.close();
    links.forEach(Link::cut);
  }

  /** One connection. */
  record Link(Socket client, Socket server) {
    void cut() {
      try {
        client.close();
        server.close();
      } catch (IOException e) {
        // then it is closed
      }
    }
  }
}
