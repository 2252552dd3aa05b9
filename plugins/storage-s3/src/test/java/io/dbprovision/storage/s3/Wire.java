package io.dbprovision.storage.s3;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** The network between a client and a server, which does what networks do. */
final class Wire implements Closeable {
  /** In a request, it arrives as something else. */
  static final String FRAGILE = "fragile!";

  private final ServerSocket listener;
  private final URI server;
  private final AtomicReference<@Nullable String> lostAnswer = new AtomicReference<>();
  private final AtomicInteger lost = new AtomicInteger();
  private final AtomicInteger cuts = new AtomicInteger();
  private final AtomicLong cutAfter = new AtomicLong(Long.MAX_VALUE);
  private volatile boolean damages;

  Wire(URI server) {
    this.server = server;
    try {
      this.listener = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    Thread.ofVirtual().start(this::accept);
  }

  URI address() {
    return URI.create("http://127.0.0.1:" + listener.getLocalPort());
  }

  /** The answer to the next request whose first line has this is lost; the request is not. */
  void loseAnswerTo(String words) {
    lostAnswer.set(words);
  }

  int lost() {
    return lost.get();
  }

  /** The next connections break, each after so many bytes of answers. */
  void cut(int connections, long bytes) {
    cutAfter.set(bytes);
    cuts.set(connections);
  }

  int cutsLeft() {
    return cuts.get();
  }

  void damage() {
    damages = true;
  }

  private void accept() {
    while (!listener.isClosed()) {
      try {
        Socket client = listener.accept();
        Socket target = new Socket(server.getHost(), server.getPort());
        AtomicBoolean losing = new AtomicBoolean();
        Thread.ofVirtual().start(() -> pump(client, target, chunk -> request(chunk, losing)));
        Thread.ofVirtual().start(() -> pump(target, client, new Answers(losing)));
      } catch (IOException closed) {
        // the test is over
      }
    }
  }

  private byte[] request(byte[] chunk, AtomicBoolean losing) {
    String text = new String(chunk, StandardCharsets.ISO_8859_1);
    String words = lostAnswer.get();
    if (words != null && text.lines().findFirst().orElse("").contains(words)) {
      lostAnswer.set(null);
      losing.set(true);
    }
    return damages
        ? text.replace(FRAGILE, "FRAGILE!").getBytes(StandardCharsets.ISO_8859_1)
        : chunk;
  }

  @FunctionalInterface
  private interface Change {
    /** Fails when the connection breaks here. */
    byte[] apply(byte[] chunk) throws IOException;
  }

  private final class Answers implements Change {
    private final AtomicBoolean losing;
    private long passed;

    private Answers(AtomicBoolean losing) {
      this.losing = losing;
    }

    @Override
    public byte[] apply(byte[] chunk) throws IOException {
      if (losing.get()) {
        lost.incrementAndGet();
        throw new IOException("lost");
      }
      passed += chunk.length;
      if (passed > cutAfter.get() && cuts.getAndUpdate(left -> Math.max(0, left - 1)) > 0) {
        throw new IOException("cut");
      }
      return chunk;
    }
  }

  private static void pump(Socket from, Socket to, Change change) {
    try (from;
        to;
        InputStream in = from.getInputStream();
        OutputStream out = to.getOutputStream()) {
      byte[] buffer = new byte[64 * 1024];
      for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
        byte[] chunk = new byte[read];
        System.arraycopy(buffer, 0, chunk, 0, read);
        out.write(change.apply(chunk));
        out.flush();
      }
    } catch (IOException broken) {
      // so are both ends by now
    }
  }

  @Override
  public void close() throws IOException {
    listener.close();
  }
}
