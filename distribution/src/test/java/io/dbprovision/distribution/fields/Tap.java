package io.dbprovision.distribution.fields;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Deque;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedDeque;

/** An address before a server that notes what clients send, and when. Thread-safe. */
final class Tap implements AutoCloseable {
  private static final int NOBODY = 0;
  private static final int MUCH = 1_000_000;

  /** What comes within this time of the last one belongs to the same piece of work. */
  private static final Duration PAUSE = Duration.ofSeconds(2);

  private final ServerSocket listener;
  private final int target;
  private final StringBuilder sent = new StringBuilder();
  private final Deque<String> greetings = new ConcurrentLinkedDeque<>();
  private final Deque<Long> bursts = new ConcurrentLinkedDeque<>();
  private final Deque<Duration> patience = new ConcurrentLinkedDeque<>();
  private final Set<Socket> clients = ConcurrentHashMap.newKeySet();
  private volatile boolean frozen;
  private long lastByte;

  private Tap(ServerSocket listener, int target) {
    this.listener = listener;
    this.target = target;
    Thread.ofVirtual().start(this::accept);
  }

  static Tap to(int target) {
    return at("127.0.0.1", 0, target);
  }

  /** Takes connections and never answers. */
  static Tap mute() {
    return to(NOBODY);
  }

  /**
   * @param port 0 for any
   */
  static Tap at(String address, int port, int target) {
    try {
      return new Tap(new ServerSocket(port, 50, InetAddress.getByName(address)), target);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  int port() {
    return listener.getLocalPort();
  }

  /** The first bytes of the newest connection, as Latin-1; empty before there is one. */
  String greeting() {
    return greetings.isEmpty() ? "" : greetings.getLast();
  }

  /** All that clients sent, as Latin-1, up to a megabyte or so. */
  String sent() {
    synchronized (sent) {
      return sent.toString();
    }
  }

  private void keep(byte[] bytes, int length) {
    synchronized (sent) {
      if (sent.length() < MUCH) {
        sent.append(new String(bytes, 0, length, StandardCharsets.ISO_8859_1));
      }
    }
  }

  /** When pieces of work began, by {@link System#nanoTime}. */
  List<Long> bursts() {
    return List.copyOf(bursts);
  }

  /** How long clients waited for an answer before they gave up. */
  List<Duration> patience() {
    return List.copyOf(patience);
  }

  synchronized long lastByte() {
    return lastByte;
  }

  /** From now on no answer gets through. */
  void freeze() {
    frozen = true;
  }

  /** Whoever waited is sent away, and may come again. */
  void thaw() {
    frozen = false;
    for (Socket client : clients) {
      try {
        client.close();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  @Override
  public void close() {
    try {
      listener.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void accept() {
    while (!listener.isClosed()) {
      try {
        Socket client = listener.accept();
        Thread.ofVirtual().start(() -> serve(client));
      } catch (IOException e) {
        // closed: the loop ends; else the next one may do
      }
    }
  }

  private void serve(Socket client) {
    clients.add(client);
    try (client) {
      if (target == NOBODY) {
        long started = System.nanoTime();
        client.getInputStream().transferTo(java.io.OutputStream.nullOutputStream());
        patience.add(Duration.ofNanos(System.nanoTime() - started));
        return;
      }
      try (Socket server = new Socket(InetAddress.getLoopbackAddress(), target)) {
        Thread.ofVirtual().start(() -> answer(server, client));
        forward(client, server);
      }
    } catch (IOException e) {
      // either side went: so goes the other
    }
  }

  private void forward(Socket client, Socket server) throws IOException {
    byte[] buffer = new byte[8192];
    boolean first = true;
    InputStream in = client.getInputStream();
    for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
      note();
      keep(buffer, read);
      if (first) {
        greetings.add(new String(buffer, 0, read, StandardCharsets.ISO_8859_1));
        first = false;
      }
      server.getOutputStream().write(buffer, 0, read);
    }
  }

  private synchronized void note() {
    long now = System.nanoTime();
    if (bursts.isEmpty() || now - lastByte > PAUSE.toNanos()) {
      bursts.add(now);
    }
    lastByte = now;
  }

  private void answer(Socket server, Socket client) {
    try (client) {
      byte[] buffer = new byte[8192];
      InputStream in = server.getInputStream();
      for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
        if (!frozen) {
          client.getOutputStream().write(buffer, 0, read);
        }
      }
    } catch (IOException e) {
      // either side went: so goes the other
    }
  }
}
