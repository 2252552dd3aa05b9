package io.dbprovision.storage.s3;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dbprovision.spi.EngineException;
import io.dbprovision.spi.ErrorKind;
import io.dbprovision.spi.ObjectStore;
import io.dbprovision.spi.Upload;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What a bad network does to uploads and reads, with a real server behind it. */
class BrokenWireTest {
  private static final int LARGE = 7 * 1024 * 1024;

  private final String key = "wire/" + UUID.randomUUID();
  private final ObjectStore direct = Servers.open(Servers.plain(), Map.of());
  private final Wire wire = new Wire(Servers.plain().endpoint());
  private final ObjectStore store =
      Servers.open(Servers.plain(), Map.of("endpoint", wire.address().toString()));

  @AfterEach
  void close() throws IOException {
    store.close();
    wire.close();
    direct.close();
  }

  private static byte[] noise(int length) {
    byte[] bytes = new byte[length];
    new SplittableRandom(length).nextBytes(bytes);
    return bytes;
  }

  private byte[] stored() throws IOException {
    try (InputStream in = direct.open(key, 0)) {
      return in.readAllBytes();
    }
  }

  @Test
  void anObjectWhoseAnswerIsLostIsKnownAsOurs() throws IOException {
    wire.loseAnswerTo("PUT ");
    Servers.put(store, key, "x");
    assertThat(wire.lost()).isEqualTo(1);
    assertThat(stored()).isEqualTo(new byte[] {'x'});
  }

  @Test
  void aLargeOneWhoseLastAnswerIsLostIsKnownAsOurs() throws IOException {
    try (Upload upload = store.begin(key)) {
      upload.write(ByteBuffer.wrap(noise(LARGE)));
      wire.loseAnswerTo("?uploadId=");
      upload.commit();
    }
    assertThat(wire.lost()).isEqualTo(1);
    assertThat(stored()).isEqualTo(noise(LARGE));
  }

  @Test
  void anAnswerThatIsLostHidesNoConflict() throws IOException {
    try (Upload upload = store.begin(key)) {
      upload.write(ByteBuffer.wrap(noise(LARGE)));
      Servers.put(direct, key, "first");
      assertThatThrownBy(upload::commit)
          .isInstanceOfSatisfying(
              EngineException.class,
              failure -> assertThat(failure.kind()).isEqualTo(ErrorKind.CONFLICT));
    }
    assertThat(stored()).isEqualTo("first".getBytes(StandardCharsets.UTF_8));
  }

  @Test
  void aReadGoesOnWhereItsConnectionBroke() throws IOException {
    Servers.put(direct, key, noise(LARGE));
    wire.cut(2, 1_000_000);
    try (InputStream in = store.open(key, 5)) {
      byte[] read = in.readAllBytes();
      assertThat(read).hasSize(LARGE - 5);
      assertThat(read).isEqualTo(Arrays.copyOfRange(noise(LARGE), 5, LARGE));
    }
    assertThat(wire.cutsLeft()).isZero();
  }

  @Test
  void aReadNeverEndsEarly() throws IOException {
    Servers.put(direct, key, noise(LARGE));
    try (InputStream in = store.open(key, 0)) {
      wire.cut(Integer.MAX_VALUE, 0);
      assertThatThrownBy(in::readAllBytes)
          .isInstanceOfSatisfying(
              EngineException.class,
              failure -> assertThat(failure.kind()).isEqualTo(ErrorKind.UNREACHABLE));
    }
  }

  @Test
  void anotherObjectUnderTheKeyIsNotTakenForTheRestOfTheFirst() throws IOException {
    Servers.put(direct, key, noise(LARGE));
    try (InputStream in = store.open(key, 0)) {
      assertThat(in.readNBytes(10)).hasSize(10);
      direct.delete(key);
      Servers.put(direct, key, noise(LARGE + 1));
      wire.cut(1, 0);
      assertThatThrownBy(in::readAllBytes)
          .isInstanceOf(EngineException.class)
          .hasMessageContaining("was replaced while it was read");
    }
  }

  @Test
  void aBodyThatIsDamagedOnItsWayIsNoObject() {
    wire.damage();
    assertThatThrownBy(() -> Servers.put(store, key, Wire.FRAGILE))
        .isInstanceOfSatisfying(
            EngineException.class,
            failure -> assertThat(failure.kind()).isEqualTo(ErrorKind.INTERNAL));
    assertThat(direct.stat(key)).isEmpty();
  }

  @Test
  void aPartThatIsDamagedOnItsWayIsNoObject() {
    byte[] content = noise(LARGE);
    byte[] fragile = Wire.FRAGILE.getBytes(StandardCharsets.UTF_8);
    for (int at = 0; at + fragile.length < content.length; at += 1000) {
      System.arraycopy(fragile, 0, content, at, fragile.length);
    }
    wire.damage();
    assertThatThrownBy(() -> Servers.put(store, key, content))
        .isInstanceOfSatisfying(
            EngineException.class,
            failure -> assertThat(failure.kind()).isEqualTo(ErrorKind.INTERNAL));
    assertThat(direct.stat(key)).isEmpty();
  }
}
