package io.dbprovision.storage.s3;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dbprovision.spi.EngineException;
import io.dbprovision.spi.ErrorKind;
import io.dbprovision.spi.ObjectStore;
import io.dbprovision.spi.StorePlace;
import io.dbprovision.spi.StoredObject;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The connection breaks within the headers of an answer, which is no answer then. */
class CutHeadersTest {
  private static final String WHOLE =
      String.join(
          "\r\n",
          "HTTP/1.1 200 OK",
          "Last-Modified: Thu, 01 Jan 2026 00:00:00 GMT",
          "Content-Length: 7",
          "ETag: \"e\"",
          "",
          "");

  @Test
  void itIsAskedAgain() throws IOException {
    try (Cutting server = new Cutting(1, "Content");
        ObjectStore store = server.open()) {
      assertThat(store.stat("a/b")).map(StoredObject::size).contains(7L);
    }
  }

  @Test
  void andAConnectionThatBreaksEachTimeIsSaidToBreak() throws IOException {
    try (Cutting server = new Cutting(Integer.MAX_VALUE, "Content");
        ObjectStore store = server.open()) {
      assertThatThrownBy(() -> store.stat("a/b"))
          .isInstanceOfSatisfying(
              EngineException.class,
              failure -> assertThat(failure.kind()).isEqualTo(ErrorKind.UNREACHABLE))
          .hasMessageContaining("broke");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"TTP/1.1", "200", "00 OK", "OK"})
  void oneThatBreaksWithinTheFirstLineToo(String cut) throws IOException {
    try (Cutting server = new Cutting(1, cut);
        ObjectStore store = server.open()) {
      assertThat(store.stat("a/b")).map(StoredObject::size).contains(7L);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"TTP/1.1", "200", "00 OK", "OK"})
  void andIsSaidToBreakIfItDoesEachTime(String cut) throws IOException {
    try (Cutting server = new Cutting(Integer.MAX_VALUE, cut);
        ObjectStore store = server.open()) {
      assertThatThrownBy(() -> store.stat("a/b"))
          .isInstanceOfSatisfying(
              EngineException.class,
              failure -> assertThat(failure.kind()).isEqualTo(ErrorKind.UNREACHABLE))
          .hasMessageContaining("broke");
    }
  }

  @Test
  void anObjectThatHasNoETagAtAllIsThere() throws IOException {
    try (Cutting server = new Cutting(Integer.MAX_VALUE, "ETag");
        ObjectStore store = server.open()) {
      assertThat(store.stat("a/b")).map(StoredObject::size).contains(7L);
    }
  }

  /**
   * Answers so many requests with the headers before that one, and all after those with all of
   * them.
   */
  private static final class Cutting implements AutoCloseable {
    private final ServerSocket listener = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    private final AtomicInteger left;
    private final String cut;

    Cutting(int times, String header) throws IOException {
      left = new AtomicInteger(times);
      cut = WHOLE.substring(0, WHOLE.indexOf(header));
      Thread.startVirtualThread(this::accept);
    }

    ObjectStore open() {
      StorePlace place =
          StorePlace.builder(
                  Servers.block(
                      Servers.plain(),
                      Map.of("endpoint", "http://127.0.0.1:" + listener.getLocalPort())))
              .secret("secretRef", Servers.keys("access", "secret"))
              .build();
      return new S3Store().open(place, Servers.CONTEXT);
    }

    private void accept() {
      while (!listener.isClosed()) {
        try (Socket client = listener.accept();
            BufferedReader lines =
                new BufferedReader(
                    new InputStreamReader(client.getInputStream(), StandardCharsets.US_ASCII))) {
          String line = lines.readLine();
          while (line != null && !line.isEmpty()) {
            line = lines.readLine();
          }
          String answer = left.getAndDecrement() > 0 ? cut : WHOLE;
          client.getOutputStream().write(answer.getBytes(StandardCharsets.US_ASCII));
        } catch (IOException e) {
          // the test is over, or the client has gone
        }
      }
    }

    @Override
    public void close() throws IOException {
      listener.close();
    }
  }
}
