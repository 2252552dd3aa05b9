package io.dbprovision.spi.testkit.files;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dbprovision.spi.EngineException;
import io.dbprovision.spi.ErrorKind;
import io.dbprovision.spi.ObjectStore;
import io.dbprovision.spi.Section;
import io.dbprovision.spi.Store;
import io.dbprovision.spi.StorePlace;
import io.dbprovision.spi.Upload;
import io.dbprovision.spi.testkit.store.StoreContract;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ManagedFilesTest extends StoreContract {
  private final AtomicInteger breaks = new AtomicInteger();

  @TempDir Path root;

  @Override
  protected Store store() {
    return new FolderStore(breaks);
  }

  @Override
  protected StorePlace place() {
    return place(root);
  }

  private static StorePlace place(Path folder) {
    Map<String, Object> block = Map.of("folder", folder.toString(), "prefix", "/team/a/");
    return StorePlace.builder(Section.of("spec.storage.folder", block)).build();
  }

  @Override
  protected Optional<StorePlace> missingBucket() {
    return Optional.of(place(root.resolve("nowhere")));
  }

  private ObjectStore opened() {
    return store().open(place(), context());
  }

  private static void put(ObjectStore objects, String key, byte[] bytes) {
    try (Upload upload = objects.begin(key)) {
      upload.write(ByteBuffer.wrap(bytes));
      upload.commit();
    }
  }

  private static byte[] bytes(int count) {
    byte[] bytes = new byte[count];
    for (int i = 0; i < count; i++) {
      bytes[i] = (byte) (i * 31);
    }
    return bytes;
  }

  @Test
  void aReadThatBreaksOffGoesOnAtTheSameByte() throws IOException {
    ObjectStore objects = opened();
    put(objects, "a/b", bytes(5000));
    try (InputStream in = objects.open("a/b", 10)) {
      assertThat(in.readNBytes(1000)).isEqualTo(Arrays.copyOfRange(bytes(5000), 10, 1010));
      breaks.set(1);
      assertThat(in.readAllBytes()).isEqualTo(Arrays.copyOfRange(bytes(5000), 1010, 5000));
    }
  }

  @Test
  void aReadThatBreaksOffAgainAndAgainIsGivenUp() throws IOException {
    ObjectStore objects = opened();
    put(objects, "a", bytes(5000));
    try (InputStream in = objects.open("a", 0)) {
      breaks.set(Integer.MAX_VALUE);
      assertThatThrownBy(in::readAllBytes)
          .isInstanceOfSatisfying(
              EngineException.class,
              lost -> assertThat(lost.kind()).isEqualTo(ErrorKind.UNREACHABLE));
    } finally {
      breaks.set(0);
    }
  }

  @Test
  void anotherObjectUnderTheKeyIsNotTakenForTheRest() throws IOException {
    ObjectStore objects = opened();
    put(objects, "a", bytes(5000));
    try (InputStream in = objects.open("a", 0)) {
      assertThat(in.readNBytes(1000)).hasSize(1000);
      objects.delete("a");
      put(objects, "a", bytes(4999));
      breaks.set(1);
      assertThatThrownBy(in::readAllBytes).hasMessageContaining("replaced");
    }
  }

  @Test
  void whatIsSafeToDoTwiceIsTriedAgain() {
    ObjectStore objects = opened();
    breaks.set(2);
    assertThat(objects.stat("a")).isEmpty();
    breaks.set(3);
    assertThatThrownBy(() -> objects.stat("a")).isInstanceOf(EngineException.class);
  }

  @Test
  void aListingNeverLeavesTheFolder() throws IOException {
    Files.createDirectory(root.resolve("inner"));
    Files.writeString(root.resolve("secret"), "x");
    try (ObjectStore inner = store().open(place(root.resolve("inner")), context())) {
      for (String prefix : new String[] {"../", "../secret", "a/../../", "/", "//secret"}) {
        inner.list(prefix, object -> assertThat(object).as(prefix).isNull());
      }
    }
  }

  @Test
  void nothingIsBelowAnObject() {
    ObjectStore objects = opened();
    put(objects, "a", bytes(1));
    assertThatThrownBy(() -> put(objects, "a/b", bytes(1)))
        .isInstanceOfSatisfying(
            EngineException.class,
            refused -> assertThat(refused.kind()).isEqualTo(ErrorKind.CONFLICT));
  }

  @Test
  void theFolderOfUploadsIsNoKey() {
    ObjectStore objects = opened();
    assertThatThrownBy(() -> objects.begin(".dbops-uploads/a")).isInstanceOf(EngineException.class);
  }

  @Test
  void anOffsetBehindTheEndIsInvalid() {
    ObjectStore objects = opened();
    put(objects, "a", bytes(3));
    assertThatThrownBy(() -> objects.open("a", 4))
        .isInstanceOfSatisfying(
            EngineException.class,
            refused -> assertThat(refused.kind()).isEqualTo(ErrorKind.INVALID));
  }
}
