package io.dbprovision.core.backup.stream;

import static io.dbprovision.core.backup.stream.Scene.KEY;
import static io.dbprovision.core.backup.stream.Scene.PATH;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dbprovision.spi.EngineException;
import io.dbprovision.spi.testkit.memory.StoreFaults.Fault;
import java.io.IOException;
import java.util.Map;
import java.util.NavigableMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class KeyRotationTest {
  private static final EncryptionKey NEXT = Scene.key(2);
  private static final byte[] DUMP = Scene.dump(1000);

  private final Scene scene = new Scene();

  KeyRotationTest() {
    scene.write(PATH, DUMP, Scene.options(Compression.ZSTD, KEY));
  }

  @Test
  void afterwardsTheNewKeyOpensAndTheOldOneDoesNot() throws IOException {
    NavigableMap<String, byte[]> before = scene.bucket.contents();
    scene.archive.rewrap(PATH, KEY, NEXT);
    assertThat(scene.gives(PATH, NEXT, DUMP)).isTrue();
    assertThatThrownBy(() -> scene.read(PATH, KEY)).hasMessageContaining("another key");
    long written =
        scene.bucket.contents().entrySet().stream()
            .filter(object -> !before.containsKey(object.getKey()))
            .mapToLong(object -> object.getValue().length)
            .sum();
    assertThat(written).as("bytes written").isBetween(1L, 1024L);
    assertThat(scene.bucket.contents()).hasSameSizeAs(before);
  }

  @Test
  void itMayGoBackAndForthAndBeAskedTwice() throws IOException {
    scene.archive.rewrap(PATH, KEY, NEXT);
    scene.archive.rewrap(PATH, KEY, NEXT);
    scene.archive.rewrap(PATH, NEXT, KEY);
    assertThat(scene.gives(PATH, KEY, DUMP)).isTrue();
    scene.archive.rewrap(PATH, KEY, NEXT);
    assertThat(scene.gives(PATH, NEXT, DUMP)).isTrue();
    scene.archive.verify(PATH, NEXT, StreamProgress.NONE);
    scene.archive.delete(PATH);
    assertThat(scene.bucket.contents()).isEmpty();
  }

  @Test
  void neitherAWrongKeyNorAPlainBackupIsWrapped() {
    assertThatThrownBy(() -> scene.archive.rewrap(PATH, Scene.key(3), NEXT))
        .hasMessageContaining(KEY.id());
    scene.write("plain", DUMP, Scene.options(Compression.NONE, null));
    assertThatThrownBy(() -> scene.archive.rewrap("plain", KEY, NEXT))
        .hasMessageContaining("is not encrypted");
    assertThatThrownBy(() -> scene.archive.rewrap("nowhere", KEY, NEXT))
        .hasMessageContaining("is not there");
  }

  @Test
  void aDamagedKeyFileInTheWayIsReplaced() throws IOException {
    scene.bucket.put(ObjectNames.key(PATH, NEXT.id()), new byte[3], scene.clock.instant());
    scene.archive.rewrap(PATH, KEY, NEXT);
    assertThat(scene.gives(PATH, NEXT, DUMP)).isTrue();
  }

  @ParameterizedTest
  @EnumSource(names = {"REFUSED", "LOST_ANSWER"})
  void whereverItIsInterruptedOneOfTheTwoKeysOpens(Fault fault) throws IOException {
    Map<String, byte[]> before = scene.bucket.contents();
    scene.bucket.faults().clear();
    scene.archive.rewrap(PATH, KEY, NEXT);
    long calls = scene.bucket.faults().calls();
    for (long call = 1; call <= calls; call++) {
      scene.becomes(before);
      scene.bucket.faults().failFrom(call, fault);
      try {
        scene.archive.rewrap(PATH, KEY, NEXT);
      } catch (EngineException interrupted) {
        assertThat(interrupted.sentence()).isNotBlank();
      }
      scene.bucket.faults().clear();
      assertThat(opens(KEY) || opens(NEXT)).as("interrupted at call %s", call).isTrue();
      scene.archive.rewrap(PATH, KEY, NEXT);
      assertThat(opens(NEXT)).as("repeated after call %s", call).isTrue();
      assertThat(opens(KEY)).as("the old key after call %s", call).isFalse();
    }
  }

  private boolean opens(EncryptionKey key) throws IOException {
    try {
      return scene.gives(PATH, key, DUMP);
    } catch (EngineException refused) {
      return false;
    }
  }

  @Test
  void aKeyIsNeverPrinted() {
    assertThat(KEY.toString()).isEqualTo("[key " + KEY.id() + "]");
    assertThat(KEY.id()).matches("[0-9a-f]{8}");
    assertThat(Scene.options(Compression.NONE, KEY).toString()).contains("[key " + KEY.id() + "]");
    assertThatThrownBy(() -> EncryptionKey.of(new byte[31])).hasMessageContaining("32 raw bytes");
  }
}
