package io.dbprovision.core.observability;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import io.dbprovision.core.config.BindAddress;
import java.io.IOException;
import java.net.BindException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A small HTTP server for GET requests: a virtual thread each, no request bodies. */
final class HttpEndpoint implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(HttpEndpoint.class);

  private final HttpServer server;
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();

  /**
   * Listens at once.
   *
   * @param tls null for plain HTTP
   */
  HttpEndpoint(BindAddress address, @Nullable SSLContext tls, Map<String, HttpHandler> handlers)
      throws IOException {
    this.server = bind(address, tls);
    handlers.forEach((path, handler) -> server.createContext(path, guarded(handler)));
    server.setExecutor(threads);
    server.start();
  }

  /** The port that was bound, also when any free one was asked for. */
  int port() {
    return server.getAddress().getPort();
  }

  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
  }

  static void respond(HttpExchange exchange, int status, String text) throws IOException {
    exchange.getResponseHeaders().set("Content-Type", "text/plain; charset=utf-8");
    exchange.getResponseHeaders().set("X-Content-Type-Options", "nosniff");
    byte[] body = text.getBytes(StandardCharsets.UTF_8);
    boolean head = exchange.getRequestMethod().equals("HEAD");
    exchange.sendResponseHeaders(status, head ? -1 : body.length);
    if (!head) {
      exchange.getResponseBody().write(body);
    }
  }

  private static HttpServer bind(BindAddress address, @Nullable SSLContext tls) throws IOException {
    InetSocketAddress socket = address.socketAddress();
    try {
      if (tls == null) {
        return HttpServer.create(socket, 0);
      }
      HttpsServer server = HttpsServer.create(socket, 0);
      server.setHttpsConfigurator(new HttpsConfigurator(tls));
      return server;
    } catch (BindException e) {
      throw new IOException(address + " cannot be listened on: " + e.getMessage(), e);
    }
  }

  private static HttpHandler guarded(HttpHandler handler) {
    return exchange -> {
      try (exchange) {
        String method = exchange.getRequestMethod();
        if (method.equals("GET") || method.equals("HEAD")) {
          handler.handle(exchange);
        } else {
          exchange.getResponseHeaders().set("Allow", "GET, HEAD");
          respond(exchange, 405, "GET only\n");
        }
      } catch (RuntimeException e) {
        LOG.atWarn()
            .addKeyValue("path", exchange.getRequestURI().getPath())
            .setCause(e)
            .log("Request failed");
        throw e;
      }
    };
  }
}
