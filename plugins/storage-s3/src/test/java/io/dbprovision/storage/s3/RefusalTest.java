package io.dbprovision.storage.s3;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.sun.net.httpserver.HttpServer;
import io.dbprovision.spi.EngineException;
import io.dbprovision.spi.ErrorKind;
import io.dbprovision.spi.ObjectStore;
import io.dbprovision.spi.SecretText;
import io.dbprovision.spi.StoreContext;
import io.dbprovision.spi.StorePlace;
import io.dbprovision.spi.testkit.store.StoreTestContext;
import io.dbprovision.testservers.S3Server;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What a manifest's author is told, by real servers. */
class RefusalTest {
  private static final String SECRET = "not-the-secret-of-this-server";

  private static EngineException refused(StorePlace place, StoreContext context) {
    try (ObjectStore store = new S3Store().open(place, context)) {
      return catchThrowableOfType(EngineException.class, store::check);
    }
  }

  private static EngineException refused(StorePlace place) {
    return refused(place, Servers.CONTEXT);
  }

  private static StorePlace signedIn(Map<String, SecretText> keys) {
    return StorePlace.builder(Servers.block(Servers.plain(), Map.of()))
        .secret("secretRef", keys)
        .build();
  }

  @Test
  void aWrongSecretKeyIsToldOfTheSecretAndNotPrinted() {
    EngineException failure = refused(signedIn(Servers.keys(Servers.plain().accessKey(), SECRET)));
    assertThat(failure.kind()).isEqualTo(ErrorKind.AUTHENTICATION);
    assertThat(failure.path()).contains("spec.storage.s3.secretRef");
    assertThat(failure)
        .hasMessageContaining("SignatureDoesNotMatch")
        .hasMessageNotContaining(SECRET);
  }

  @Test
  void anAccessKeyThatNobodyHasIsToldSo() {
    EngineException failure = refused(signedIn(Servers.keys("nobody", SECRET)));
    assertThat(failure.kind()).isEqualTo(ErrorKind.AUTHENTICATION);
    assertThat(failure).hasMessageContaining("InvalidAccessKeyId");
  }

  @Test
  void aLookAtOneObjectTellsTheReasonToo() {
    try (ObjectStore store =
        new S3Store()
            .open(signedIn(Servers.keys(Servers.plain().accessKey(), SECRET)), Servers.CONTEXT)) {
      EngineException failure = catchThrowableOfType(EngineException.class, () -> store.stat("a"));
      assertThat(failure.kind()).isEqualTo(ErrorKind.AUTHENTICATION);
    }
  }

  @Test
  void aBucketThatIsNotThereIsNamedByItsField() {
    StorePlace place = Servers.place(Servers.plain(), Map.of("bucket", "no-such-bucket"));
    EngineException failure = refused(place);
    assertThat(failure.kind()).isEqualTo(ErrorKind.NOT_FOUND);
    assertThat(failure.path()).contains("spec.storage.s3.bucket");
    assertThat(failure).hasMessageContaining("there is no bucket 'no-such-bucket'");
    try (ObjectStore store = new S3Store().open(place, Servers.CONTEXT)) {
      assertThat(catchThrowableOfType(EngineException.class, () -> store.stat("a")).kind())
          .isEqualTo(ErrorKind.NOT_FOUND);
    }
  }

  @Test
  void theKeysOfTheSecretMayHaveOtherNames() {
    S3Server server = Servers.plain();
    StorePlace place =
        StorePlace.builder(
                Servers.block(
                    server,
                    Map.of(
                        "secretRef",
                        Map.of(
                            "name",
                            "s3-login",
                            "keys",
                            Map.of("accessKey", "user", "secretKey", "pass")))))
            .secret(
                "secretRef",
                Map.of(
                    "user", SecretText.of(server.accessKey()),
                    // an editor's line end is no part of it
                    "pass", SecretText.of(server.secretKey() + "\n")))
            .build();
    try (ObjectStore store = new S3Store().open(place, Servers.CONTEXT)) {
      store.check();
      assertThat(Servers.keys(store, "of/team-a/.dbops-check")).isEmpty();
    }
  }

  @Test
  void aSecretWithoutAKeyIsRefusedBeforeAnythingIsAsked() {
    EngineException failure =
        catchThrowableOfType(
            EngineException.class,
            () ->
                new S3Store()
                    .open(
                        signedIn(Map.of("AWS_ACCESS_KEY_ID", SecretText.of("x"))),
                        Servers.CONTEXT));
    assertThat(failure.kind()).isEqualTo(ErrorKind.INVALID);
    assertThat(failure)
        .hasMessage(
            "spec.storage.s3.secretRef: the Secret 's3-login' has nothing under"
                + " AWS_SECRET_ACCESS_KEY; add it, or name the key in secretRef.keys");
  }

  @Test
  void aServerWithAPrivateCaIsTrustedByThatCaAlone() {
    S3Server server = Servers.tls();
    Map<String, SecretText> keys = Servers.keys(server.accessKey(), server.secretKey());
    Map<String, Object> named = Map.of("caSecretRef", Map.of("name", "ca", "key", "ca.crt"));
    StorePlace trusting =
        StorePlace.builder(Servers.block(server, named))
            .secret("secretRef", keys)
            .secret("caSecretRef", Map.of("ca.crt", SecretText.of(server.ca())))
            .build();
    try (ObjectStore store = new S3Store().open(trusting, Servers.CONTEXT)) {
      store.check();
      Servers.put(store, "tls/a", "x");
      assertThat(store.stat("tls/a")).isPresent();
    }
    EngineException untrusted = refused(Servers.place(server, Map.of()));
    assertThat(untrusted.kind()).isEqualTo(ErrorKind.UNREACHABLE);
    assertThat(untrusted).hasMessageContaining("name its CA in caSecretRef");
    StorePlace empty =
        StorePlace.builder(Servers.block(server, named))
            .secret("secretRef", keys)
            .secret("caSecretRef", Map.of("ca.crt", SecretText.of("no certificate")))
            .build();
    assertThat(
            catchThrowableOfType(
                EngineException.class, () -> new S3Store().open(empty, Servers.CONTEXT)))
        .hasMessage(
            "spec.storage.s3.caSecretRef: the Secret 'ca' has no certificate in PEM under ca.crt");
  }

  @Test
  void nobodyListening() throws IOException {
    int port;
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      port = taken.getLocalPort();
    }
    EngineException failure =
        refused(Servers.place(Servers.plain(), Map.of("endpoint", "http://127.0.0.1:" + port)));
    assertThat(failure.kind()).isEqualTo(ErrorKind.UNREACHABLE);
    assertThat(failure).hasMessage("no connection to http://127.0.0.1:" + port);
  }

  @Test
  void aHostWithoutAnAddressIsAFieldThatIsWrong() {
    EngineException failure =
        refused(Servers.place(Servers.plain(), Map.of("endpoint", "http://no.such.host.invalid")));
    assertThat(failure.kind()).isEqualTo(ErrorKind.UNREACHABLE);
    assertThat(failure.path()).contains("spec.storage.s3.endpoint");
  }

  @Test
  void aServerThatIsSilentIsNotWaitedForLongerThanTheRequestTimeout() throws IOException {
    try (ServerSocket silent = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
      EngineException failure =
          refused(
              Servers.place(
                  Servers.plain(), Map.of("endpoint", "http://127.0.0.1:" + silent.getLocalPort())),
              impatient(Duration.ofSeconds(5), Duration.ofSeconds(1)));
      assertThat(failure.kind()).isEqualTo(ErrorKind.TIMEOUT);
    }
  }

  @Test
  void aHostThatLetsNobodyConnectIsUnreachable() throws IOException {
    List<Socket> queue = new ArrayList<>();
    try (ServerSocket full = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      while (connects(full, queue)) {
        assertThat(queue).as("a queue that has an end").hasSizeLessThan(1_000);
      }
      EngineException failure =
          refused(
              Servers.place(
                  Servers.plain(), Map.of("endpoint", "http://127.0.0.1:" + full.getLocalPort())),
              impatient(Duration.ofSeconds(1), Duration.ofSeconds(3)));
      assertThat(failure.kind()).isEqualTo(ErrorKind.UNREACHABLE);
    } finally {
      for (Socket each : queue) {
        each.close();
      }
    }
  }

  private static boolean connects(ServerSocket server, List<Socket> queue) throws IOException {
    Socket socket = new Socket();
    queue.add(socket);
    try {
      socket.connect(server.getLocalSocketAddress(), 300);
      return true;
    } catch (SocketTimeoutException e) {
      return false;
    }
  }

  private static StoreContext impatient(Duration connecting, Duration asking) {
    return new StoreTestContext(
        InstantSource.system(), new SecureRandom(), connecting, asking, 6 * 1024 * 1024);
  }

  @Test
  void whatAnswersButIsNoS3IsNotTakenForABucket() throws IOException {
    HttpServer web =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    web.createContext(
        "/",
        exchange -> {
          byte[] page = "<html>welcome</html>".getBytes(StandardCharsets.UTF_8);
          exchange.sendResponseHeaders(200, page.length);
          exchange.getResponseBody().write(page);
          exchange.close();
        });
    web.start();
    try {
      EngineException failure =
          refused(
              Servers.place(
                  Servers.plain(),
                  Map.of("endpoint", "http://127.0.0.1:" + web.getAddress().getPort())));
      assertThat(failure.kind()).isEqualTo(ErrorKind.UNREACHABLE);
      assertThat(failure.path()).contains("spec.storage.s3.endpoint");
      assertThat(failure).hasMessageContaining("is no S3");
    } finally {
      web.stop(0);
    }
  }
}
