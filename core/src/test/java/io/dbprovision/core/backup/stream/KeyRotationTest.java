package io.dbprovision.core.backup.stream;

import static io.dbprovision.core.backup.stream.Scene.KEY;
import static io.dbprovision.core.backup.stream.Scene.PATH;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dbprovision.spi.EngineException;
import io.dbprovision.spi.testkit.memory.StoreFaults.Fault;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Objects;
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

  private void rotate(EncryptionKey old, EncryptionKey now) {
    scene.archive.rewrap(PATH, List.of(old), now);
    scene.archive.retireOthers(PATH, now);
  }

  @Test
  void afterwardsTheNewKeyOpensAndTheOldOneDoesNot() throws IOException {
    NavigableMap<String, byte[]> before = scene.bucket.contents();
    rotate(KEY, NEXT);
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
    rotate(KEY, NEXT);
    rotate(KEY, NEXT);
    rotate(NEXT, KEY);
    assertThat(scene.gives(PATH, KEY, DUMP)).isTrue();
    rotate(KEY, NEXT);
    assertThat(scene.gives(PATH, NEXT, DUMP)).isTrue();
    scene.archive.verify(PATH, NEXT, StreamProgress.NONE);
    scene.archive.delete(PATH);
    assertThat(scene.bucket.contents()).isEmpty();
  }

  @Test
  void neitherAWrongKeyNorAPlainBackupIsWrapped() {
    assertThatThrownBy(() -> rotate(Scene.key(3), NEXT)).hasMessageContaining(KEY.id());
    scene.write("plain", DUMP, Scene.options(Compression.NONE, null));
    assertThatThrownBy(() -> scene.archive.rewrap("plain", List.of(KEY), NEXT))
        .hasMessageContaining("is not encrypted");
    assertThatThrownBy(() -> scene.archive.rewrap("nowhere", List.of(KEY), NEXT))
        .hasMessageContaining("is not there");
  }

  @Test
  void aDamagedKeyFileInTheWayIsReplaced() throws IOException {
    scene.bucket.put(ObjectNames.key(PATH, NEXT.id()), new byte[3], scene.clock.instant());
    rotate(KEY, NEXT);
    assertThat(scene.gives(PATH, NEXT, DUMP)).isTrue();
  }

  @Test
  void untilTheOthersAreRetiredBothKeysOpenIt() throws IOException {
    scene.archive.rewrap(PATH, List.of(Scene.key(3), KEY), NEXT);
    assertThat(scene.archive.keyIds(PATH)).containsExactlyInAnyOrder(KEY.id(), NEXT.id());
    assertThat(scene.gives(PATH, KEY, DUMP)).isTrue();
    assertThat(scene.gives(PATH, NEXT, DUMP)).isTrue();
    scene.archive.retireOthers(PATH, NEXT);
    assertThat(scene.archive.keyIds(PATH)).containsExactly(NEXT.id());
  }

  @Test
  void noFileGoesForAKeyThatDoesNotOpenTheBackup() throws IOException {
    Map<String, byte[]> before = scene.bucket.contents();
    assertThatThrownBy(() -> scene.archive.retireOthers(PATH, NEXT))
        .hasMessageContaining("the key given is " + NEXT.id());
    scene.write("other", DUMP, Scene.options(Compression.NONE, NEXT));
    byte[] foreign = Objects.requireNonNull(scene.bucket.contents().get("other.key"));
    scene.bucket.put(ObjectNames.key(PATH, NEXT.id()), foreign, scene.clock.instant());
    assertThatThrownBy(() -> scene.archive.retireOthers(PATH, NEXT))
        .hasMessageContaining("belongs to another backup");
    assertThat(scene.bucket.contents()).containsKeys(before.keySet().toArray(new String[0]));
    assertThat(scene.gives(PATH, KEY, DUMP)).isTrue();

    rotate(KEY, NEXT);
    assertThat(scene.gives(PATH, NEXT, DUMP)).isTrue();
  }

  @Test
  void whatIsNoKeyFileNamesNoKey() {
    scene.bucket.put(PATH + ".key-00000000", new byte[2000], scene.clock.instant());
    String odd =
        new String(
                Objects.requireNonNull(scene.bucket.contents().get(ObjectNames.key(PATH))),
                StandardCharsets.UTF_8)
            .replace(KEY.id(), "<b>odd</b>");
    scene.bucket.put(
        PATH + ".key-11111111", odd.getBytes(StandardCharsets.UTF_8), scene.clock.instant());
    assertThat(scene.archive.keyIds(PATH)).containsExactly(KEY.id());
    assertThat(scene.archive.keyIds("nowhere")).isEmpty();
  }

  @ParameterizedTest
  @EnumSource(names = {"REFUSED", "LOST_ANSWER"})
  void whereverItIsInterruptedOneOfTheTwoKeysOpens(Fault fault) throws IOException {
    Map<String, byte[]> before = scene.bucket.contents();
    scene.bucket.faults().clear();
    rotate(KEY, NEXT);
    long calls = scene.bucket.faults().calls();
    for (long call = 1; call <= calls; call++) {
      scene.becomes(before);
      scene.bucket.faults().failFrom(call, fault);
      try {
        rotate(KEY, NEXT);
      } catch (EngineException interrupted) {
        assertThat(interrupted.sentence()).isNotBlank();
      }
      scene.bucket.faults().clear();
      assertThat(opens(KEY) || opens(NEXT)).as("interrupted at call %s", call).isTrue();
      rotate(KEY, NEXT);
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
