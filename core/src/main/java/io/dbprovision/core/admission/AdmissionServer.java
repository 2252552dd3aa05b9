package io.dbprovision.core.admission;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import io.dbprovision.core.config.BindAddress;
import io.dbprovision.core.runtime.Service;
import io.dbprovision.core.tls.ServerCertificate;
import io.dbprovision.core.tls.ServerTls;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Answers the API server's reviews at {@code /validate}, by HTTPS. Thread-safe. */
public final class AdmissionServer implements Service {
  private static final Logger LOG = LoggerFactory.getLogger(AdmissionServer.class);
  private static final String PATH = "/validate";

  /** Twice what the API server takes as an object. */
  static final int LARGEST = 7 * 1024 * 1024;

  /** How long a review waits for room; the API server goes on without us after five. */
  private static final int PATIENCE_SECONDS = 2;

  /** How long the body of a review may take to arrive: nobody keeps room that he does not use. */
  private static final int ARRIVAL_SECONDS = 2;

  private static final String PLAIN = "text/plain; charset=utf-8";
  private static final int AT_ONCE = 64;

  /** Gives the answer to one review. */
  public interface Rules {
    /**
     * @throws IOException for what is no review
     */
    byte[] answer(byte[] review) throws IOException;
  }

  private final BindAddress address;
  private final Rules rules;
  private final Supplier<ServerCertificate> certificate;
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final ScheduledExecutorService timer =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofVirtual().name("webhook-arrivals").factory());
  // in bytes of all that is being read: who can reach the port may send anything
  private final Semaphore room = new Semaphore(LARGEST);
  private @Nullable HttpsServer server;

  /**
   * @param certificate asked at every handshake
   */
  public AdmissionServer(
      BindAddress address, Rules rules, Supplier<ServerCertificate> certificate) {
    this.address = address;
    this.rules = rules;
    this.certificate = certificate;
  }

  @Override
  public synchronized void start() throws IOException, GeneralSecurityException {
    HttpsServer made = HttpsServer.create(address.socketAddress(), AT_ONCE);
    made.setHttpsConfigurator(new HttpsConfigurator(ServerTls.context(certificate)));
    made.createContext(PATH, this::serve);
    made.setExecutor(threads);
    made.start();
    server = made;
  }

  @Override
  public synchronized void stop(Duration grace) {
    if (server != null) {
      server.stop((int) Math.min(grace.toSeconds(), 5));
    }
    threads.shutdownNow();
    timer.shutdownNow();
  }

  /**
   * The port that is listened on.
   *
   * @throws IllegalStateException before the start
   */
  public synchronized int port() {
    if (server == null) {
      throw new IllegalStateException("Not started");
    }
    return server.getAddress().getPort();
  }

  private void serve(HttpExchange exchange) throws IOException {
    try (exchange) {
      if (!exchange.getRequestMethod().equals("POST")) {
        exchange.getResponseHeaders().set("Allow", "POST");
        respond(exchange, 405, PLAIN, text("POST only\n"));
        return;
      }
      int length = length(exchange);
      if (length > LARGEST) {
        respond(exchange, 413, PLAIN, text("this is too large for a review\n"));
      } else if (length < 0) {
        respond(exchange, 411, PLAIN, text("a review has a Content-Length\n"));
      } else if (!roomFor(length)) {
        respond(exchange, 503, PLAIN, text("too much at once\n"));
      } else {
        try {
          review(exchange, body(exchange, length));
        } finally {
          room.release(length);
        }
      }
    }
  }

  /** Negative when it is not said. */
  private static int length(HttpExchange exchange) {
    String said = exchange.getRequestHeaders().getFirst("Content-Length");
    try {
      return said == null ? -1 : (int) Math.min(Long.parseLong(said), LARGEST + 1L);
    } catch (NumberFormatException e) {
      return -1;
    }
  }

  /**
   * @throws IOException when it does not arrive in time, too
   */
  private byte[] body(HttpExchange exchange, int length) throws IOException {
    Future<?> late = timer.schedule(exchange::close, ARRIVAL_SECONDS, TimeUnit.SECONDS);
    try {
      return exchange.getRequestBody().readNBytes(length);
    } finally {
      late.cancel(false);
    }
  }

  private boolean roomFor(int length) {
    try {
      return room.tryAcquire(length, PATIENCE_SECONDS, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  private void review(HttpExchange exchange, byte[] body) throws IOException {
    byte[] answer;
    try {
      answer = rules.answer(body);
    } catch (IOException e) {
      LOG.atWarn().setCause(e).log("What was sent is no review");
      respond(exchange, 400, PLAIN, text("this is no review\n"));
      return;
    } catch (RuntimeException e) {
      // the API server goes on as its failurePolicy says
      LOG.atError().setCause(e).log("A review failed");
      respond(exchange, 500, PLAIN, text("the review failed\n"));
      return;
    }
    respond(exchange, 200, "application/json", answer);
  }

  private static void respond(HttpExchange exchange, int status, String type, byte[] body)
      throws IOException {
    exchange.getResponseHeaders().set("Content-Type", type);
    exchange.getResponseHeaders().set("X-Content-Type-Options", "nosniff");
    exchange.sendResponseHeaders(status, body.length);
    exchange.getResponseBody().write(body);
  }

  private static byte[] text(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
