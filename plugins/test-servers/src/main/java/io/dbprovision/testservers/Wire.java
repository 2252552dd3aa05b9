package io.dbprovision.testservers;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** A connection to a server that breaks when it is told to. */
public final class Wire implements AutoCloseable {
  private final URI server;
  private final ServerSocket listener;
  private final Set<Socket> open = ConcurrentHashMap.newKeySet();
  private final Cut toServer = new Cut();
  private final Cut toClient = new Cut();

  public Wire(URI server) throws IOException {
    this.server = server;
    this.listener = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    Thread.startVirtualThread(this::accept);
  }

  /** The server's address through this wire. */
  public URI endpoint() {
    return URI.create(
        server.getScheme() + "://127.0.0.1:" + listener.getLocalPort() + server.getPath());
  }

  /** Breaks the connection when so many more bytes of requests have passed; so many times. */
  public void cutRequests(long after, int times) {
    toServer.arm(after, times);
  }

  /** Breaks the connection when so many more bytes of answers have passed; so many times. */
  public void cutAnswers(long after, int times) {
    toClient.arm(after, times);
  }

  /** How often it broke. */
  public int cuts() {
    return toServer.done() + toClient.done();
  }

  private void accept() {
    while (!listener.isClosed()) {
      try {
        Socket client = listener.accept();
        Socket target = new Socket(server.getHost(), server.getPort());
        open.add(client);
        Thread.startVirtualThread(() -> pump(client, target, toServer));
        Thread.startVirtualThread(() -> pump(target, client, toClient));
        if (listener.isClosed()) {
          client.close();
        }
      } catch (IOException e) {
        return;
      }
    }
  }

  private void pump(Socket from, Socket to, Cut cut) {
    byte[] bytes = new byte[16 * 1024];
    try (from;
        to) {
      InputStream in = from.getInputStream();
      OutputStream out = to.getOutputStream();
      for (int count = in.read(bytes); count >= 0; count = in.read(bytes)) {
        int allowed = cut.allowed(count);
        out.write(bytes, 0, allowed);
        out.flush();
        if (allowed < count) {
          return;
        }
      }
    } catch (IOException e) {
      // one side is gone, and closes the other
    } finally {
      open.removeAll(Set.of(from, to));
    }
  }

  /** Nobody gets through any more, by connections that were open neither. */
  @Override
  public void close() throws IOException {
    listener.close();
    for (Socket each : open) {
      each.close();
    }
  }

  /** How many bytes of one direction may still pass. */
  private static final class Cut {
    private long after;
    private long left;
    private int times;
    private int done;

    synchronized void arm(long bytes, int cuts) {
      after = bytes;
      left = bytes;
      times = cuts;
    }

    /** Fewer than there are: then the connection ends behind them. */
    synchronized int allowed(int count) {
      if (times == 0) {
        return count;
      }
      if (count <= left) {
        left -= count;
        return count;
      }
      int allowed = (int) left;
      left = after;
      times--;
      done++;
      return allowed;
    }

    synchronized int done() {
      return done;
    }
  }
}
