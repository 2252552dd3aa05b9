package io.dbprovision.core.observability;

import com.sun.net.httpserver.HttpExchange;
import io.prometheus.metrics.expositionformats.ExpositionFormatWriter;
import io.prometheus.metrics.expositionformats.ExpositionFormats;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.zip.GZIPOutputStream;

/** Writes a registry in the form that the caller accepts. */
final class MetricsText {
  private final PrometheusRegistry registry;
  private final ExpositionFormats formats = ExpositionFormats.init();

  MetricsText(PrometheusRegistry registry) {
    this.registry = registry;
  }

  void write(HttpExchange exchange) throws IOException {
    ExpositionFormatWriter writer =
        formats.findWriter(exchange.getRequestHeaders().getFirst("Accept"));
    String encodings = exchange.getRequestHeaders().getFirst("Accept-Encoding");
    boolean gzip = encodings != null && encodings.contains("gzip");
    byte[] body = body(writer, gzip);
    exchange.getResponseHeaders().set("Content-Type", writer.getContentType());
    if (gzip) {
      exchange.getResponseHeaders().set("Content-Encoding", "gzip");
    }
    boolean head = exchange.getRequestMethod().equals("HEAD");
    exchange.sendResponseHeaders(200, head ? -1 : body.length);
    if (!head) {
      exchange.getResponseBody().write(body);
    }
  }

  /** Written whole before the first byte is sent, so that a defect is a 500 and not half a page. */
  private byte[] body(ExpositionFormatWriter writer, boolean gzip) throws IOException {
    ByteArrayOutputStream body = new ByteArrayOutputStream(16_384);
    try (OutputStream out = gzip ? new GZIPOutputStream(body) : body) {
      writer.write(out, registry.scrape());
    }
    return body.toByteArray();
  }
}
