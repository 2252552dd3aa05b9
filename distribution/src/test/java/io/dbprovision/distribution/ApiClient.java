package io.dbprovision.distribution;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.time.Duration;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/**
 * Plain requests to an API server, over connections that stay open. Tests ask the same ten times a
 * second until it is so: with a process of kubectl for each time, that would be most of the work
 * that two cores have. Thread-safe.
 */
final class ApiClient implements AutoCloseable {
  private static final Duration SHORT = Duration.ofSeconds(60);

  private final HttpClient client;
  private final URI server;
  private final String token;

  /**
   * @param kubeconfig as {@code hack/cluster.sh} writes it: one cluster, one user, all inside
   */
  ApiClient(Path kubeconfig) {
    try {
      JsonNode config = new YAMLMapper().readTree(kubeconfig.toFile());
      JsonNode cluster = config.at("/clusters/0/cluster");
      this.server = URI.create(cluster.path("server").asText());
      this.token = config.at("/users/0/user/token").asText();
      this.client =
          HttpClient.newBuilder()
              .version(HttpClient.Version.HTTP_1_1)
              .connectTimeout(SHORT)
              .sslContext(trusting(cluster.path("certificate-authority-data").binaryValue()))
              .build();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Empty when there is no such object. */
  Optional<JsonNode> read(String path) {
    return send(request(path).GET());
  }

  /** Of what is gone already there is nothing to delete. */
  void delete(String path) {
    send(request(path).DELETE());
  }

  /** A merge patch; nothing when there is no such object. */
  void patch(String path, String json) {
    send(
        request(path)
            .header("Content-Type", "application/merge-patch+json")
            .method("PATCH", BodyPublishers.ofString(json)));
  }

  private HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(server.resolve(path))
        .header("Authorization", "Bearer " + token)
        .timeout(SHORT);
  }

  private Optional<JsonNode> send(HttpRequest.Builder builder) {
    HttpRequest request = builder.build();
    try {
      HttpResponse<InputStream> answer = client.send(request, BodyHandlers.ofInputStream());
      try (InputStream body = answer.body()) {
        return switch (answer.statusCode()) {
          case 200, 202 -> Optional.of(new ObjectMapper().readTree(body));
          case 404 -> Optional.empty();
          default ->
              throw new IllegalStateException(request + " is answered with " + answer.statusCode());
        };
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  @Override
  public void close() {
    client.shutdownNow();
  }

  private static SSLContext trusting(byte[] pem) {
    try {
      KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
      store.load(null, null);
      for (Certificate each :
          CertificateFactory.getInstance("X.509")
              .generateCertificates(new ByteArrayInputStream(pem))) {
        store.setCertificateEntry("authority-" + store.size(), each);
      }
      TrustManagerFactory trust =
          TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
      trust.init(store);
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(null, trust.getTrustManagers(), null);
      return context;
    } catch (GeneralSecurityException | IOException e) {
      throw new IllegalStateException(e);
    }
  }
}
