package io.dbprovision.core.admission;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dbprovision.core.config.BindAddress;
import io.dbprovision.core.tls.ServerCertificate;
import java.io.BufferedReader;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLHandshakeException;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** By HTTPS, as the API server asks. */
class AdmissionServerTest {
  private volatile ServerCertificate certificate = certificate();
  private volatile AdmissionServer.Rules rules = review -> text("seen: " + string(review));
  private final AdmissionServer server =
      new AdmissionServer(
          BindAddress.parse("localhost:0"), review -> rules.answer(review), () -> certificate);

  @BeforeEach
  void start() throws Exception {
    server.start();
  }

  @AfterEach
  void stop() {
    server.stop(Duration.ZERO);
  }

  @Test
  void aReviewIsAnswered() throws Exception {
    HttpResponse<String> answer = post("{}");

    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(answer.body()).isEqualTo("seen: {}");
    assertThat(answer.headers().firstValue("Content-Type")).hasValue("application/json");
  }

  @Test
  void whatIsNoReviewIsNotAnsweredAsOne() throws Exception {
    rules =
        review -> {
          throw new IOException("secret text");
        };

    assertThat(post("{}"))
        .returns(400, HttpResponse::statusCode)
        .returns("this is no review\n", HttpResponse::body);
    assertThat(send(request().GET()).statusCode()).isEqualTo(405);
  }

  @Test
  void aDefectIsNoVerdict() throws Exception {
    rules =
        review -> {
          throw new IllegalStateException("secret text");
        };

    assertThat(post("{}"))
        .returns(500, HttpResponse::statusCode)
        .returns("the review failed\n", HttpResponse::body);
    rules = review -> text("better");
    assertThat(post("{}").body()).isEqualTo("better");
  }

  @Test
  void nobodyFillsItsMemory() throws Exception {
    assertThat(announced(AdmissionServer.LARGEST + 1L)).startsWith("HTTP/1.1 413");
    assertThat(announced(Long.MAX_VALUE)).startsWith("HTTP/1.1 413");
    BodyPublisher unknown = BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(text("x")));
    assertThat(send(request().POST(unknown)).statusCode()).isEqualTo(411);

    CountDownLatch reading = new CountDownLatch(1);
    CountDownLatch enough = new CountDownLatch(1);
    rules =
        review -> {
          reading.countDown();
          try {
            enough.await();
          } catch (InterruptedException e) {
            throw new IOException(e);
          }
          return text("at last");
        };
    try (HttpClient client = client()) {
      CompletableFuture<HttpResponse<String>> large =
          client.sendAsync(
              request().POST(ofLength(AdmissionServer.LARGEST)).build(), BodyHandlers.ofString());
      reading.await();

      assertThat(
              client
                  .send(
                      request().POST(BodyPublishers.ofString("{}")).build(),
                      BodyHandlers.ofString())
                  .statusCode())
          .as("too much at once")
          .isEqualTo(503);

      enough.countDown();
      assertThat(large.get().body()).isEqualTo("at last");
    }
    assertThat(post("{}").statusCode()).as("there is room again").isEqualTo(200);
  }

  @Test
  void whoSendsNothingKeepsNoRoom() throws Exception {
    rules = review -> text("as ever");
    try (Socket silent = trusting().getSocketFactory().createSocket("localhost", server.port())) {
      silent.setSoTimeout(20_000);
      silent.getOutputStream().write(head(AdmissionServer.LARGEST));

      assertThat(silent.getInputStream().read()).as("it is hung up on").isEqualTo(-1);
      assertThat(post("{}").body()).isEqualTo("as ever");
    }
  }

  @Test
  void theCertificateIsAskedForAtEveryHandshake() throws Exception {
    assertThat(post("{}").statusCode()).isEqualTo(200);
    try (HttpClient former = client()) {
      certificate = certificate();

      assertThatThrownBy(
              () ->
                  former.send(
                      request().POST(BodyPublishers.ofString("{}")).build(),
                      BodyHandlers.ofString()))
          .isInstanceOf(SSLHandshakeException.class);
    }
    assertThat(post("{}").statusCode()).isEqualTo(200);
  }

  private HttpResponse<String> post(String body) throws Exception {
    return send(request().POST(BodyPublishers.ofString(body)));
  }

  private HttpResponse<String> send(HttpRequest.Builder request) throws Exception {
    try (HttpClient client = client()) {
      return client.send(request.build(), BodyHandlers.ofString());
    }
  }

  /** The first line of the answer to a request that says it has so many bytes. */
  private String announced(long length) throws Exception {
    try (Socket socket = trusting().getSocketFactory().createSocket("localhost", server.port())) {
      socket.setSoTimeout(20_000);
      socket.getOutputStream().write(head(length));
      // a server reads so much of what it does not want before it answers
      socket.getOutputStream().write(new byte[64 * 1024]);
      return new BufferedReader(
              new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8))
          .readLine();
    }
  }

  private static byte[] head(long length) {
    return text(
        "POST /validate HTTP/1.1\r\nHost: localhost\r\nContent-Length: %d\r\n\r\n"
            .formatted(length));
  }

  private HttpRequest.Builder request() {
    return HttpRequest.newBuilder(URI.create("https://localhost:" + server.port() + "/validate"))
        .timeout(Duration.ofSeconds(20));
  }

  private static BodyPublisher ofLength(int bytes) {
    return BodyPublishers.ofByteArray(new byte[bytes]);
  }

  private HttpClient client() throws Exception {
    return HttpClient.newBuilder()
        .version(HttpClient.Version.HTTP_1_1)
        .sslContext(trusting())
        .build();
  }

  /** The certificate of now. */
  private SSLContext trusting() throws Exception {
    KeyStore trusted = KeyStore.getInstance(KeyStore.getDefaultType());
    trusted.load(null, null);
    trusted.setCertificateEntry("server", certificate.chain().getFirst());
    TrustManagerFactory trust =
        TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    trust.init(trusted);
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(null, trust.getTrustManagers(), null);
    return context;
  }

  private static ServerCertificate certificate() {
    try {
      return ServerCertificate.selfSigned(
          "hook", List.of("localhost"), Instant.now(), Duration.ofDays(1));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  private static byte[] text(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static String string(byte[] bytes) {
    return new String(bytes, StandardCharsets.UTF_8);
  }
}
