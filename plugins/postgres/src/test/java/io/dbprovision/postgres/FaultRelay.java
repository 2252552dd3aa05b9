package io.dbprovision.postgres;

import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A way to the server that breaks at a chosen statement, and stays broken: as if the operator had
 * been killed there. Statements are counted over all connections, from {@link #breakAt} on.
 */
final class FaultRelay implements AutoCloseable {
  private static final int SSL_REQUEST = 80877103;

  private final TestServer server;
  private final ServerSocket listener;
  private final Queue<Socket> open = new ConcurrentLinkedQueue<>();
  private final AtomicInteger left = new AtomicInteger(Integer.MAX_VALUE);
  private volatile boolean lostAnswer;
  private volatile boolean broken;

  FaultRelay(TestServer server) throws IOException {
    this.server = server;
    this.listener = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    Thread.ofPlatform().daemon().start(this::accept);
  }

  int port() {
    return listener.getLocalPort();
  }

  /**
   * @param statement counted from 1
   * @param executed whether the server still executes it, and only its answer is lost
   */
  void breakAt(int statement, boolean executed) {
    lostAnswer = executed;
    left.set(statement);
  }

  boolean broken() {
    return broken;
  }

  private void accept() {
    while (!listener.isClosed()) {
      try {
        Socket client = listener.accept();
        if (broken) {
          client.close();
          continue;
        }
        Socket target = new Socket(server.host(), server.port());
        open.add(client);
        open.add(target);
        Thread.ofPlatform().daemon().start(() -> requests(client, target));
      } catch (IOException e) {
        return;
      }
    }
  }

  private void breakAll() {
    broken = true;
    for (Socket socket : open) {
      try {
        socket.close();
      } catch (IOException e) {
        // broken all the more
      }
    }
  }

  private void requests(Socket client, Socket target) {
    try (client;
        target) {
      DataInputStream in = new DataInputStream(client.getInputStream());
      OutputStream out = target.getOutputStream();
      if (first(in, out) == SSL_REQUEST) {
        client.getOutputStream().write(target.getInputStream().read());
        first(in, out);
      }
      Thread.ofPlatform().daemon().start(() -> answers(target, client));
      while (true) {
        int type = in.readByte();
        int length = in.readInt();
        byte[] body = in.readNBytes(length - 4);
        boolean statement = type == 'Q' || type == 'S';
        int now = statement ? left.getAndDecrement() : Integer.MAX_VALUE;
        if (now == 1 && !lostAnswer) {
          breakAll();
          return;
        }
        out.write(type);
        out.write(
            new byte[] {
              (byte) (length >> 24), (byte) (length >> 16), (byte) (length >> 8), (byte) length
            });
        out.write(body);
        out.flush();
      }
    } catch (IOException e) {
      // one side is gone
    }
  }

  /** What comes before the first typed message; its code. */
  private static int first(DataInputStream in, OutputStream out) throws IOException {
    int length = in.readInt();
    byte[] body = in.readNBytes(length - 4);
    out.write(
        new byte[] {
          (byte) (length >> 24), (byte) (length >> 16), (byte) (length >> 8), (byte) length
        });
    out.write(body);
    out.flush();
    return ((body[0] & 0xff) << 24)
        | ((body[1] & 0xff) << 16)
        | ((body[2] & 0xff) << 8)
        | (body[3] & 0xff);
  }

  /** The answer to the chosen statement is the first whole one after it was sent. */
  private void answers(Socket target, Socket client) {
    try (client;
        target) {
      InputStream from = target.getInputStream();
      DataInputStream in = new DataInputStream(from);
      OutputStream out = client.getOutputStream();
      while (true) {
        int type = in.readByte();
        int length = in.readInt();
        byte[] body = in.readNBytes(length - 4);
        if (type == 'Z' && lostAnswer && left.get() <= 0) {
          breakAll();
          return;
        }
        out.write(type);
        out.write(
            new byte[] {
              (byte) (length >> 24), (byte) (length >> 16), (byte) (length >> 8), (byte) length
            });
        out.write(body);
        out.flush();
      }
    } catch (IOException e) {
      // one side is gone
    }
  }

  @Override
  public void close() throws IOException {
    listener.close();
    breakAll();
  }
}
