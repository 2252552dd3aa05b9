package io.dbprovision.distribution.fault;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Optional;

/** One message of HTTP/1.1 as it came. */
final class HttpMessage {
  private static final int LONGEST_HEAD = 64 * 1024;

  private final byte[] head;
  private final byte[] body;
  private final boolean whole;

  private HttpMessage(byte[] head, byte[] body, boolean whole) {
    this.head = head;
    this.body = body;
    this.whole = whole;
  }

  /** First line and headers, with the empty line behind them. */
  byte[] head() {
    return head;
  }

  /** Chunks as they are, with their lengths. */
  byte[] body() {
    return body;
  }

  /** False when the connection ended before the body did. */
  boolean whole() {
    return whole;
  }

  /** Empty when the connection ends before one begins. */
  static Optional<HttpMessage> request(InputStream in) throws IOException {
    byte[] head = head(in);
    return head.length == 0 ? Optional.empty() : Optional.of(withBody(in, head, false));
  }

  /**
   * @param toHead whether it answers a HEAD, and so has no body whatever it says
   */
  static Optional<HttpMessage> answer(InputStream in, boolean toHead) throws IOException {
    byte[] head = head(in);
    if (head.length == 0) {
      return Optional.empty();
    }
    String status = text(head).split(" ", 3)[1];
    boolean none = toHead || status.startsWith("1") || status.equals("204") || status.equals("304");
    return Optional.of(withBody(in, head, none));
  }

  String firstLine() {
    return text(head).lines().findFirst().orElse("");
  }

  boolean isHead() {
    return firstLine().startsWith("HEAD ");
  }

  private static HttpMessage withBody(InputStream in, byte[] head, boolean none)
      throws IOException {
    if (none) {
      return new HttpMessage(head, new byte[0], true);
    }
    if (header(head, "transfer-encoding").equals("chunked")) {
      return new HttpMessage(head, chunks(in), true);
    }
    String length = header(head, "content-length");
    int bytes = length.isEmpty() ? 0 : Integer.parseInt(length);
    byte[] body = in.readNBytes(bytes);
    return new HttpMessage(head, body, body.length == bytes);
  }

  private static byte[] head(InputStream in) throws IOException {
    ByteArrayOutputStream head = new ByteArrayOutputStream();
    int newLines = 0;
    for (int next = in.read(); next >= 0; next = in.read()) {
      head.write(next);
      newLines = next == '\n' ? newLines + 1 : next == '\r' ? newLines : 0;
      if (newLines == 2) {
        return head.toByteArray();
      }
      if (head.size() > LONGEST_HEAD) {
        throw new IOException("no HTTP");
      }
    }
    return new byte[0];
  }

  private static byte[] chunks(InputStream in) throws IOException {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    while (true) {
      byte[] line = line(in);
      all.writeBytes(line);
      int length = Integer.parseInt(text(line).strip().split(";", 2)[0], 16);
      all.writeBytes(in.readNBytes(length));
      all.writeBytes(line(in));
      if (length == 0) {
        return all.toByteArray();
      }
    }
  }

  private static byte[] line(InputStream in) throws IOException {
    ByteArrayOutputStream line = new ByteArrayOutputStream();
    for (int next = in.read(); next >= 0; next = in.read()) {
      line.write(next);
      if (next == '\n') {
        return line.toByteArray();
      }
    }
    throw new IOException("ended within a line");
  }

  private static String header(byte[] head, String name) {
    return text(head)
        .lines()
        .filter(line -> line.toLowerCase(Locale.ROOT).startsWith(name + ":"))
        .map(line -> line.substring(name.length() + 1).strip())
        .findFirst()
        .orElse("");
  }

  private static String text(byte[] bytes) {
    return new String(bytes, StandardCharsets.ISO_8859_1);
  }
}
