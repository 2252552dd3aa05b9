package io.dbprovision.core.observability;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dbprovision.core.config.BindAddress;
import io.dbprovision.core.config.CertificateFiles;
import io.dbprovision.core.config.MetricsSettings;
import io.dbprovision.core.tls.ServerCertificate;
import java.io.ByteArrayInputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.zip.GZIPInputStream;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MetricsServerTest {
  private static final BindAddress ANY = BindAddress.parse("localhost:0");

  private final OperatorMetrics metrics = new OperatorMetrics("1.2.3");
  private final List<String> asked = new ArrayList<>();
  private @Nullable MetricsServer running;

  @AfterEach
  void stop() {
    if (running != null) {
      running.stop(Duration.ZERO);
    }
  }

  @Test
  void withoutSecurityEverybodyReadsTheTextForm() throws Exception {
    MetricsServer server = started(new MetricsSettings(ANY, false, null));
    try (HttpClient client = HttpClient.newHttpClient()) {
      HttpResponse<String> answer =
          client.send(request("http", server, "/metrics").build(), BodyHandlers.ofString());

      assertThat(answer.statusCode()).isEqualTo(200);
      assertThat(answer.headers().firstValue("Content-Type").orElseThrow())
          .startsWith("text/plain; version=0.0.4");
      assertThat(answer.body()).contains("dbops_build_info{").contains("version=\"1.2.3\"");
      assertThat(asked).isEmpty();
      assertThat(
              client
                  .send(request("http", server, "/metricsx").build(), BodyHandlers.discarding())
                  .statusCode())
          .isEqualTo(404);
    }
  }

  @Test
  void theCallerChoosesTheFormAndTheCompression() throws Exception {
    MetricsServer server = started(new MetricsSettings(ANY, false, null));
    try (HttpClient client = HttpClient.newHttpClient()) {
      HttpResponse<byte[]> answer =
          client.send(
              request("http", server, "/metrics")
                  .header("Accept", "application/openmetrics-text;version=1.0.0;q=0.8,*/*;q=0.1")
                  .header("Accept-Encoding", "gzip")
                  .build(),
              BodyHandlers.ofByteArray());

      assertThat(answer.headers().firstValue("Content-Type").orElseThrow())
          .startsWith("application/openmetrics-text");
      byte[] body = new GZIPInputStream(new ByteArrayInputStream(answer.body())).readAllBytes();
      assertThat(new String(body, StandardCharsets.UTF_8))
          .contains("# TYPE dbops_build info")
          .endsWith("# EOF\n");
    }
  }

  @Test
  void securelyOnlyCallersWithAnAcceptedTokenRead(@TempDir Path folder) throws Exception {
    ServerCertificate certificate =
        ServerCertificate.selfSigned(
            "test", List.of("localhost"), Instant.now(), Duration.ofDays(3650));
    CertificateFiles files = write(folder, certificate);
    MetricsServer server = started(new MetricsSettings(ANY, true, files));
    try (HttpClient client = trusting(certificate)) {
      assertThat(status(client, server, null)).isEqualTo(401);
      assertThat(status(client, server, "Basic abc")).isEqualTo(401);
      assertThat(status(client, server, "Bearer stranger")).isEqualTo(403);
      assertThat(status(client, server, "Bearer breaks")).isEqualTo(403);
      assertThat(status(client, server, "Bearer friend")).isEqualTo(200);
    }
    assertThat(Scrape.of(metrics, "dbops_certificate_expiry_timestamp_seconds"))
        .containsExactly(
            "dbops_certificate_expiry_timestamp_seconds{use=\"metrics\"} "
                + (double) certificate.expiry().getEpochSecond());
    assertThat(asked).containsExactly("stranger /metrics", "breaks /metrics", "friend /metrics");
  }

  @Test
  void withoutFilesACertificateIsMadeAtTheStart() throws Exception {
    MetricsServer server = started(new MetricsSettings(ANY, true, null));
    try (HttpClient client =
        trusting(
            ServerCertificate.selfSigned(
                "test", List.of("localhost"), Instant.now(), Duration.ofDays(3650)))) {
      assertThatThrownBy(() -> status(client, server, "Bearer friend"))
          .as("TLS is spoken, by somebody unknown")
          .isInstanceOf(javax.net.ssl.SSLHandshakeException.class);
    }
  }

  @Test
  void aRenewedCertificateIsUsedWithoutARestart(@TempDir Path folder) throws Exception {
    ServerCertificate first =
        ServerCertificate.selfSigned(
            "test", List.of("localhost"), Instant.now(), Duration.ofDays(3650));
    ServerCertificate second =
        ServerCertificate.selfSigned(
            "test", List.of("localhost"), Instant.now(), Duration.ofDays(3650));
    MetricsServer server = started(new MetricsSettings(ANY, true, write(folder, first)));
    try (HttpClient client = trusting(first)) {
      assertThat(status(client, server, "Bearer friend")).isEqualTo(200);
    }
    write(folder, second);
    FileTime later = FileTime.from(Instant.now().plusSeconds(60));
    Files.setLastModifiedTime(folder.resolve("tls.crt"), later);
    Files.setLastModifiedTime(folder.resolve("tls.key"), later);
    try (HttpClient client = trusting(second)) {
      assertThat(status(client, server, "Bearer friend")).isEqualTo(200);
    }
    Files.writeString(folder.resolve("tls.crt"), "half of it");
    try (HttpClient client = trusting(second)) {
      assertThat(status(client, server, "Bearer friend"))
          .as("the last good one is kept")
          .isEqualTo(200);
    }
  }

  @Test
  void metricsThatAreTurnedOffHaveNoServer() {
    assertThatThrownBy(() -> server(new MetricsSettings(null, true, null)))
        .isInstanceOf(IllegalArgumentException.class);
  }

  private MetricsServer started(MetricsSettings settings) throws Exception {
    MetricsServer server = server(settings);
    server.start();
    running = server;
    return server;
  }

  private MetricsServer server(MetricsSettings settings) {
    return new MetricsServer(
        settings,
        (token, path) -> {
          asked.add(token + " " + path);
          if (token.equals("breaks")) {
            throw new IllegalStateException("the API server is gone");
          }
          return token.equals("friend");
        },
        metrics,
        InstantSource.system());
  }

  private static int status(HttpClient client, MetricsServer server, @Nullable String authorization)
      throws Exception {
    HttpRequest.Builder request = request("https", server, "/metrics");
    if (authorization != null) {
      request.header("Authorization", authorization);
    }
    return client.send(request.build(), BodyHandlers.discarding()).statusCode();
  }

  private static HttpRequest.Builder request(String scheme, MetricsServer server, String path) {
    return HttpRequest.newBuilder(URI.create(scheme + "://localhost:" + server.port() + path));
  }

  private static HttpClient trusting(ServerCertificate certificate) throws Exception {
    KeyStore trusted = KeyStore.getInstance(KeyStore.getDefaultType());
    trusted.load(null, null);
    trusted.setCertificateEntry("server", certificate.chain().getFirst());
    TrustManagerFactory trust =
        TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    trust.init(trusted);
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(null, trust.getTrustManagers(), null);
    return HttpClient.newBuilder().sslContext(context).build();
  }

  private static CertificateFiles write(Path folder, ServerCertificate certificate)
      throws Exception {
    CertificateFiles files =
        new CertificateFiles(folder.resolve("tls.crt"), folder.resolve("tls.key"));
    Files.writeString(files.certificate(), pem(certificate.chain().getFirst()));
    Files.writeString(files.key(), certificate.keyPem());
    return files;
  }

  private static String pem(X509Certificate certificate) throws GeneralSecurityException {
    return "-----BEGIN CERTIFICATE-----\n"
        + Base64.getMimeEncoder().encodeToString(certificate.getEncoded())
        + "\n-----END CERTIFICATE-----\n";
  }
}
