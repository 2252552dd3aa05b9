package io.dbprovision.distribution.stores;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpServer;
import io.dbprovision.testservers.GcsServer;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.security.KeyPairGenerator;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;

/** A bucket of the emulator of Google Cloud Storage, and a stub of what gives tokens for it. */
public final class GcsPlace implements BackupPlace {
  private static final String BUCKET = "backups";
  private final GcsServer server;
  private final HttpServer tokens;

  private GcsPlace(GcsServer server, HttpServer tokens) {
    this.server = server;
    this.tokens = tokens;
  }

  private static final class Shared {
    static final GcsPlace INSTANCE = new GcsPlace(GcsServer.start(), tokens());

    static {
      INSTANCE.server.makeBucket(BUCKET);
    }
  }

  /** One server for all tests of a JVM, begun when the first needs it. */
  public static GcsPlace shared() {
    return Shared.INSTANCE;
  }

  @Override
  public String storage(String prefix, String... more) {
    return BackupPlace.block(
        "gcs",
        List.of(
            "bucket: " + BUCKET,
            "endpoint: '" + server.endpoint() + "'",
            "prefix: " + prefix,
            "secretRef: {name: store, key: account.json}"),
        more);
  }

  @Override
  public String login() {
    String account =
        """
        {"type": "service_account", "project_id": "p", "private_key_id": "k", "private_key": \
        "-----BEGIN PRIVATE KEY-----\\n%s\\n-----END PRIVATE KEY-----\\n", "client_email": \
        "backup@p.iam.gserviceaccount.com", "client_id": "1", "token_uri": "http://127.0.0.1:%d/"}\
        """
            .formatted(privateKey(), tokens.getAddress().getPort());
    return "account.json: '" + account + "'";
  }

  public GcsServer server() {
    return server;
  }

  @Override
  public List<String> keys(String start) {
    List<String> keys = new ArrayList<>();
    String path = "/storage/v1/b/" + BUCKET + "/o?maxResults=1000&prefix=" + start;
    try (InputStream answer = server.endpoint().resolve(path).toURL().openStream()) {
      new ObjectMapper()
          .readTree(answer)
          .path("items")
          .forEach(item -> keys.add(item.path("name").asText()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return keys.stream().sorted().toList();
  }

  /** The emulator looks at no token, but the client library wants one. */
  private static HttpServer tokens() {
    try {
      HttpServer server =
          HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
      byte[] token =
          "{\"access_token\":\"any\",\"expires_in\":3600,\"token_type\":\"Bearer\"}"
              .getBytes(StandardCharsets.UTF_8);
      server.createContext(
          "/",
          exchange -> {
            exchange.getRequestBody().readAllBytes();
            exchange.getResponseHeaders().set("Content-Type", "application/json");
            exchange.sendResponseHeaders(200, token.length);
            exchange.getResponseBody().write(token);
            exchange.close();
          });
      server.start();
      return server;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String privateKey() {
    try {
      KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
      generator.initialize(2048);
      byte[] key = generator.generateKeyPair().getPrivate().getEncoded();
      return Base64.getEncoder().encodeToString(key);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
