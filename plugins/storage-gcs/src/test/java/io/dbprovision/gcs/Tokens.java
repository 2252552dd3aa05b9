package io.dbprovision.gcs;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.security.KeyPairGenerator;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.concurrent.atomic.AtomicInteger;

/** A stub of the service that gives a service account's tokens, and keys of such accounts. */
final class Tokens implements AutoCloseable {
  static final String TOKEN = "token-of-the-stub";

  private static final String PRIVATE_KEY = privateKey();

  private final HttpServer server;
  private final AtomicInteger asked = new AtomicInteger();

  Tokens() {
    try {
      server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    server.createContext(
        "/token",
        exchange -> {
          asked.incrementAndGet();
          answer(
              exchange,
              200,
              "{\"access_token\":\"" + TOKEN + "\",\"expires_in\":3600,\"token_type\":\"Bearer\"}");
        });
    server.createContext(
        "/refused",
        exchange ->
            answer(
                exchange,
                400,
                "{\"error\":\"invalid_grant\",\"error_description\":\"Invalid JWT Signature.\"}"));
    server.start();
  }

  /** How often anybody asked for a token. */
  int asked() {
    return asked.get();
  }

  static void answer(HttpExchange exchange, int status, String json) throws IOException {
    exchange.getRequestBody().readAllBytes();
    exchange.getResponseHeaders().set("Content-Type", "application/json");
    byte[] body = json.getBytes(StandardCharsets.UTF_8);
    exchange.sendResponseHeaders(status, body.length == 0 ? -1 : body.length);
    exchange.getResponseBody().write(body);
    exchange.close();
  }

  /** The key file of an account that gets tokens. */
  String account() {
    return account("/token");
  }

  /** That of one that was deleted, or whose key was. */
  String goneAccount() {
    return account("/refused");
  }

  private String account(String path) {
    return """
    {"type": "service_account", "project_id": "p", "private_key_id": "k",
     "private_key": "-----BEGIN PRIVATE KEY-----\\n%s\\n-----END PRIVATE KEY-----\\n",
     "client_email": "backup@p.iam.gserviceaccount.com", "client_id": "1",
     "token_uri": "http://127.0.0.1:%d%s"}
    """
        .formatted(PRIVATE_KEY, server.getAddress().getPort(), path);
  }

  private static String privateKey() {
    try {
      KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
      generator.initialize(2048);
      return Base64.getEncoder()
          .encodeToString(generator.generateKeyPair().getPrivate().getEncoded());
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
