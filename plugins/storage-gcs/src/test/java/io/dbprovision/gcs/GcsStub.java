package io.dbprovision.gcs;

import com.google.api.client.json.gson.GsonFactory;
import com.google.api.services.storage.model.StorageObject;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.concurrent.Executors;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A stub of the service for what the emulator lies about: the state of resumable uploads, tokens,
 * conditional deletes and retention; and for faults at exact places. One bucket, {@code bkt}.
 */
final class GcsStub implements AutoCloseable {
  /** What happens to a request that sends bytes of an upload. */
  enum Fault {
    NONE,
    /** The connection ends and nothing is kept. */
    LOST_REQUEST,
    /** All is done, and the connection ends instead of the answer. */
    LOST_ANSWER,
    /** 256 KiB of it are kept. */
    KEPT_IN_PART,
    BUSY,
    /** The session is no more. */
    FORGOTTEN
  }

  private static final Pattern RANGE = Pattern.compile("bytes (\\d+)-(\\d+)/(\\d+|\\*)");
  private static final Pattern END = Pattern.compile("bytes \\*/(\\d+)");
  private static final int UNIT = 256 * 1024;

  private static final class Kept {
    final StorageObject info;
    final byte[] bytes;

    /** Of the upload that made it. */
    final @Nullable Upload upload;

    Kept(StorageObject info, byte[] bytes, @Nullable Upload upload) {
      this.info = info;
      this.bytes = bytes;
      this.upload = upload;
    }
  }

  private static final class Upload {
    final StorageObject info;
    final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    boolean over;

    Upload(StorageObject info) {
      this.info = info;
    }
  }

  private final HttpServer server;
  private final Map<String, Kept> objects = new TreeMap<>();
  private final Map<String, Upload> uploads = new HashMap<>();
  private final Deque<Fault> faults = new ArrayDeque<>();
  private long generations = 1000;
  private int cancelled;
  private boolean retention;
  private boolean damaging;

  GcsStub() {
    try {
      server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
    server.createContext("/", this::handle);
    server.start();
  }

  URI endpoint() {
    return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
  }

  /** For the next requests that send bytes, in order. */
  synchronized void faults(Fault... next) {
    faults.addAll(List.of(next));
  }

  /** Deletes are refused from now on. */
  synchronized void retain() {
    retention = true;
  }

  /** What is written from now on is not what was sent. */
  synchronized void damage() {
    damaging = true;
  }

  synchronized int cancelled() {
    return cancelled;
  }

  /** Sessions that were begun. */
  synchronized int sessions() {
    return uploads.size();
  }

  synchronized void put(String key, byte[] bytes) {
    keep(new StorageObject().setName(key), bytes, null);
  }

  synchronized byte @Nullable [] bytes(String key) {
    Kept kept = objects.get(key);
    return kept == null ? null : kept.bytes;
  }

  private synchronized void handle(HttpExchange exchange) throws IOException {
    String path = exchange.getRequestURI().getPath();
    String method = exchange.getRequestMethod();
    if (!("Bearer " + Tokens.TOKEN)
        .equals(exchange.getRequestHeaders().getFirst("Authorization"))) {
      StubAnswers.error(exchange, 401, "authError");
    } else if (path.startsWith("/session/")) {
      session(exchange, method, path);
    } else if (path.startsWith("/upload/")) {
      begin(exchange);
    } else if (path.contains("/b/bkt/o/")) {
      object(exchange, method, path.substring(path.indexOf("/b/bkt/o/") + "/b/bkt/o/".length()));
    } else if (path.endsWith("/b/bkt/o")) {
      Tokens.answer(exchange, 200, "{}");
    } else {
      StubAnswers.error(exchange, 404, "notFound");
    }
  }

  private void begin(HttpExchange exchange) throws IOException {
    StorageObject info =
        GsonFactory.getDefaultInstance()
            .createJsonParser(exchange.getRequestBody())
            .parse(StorageObject.class);
    if (objects.containsKey(info.getName())) {
      StubAnswers.error(exchange, 412, "conditionNotMet");
      return;
    }
    String id = "u" + uploads.size();
    uploads.put(id, new Upload(info));
    exchange.getResponseHeaders().set("Location", endpoint() + "/session/" + id);
    Tokens.answer(exchange, 200, "");
  }

  private void session(HttpExchange exchange, String method, String path) throws IOException {
    Upload upload = Objects.requireNonNull(uploads.get(path.substring("/session/".length())));
    byte[] body = exchange.getRequestBody().readAllBytes();
    if (method.equals("DELETE")) {
      cancelled++;
      upload.over = true;
      Tokens.answer(exchange, 499, "");
      return;
    }
    String range = exchange.getRequestHeaders().getFirst("Content-Range");
    Fault fault = range.equals("bytes */*") || faults.isEmpty() ? Fault.NONE : faults.pop();
    switch (fault) {
      case LOST_REQUEST -> exchange.close();
      case BUSY -> StubAnswers.error(exchange, 503, "backendError");
      case FORGOTTEN -> {
        upload.over = true;
        StubAnswers.error(exchange, 410, "gone");
      }
      case LOST_ANSWER -> {
        take(upload, range, body, body.length);
        exchange.close();
      }
      case KEPT_IN_PART -> answer(exchange, upload, take(upload, range, body, UNIT));
      case NONE -> answer(exchange, upload, take(upload, range, body, body.length));
    }
  }

  /** The object, when it is made now or was before. */
  private @Nullable Kept take(Upload upload, String range, byte[] body, int most) {
    Kept made = objects.get(upload.info.getName());
    if (made != null && upload.equals(made.upload)) {
      return made;
    }
    Matcher bytes = RANGE.matcher(range);
    Matcher end = END.matcher(range);
    long total = -1;
    if (bytes.matches()) {
      if (Long.parseLong(bytes.group(1)) != upload.bytes.size()) {
        throw new IllegalStateException("bytes sent twice, or left out: " + range);
      }
      upload.bytes.write(body, 0, Math.min(most, body.length));
      total = bytes.group(3).equals("*") ? -1 : Long.parseLong(bytes.group(3));
    } else if (end.matches()) {
      total = Long.parseLong(end.group(1));
    }
    if (total < 0 || total > upload.bytes.size() || objects.containsKey(upload.info.getName())) {
      return null;
    }
    byte[] all = upload.bytes.toByteArray();
    if (damaging && all.length > 0) {
      all[0] ^= 1;
    }
    return keep(upload.info, all, upload);
  }

  private Kept keep(StorageObject info, byte[] bytes, @Nullable Upload upload) {
    Checksum checksum = new Checksum();
    checksum.update(ByteBuffer.wrap(bytes));
    info.setGeneration(generations++).setCrc32c(checksum.text());
    Kept kept = new Kept(info, bytes, upload);
    objects.put(info.getName(), kept);
    return kept;
  }

  private void answer(HttpExchange exchange, Upload upload, @Nullable Kept made)
      throws IOException {
    if (made != null) {
      StubAnswers.object(exchange, made.info, made.bytes.length);
    } else if (upload.over) {
      StubAnswers.error(exchange, 410, "gone");
    } else if (objects.containsKey(upload.info.getName())) {
      StubAnswers.error(exchange, 412, "conditionNotMet");
    } else {
      if (upload.bytes.size() > 0) {
        exchange.getResponseHeaders().set("Range", "bytes=0-" + (upload.bytes.size() - 1));
      }
      Tokens.answer(exchange, 308, "");
    }
  }

  private void object(HttpExchange exchange, String method, String key) throws IOException {
    Kept kept = objects.get(key);
    String query = String.valueOf(exchange.getRequestURI().getQuery());
    if (kept == null || isOther(query, "generation=", kept)) {
      StubAnswers.error(exchange, 404, "notFound");
    } else if (method.equals("DELETE")) {
      if (retention) {
        StubAnswers.error(exchange, 403, "retentionPolicyNotMet");
      } else if (isOther(query, "ifGenerationMatch=", kept)) {
        StubAnswers.error(exchange, 412, "conditionNotMet");
      } else {
        objects.remove(key);
        Tokens.answer(exchange, 204, "");
      }
    } else if (query.contains("alt=media")) {
      String range = exchange.getRequestHeaders().getFirst("Range");
      int from = Integer.parseInt(range.substring("bytes=".length(), range.length() - 1));
      byte[] rest = Arrays.copyOfRange(kept.bytes, from, kept.bytes.length);
      exchange.sendResponseHeaders(206, rest.length);
      exchange.getResponseBody().write(rest);
      exchange.close();
    } else {
      StubAnswers.object(exchange, kept.info, kept.bytes.length);
    }
  }

  private static boolean isOther(String query, String parameter, Kept kept) {
    Matcher matcher = Pattern.compile("(?:^|&)" + parameter + "(\\d+)").matcher(query);
    return matcher.find() && Long.parseLong(matcher.group(1)) != kept.info.getGeneration();
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
