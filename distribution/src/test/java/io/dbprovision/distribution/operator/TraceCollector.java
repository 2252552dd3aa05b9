package io.dbprovision.distribution.operator;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/** Takes traces by OTLP over HTTP. Names stand in the protocol's messages as they are. */
final class TraceCollector implements AutoCloseable {
  private final Queue<String> messages = new ConcurrentLinkedQueue<>();
  private final HttpServer server;

  TraceCollector() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/v1/traces",
        exchange -> {
          byte[] body = exchange.getRequestBody().readAllBytes();
          messages.add(new String(body, StandardCharsets.ISO_8859_1));
          exchange.sendResponseHeaders(200, -1);
          exchange.close();
        });
    server.start();
  }

  String endpoint() {
    return "http://localhost:" + server.getAddress().getPort();
  }

  /** Which of the texts no message had. */
  List<String> missing(String... texts) {
    return List.of(texts).stream()
        .filter(text -> messages.stream().noneMatch(message -> message.contains(text)))
        .toList();
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
