package io.dbprovision.distribution.operator;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** A store, as S3 speaks, that has whatever one asks for, and gives one byte of it a minute. */
final class DrippingStore implements AutoCloseable {
  private static final int LENGTH = 900;

  private final HttpServer server;
  private final CountDownLatch end = new CountDownLatch(1);
  private final AtomicInteger dripping = new AtomicInteger();

  DrippingStore() {
    try {
      server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
    server.createContext("/", this::answer);
    server.start();
  }

  String endpoint() {
    return "http://127.0.0.1:" + server.getAddress().getPort();
  }

  /** Answers that are on their way. */
  int dripping() {
    return dripping.get();
  }

  private void answer(HttpExchange exchange) throws IOException {
    try (exchange) {
      exchange.getRequestBody().readAllBytes();
      exchange.getResponseHeaders().set("ETag", "\"0123456789abcdef0123456789abcdef\"");
      exchange.getResponseHeaders().set("Last-Modified", "Sun, 01 Nov 2026 00:00:00 GMT");
      exchange.getResponseHeaders().set("Content-Type", "application/octet-stream");
      if (exchange.getRequestMethod().equals("HEAD")) {
        exchange.getResponseHeaders().set("Content-Length", Integer.toString(LENGTH));
        exchange.sendResponseHeaders(200, -1);
        return;
      }
      exchange.sendResponseHeaders(200, LENGTH);
      drip(exchange.getResponseBody());
    }
  }

  private void drip(OutputStream out) throws IOException {
    dripping.incrementAndGet();
    try {
      boolean over = false;
      for (int i = 0; i < LENGTH && !over; i++) {
        out.write('{');
        out.flush();
        over = end.await(1, TimeUnit.MINUTES);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      dripping.decrementAndGet();
    }
  }

  @Override
  public void close() {
    end.countDown();
    server.stop(0);
  }
}
