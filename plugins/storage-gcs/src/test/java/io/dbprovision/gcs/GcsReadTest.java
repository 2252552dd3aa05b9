package io.dbprovision.gcs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dbprovision.spi.EngineException;
import io.dbprovision.spi.ErrorKind;
import io.dbprovision.spi.ObjectStore;
import io.dbprovision.spi.testkit.store.StoreTestContext;
import io.dbprovision.testservers.Wire;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.time.Duration;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Reads over a connection that breaks. */
class GcsReadTest {
  private static final String KEY = "team/backups/a";
  private static final int SIZE = 3 * 1024 * 1024 + 11;

  private final GcsStub stub = new GcsStub();
  private final Tokens tokens = new Tokens();
  private final Wire wire = wire(stub.endpoint());
  private final ObjectStore store =
      new GcsStore()
          .open(Places.of(wire.endpoint(), "bkt", tokens.account()), StoreTestContext.standard());
  private final byte[] content = content();

  @AfterEach
  void close() throws IOException {
    store.close();
    wire.close();
    stub.close();
    tokens.close();
  }

  @Test
  void aReadGoesOnAtTheSameByteWhenTheConnectionBreaks() throws IOException {
    stub.put(KEY, content);
    try (InputStream in = store.open(KEY, 0)) {
      wire.cutAnswers(700_000, 3);
      assertThat(in.readAllBytes()).isEqualTo(content);
    }
    assertThat(wire.cuts()).isEqualTo(3);
  }

  @Test
  void whatIsPutUnderTheKeyLaterIsNeverMixedIn() throws IOException {
    stub.put(KEY, content);
    try (InputStream in = store.open(KEY, 0)) {
      wire.cutAnswers(500_000, 1);
      assertThat(in.readNBytes(10)).hasSize(10);
      stub.put(KEY, new byte[SIZE]);
      assertThatThrownBy(in::readAllBytes)
          .isInstanceOfSatisfying(
              EngineException.class, e -> assertThat(e.kind()).isEqualTo(ErrorKind.NOT_FOUND))
          .hasMessageContaining("removed while it was read");
    }
  }

  @Test
  void aConnectionThatAlwaysBreaksEndsTheReadWithAnException() throws IOException {
    stub.put(KEY, content);
    try (InputStream in = store.open(KEY, 0)) {
      wire.cutAnswers(0, 1_000);
      assertThatThrownBy(in::readAllBytes)
          .isInstanceOfSatisfying(
              EngineException.class, e -> assertThat(e.kind()).isEqualTo(ErrorKind.UNREACHABLE));
    }
  }

  @Test
  void bytesThatAreNotWhatWasStoredAreNoticed() throws IOException {
    stub.put(KEY, content);
    try (InputStream in = store.open(KEY, 0)) {
      content[SIZE - 1] ^= 1;
      assertThatThrownBy(in::readAllBytes)
          .isInstanceOf(EngineException.class)
          .hasMessageContaining("checksum");
    }
  }

  @Test
  void aTokenThatTheServiceDoesNotTakeIsAuthentication() {
    try (ObjectStore wrong =
        new GcsStore()
            .open(
                Places.of(stub.endpoint(), "bkt", tokens.goneAccount()),
                StoreTestContext.standard())) {
      assertThatThrownBy(() -> wrong.stat(KEY))
          .isInstanceOfSatisfying(
              EngineException.class,
              e -> {
                assertThat(e.kind()).isEqualTo(ErrorKind.AUTHENTICATION);
                assertThat(e.path()).contains("spec.storage.gcs.secretRef");
              })
          .hasMessageNotContaining("BEGIN PRIVATE KEY");
    }
  }

  @Test
  @Timeout(30)
  void aServiceThatNeverAnswersIsATimeout() throws IOException {
    StoreTestContext usual = StoreTestContext.standard();
    StoreTestContext hasty =
        new StoreTestContext(
            usual.clock(), usual.random(), usual.connectTimeout(), Duration.ofSeconds(2), 6 << 20);
    try (ServerSocket mute = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        ObjectStore hanging =
            new GcsStore()
                .open(
                    Places.of(
                        URI.create("http://127.0.0.1:" + mute.getLocalPort()),
                        "bkt",
                        tokens.account()),
                    hasty)) {
      assertThatThrownBy(() -> hanging.stat(KEY))
          .isInstanceOfSatisfying(
              EngineException.class, e -> assertThat(e.kind()).isEqualTo(ErrorKind.TIMEOUT));
    }
  }

  private static Wire wire(URI server) {
    try {
      return new Wire(server);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static byte[] content() {
    byte[] bytes = new byte[SIZE];
    new Random(1).nextBytes(bytes);
    return bytes;
  }
}
