package io.dbprovision.core.backup.stream;

import static io.dbprovision.core.backup.stream.Scene.HEADER;
import static io.dbprovision.core.backup.stream.Scene.KEY;
import static io.dbprovision.core.backup.stream.Scene.PATH;
import static io.dbprovision.core.backup.stream.Scene.SEGMENT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dbprovision.spi.ContentSummary;
import io.dbprovision.spi.EngineException;
import io.dbprovision.spi.ErrorKind;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class RoundTripTest {
  private final Scene scene = new Scene();

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void everySizeAroundTheBordersOfSegmentsAndPartsComesBack(boolean encrypted) throws IOException {
    EncryptionKey key = encrypted ? KEY : null;
    List<Integer> sizes = new ArrayList<>(List.of(0, 1, 100));
    for (int segments = 1; segments <= 7; segments++) {
      sizes.addAll(List.of(segments * SEGMENT - 1, segments * SEGMENT, segments * SEGMENT + 1));
    }
    for (int size : sizes) {
      String path = PATH + size;
      byte[] dump = Scene.noise(size);
      Manifest manifest = scene.write(path, dump, Scene.options(Compression.NONE, key));
      int segments = Math.max(1, (size + SEGMENT - 1) / SEGMENT);
      assertThat(manifest.segments()).as("segments of %s bytes", size).isEqualTo(segments);
      assertThat(manifest.parts()).as("parts of %s bytes", size).hasSize((segments + 2) / 3);
      assertThat(scene.gives(path, key, dump)).as("the dump of %s bytes", size).isTrue();
      assertThat(scene.archive.verify(path, key, StreamProgress.NONE)).isEqualTo(manifest);
    }
  }

  @ParameterizedTest
  @EnumSource
  void everyCompressionAndLevelComesBack(Compression compression) throws IOException {
    byte[] dump = Scene.dump(9 * SEGMENT + 17);
    for (int level = 1; level <= 9; level++) {
      String path = PATH + level;
      scene.write(path, dump, new StreamOptions(compression, level, KEY));
      assertThat(scene.gives(path, KEY, dump)).as("level %s", level).isTrue();
    }
  }

  @ParameterizedTest
  @EnumSource
  void anyPiecesTheDumpComesInGiveTheSameDump(Compression compression) throws IOException {
    Random random = new Random(3);
    byte[] dump = Scene.dump(5 * SEGMENT + 1);
    InputStream pieces =
        new ByteArrayInputStream(dump) {
          @Override
          public int read(byte[] into, int offset, int length) {
            return super.read(into, offset, 1 + random.nextInt(length));
          }
        };
    try (BackupUpload upload = scene.archive.begin(PATH, HEADER, Scene.options(compression, KEY))) {
      upload.copy(pieces, StreamProgress.NONE);
      upload.commit(Scene.SUMMARY);
    }
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (InputStream in = scene.archive.open(PATH, KEY, StreamProgress.NONE)) {
      byte[] buffer = new byte[1000];
      for (int n = in.read(buffer, 0, 1 + random.nextInt(999));
          n >= 0;
          n = in.read(buffer, 0, 1 + random.nextInt(999))) {
        out.write(buffer, 0, n);
      }
      assertThat(in.read()).as("after the end").isEqualTo(-1);
    }
    assertThat(out.toByteArray()).isEqualTo(dump);
  }

  @Test
  void theChecksumIsThatOfAllPartsOneAfterTheOther() {
    Manifest manifest =
        scene.write(PATH, Scene.noise(7 * SEGMENT), Scene.options(Compression.NONE, KEY));
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    for (int number = 1; number <= manifest.parts().size(); number++) {
      all.writeBytes(scene.bucket.get(ObjectNames.part(PATH, number)).orElseThrow());
    }
    assertThat(manifest.checksum())
        .isEqualTo(
            "sha256:"
                + io.dbprovision.core.digest.Sha256.hex(
                    io.dbprovision.core.digest.Sha256.digest().digest(all.toByteArray())));
    assertThat(manifest.storedBytes()).isEqualTo(all.size());
    assertThat(manifest.parts()).hasSize(3);
  }

  @Test
  void whatAnEncryptedBackupHoldsIsNotToBeReadWithoutItsKey() {
    scene.write(PATH, Scene.dump(100), Scene.options(Compression.NONE, KEY));
    Manifest open = scene.archive.manifest(PATH).orElseThrow();
    assertThat(open.summary().contents()).isEqualTo(ContentSummary.unknown());
    assertThat(open.header()).isEqualTo(HEADER);
    assertThat(scene.archive.verify(PATH, KEY, StreamProgress.NONE).summary())
        .isEqualTo(Scene.SUMMARY);
    scene
        .bucket
        .contents()
        .forEach(
            (name, bytes) ->
                assertThat(new String(bytes, java.nio.charset.StandardCharsets.ISO_8859_1))
                    .as(name)
                    .doesNotContain("orders"));
  }

  @Test
  void whatAPlainBackupHoldsIsInItsManifest() {
    scene.write(PATH, Scene.dump(100), Scene.options(Compression.NONE, null));
    assertThat(scene.archive.verify(PATH, null, StreamProgress.NONE).summary())
        .isEqualTo(Scene.SUMMARY);
    assertThat(scene.archive.manifest(PATH).orElseThrow().summary().tool())
        .isEqualTo(Scene.SUMMARY.tool());
  }

  @Test
  void anEncryptedBackupIsRefusedWithoutItsKeyAndWithAnother() {
    scene.write(PATH, Scene.dump(100), Scene.options(Compression.NONE, KEY));
    assertThatThrownBy(() -> scene.read(PATH, null)).hasMessageContaining("give the key");
    assertThatThrownBy(() -> scene.read(PATH, Scene.key(2)))
        .hasMessageContaining(KEY.id())
        .hasMessageContaining(Scene.key(2).id());
  }

  @Test
  void aPlainBackupInPlaceOfAnEncryptedOneIsRefused() {
    scene.write(PATH, Scene.dump(100), Scene.options(Compression.NONE, null));
    assertThatThrownBy(() -> scene.archive.verify(PATH, KEY, StreamProgress.NONE))
        .hasMessageContaining("is not encrypted although a key is given");
  }

  @Test
  void aPathThatIsTakenIsAConflict() {
    scene.write(PATH, Scene.dump(100), Scene.options(Compression.NONE, KEY));
    assertThatThrownBy(
            () -> scene.archive.begin(PATH, HEADER, Scene.options(Compression.NONE, KEY)))
        .isInstanceOfSatisfying(
            EngineException.class, e -> assertThat(e.kind()).isEqualTo(ErrorKind.CONFLICT));
  }

  @Test
  void ofTwoAtOnePathTheSlowerOneFailsAndLeavesTheOtherAlone() throws IOException {
    byte[] dump = Scene.dump(5 * SEGMENT);
    StreamOptions options = Scene.options(Compression.NONE, KEY);
    try (BackupUpload slow = scene.archive.begin(PATH, HEADER, options)) {
      scene.write(PATH, dump, options);
      assertThatThrownBy(
              () ->
                  slow.copy(
                      new ByteArrayInputStream(Scene.noise(SEGMENT * 9)), StreamProgress.NONE))
          .isInstanceOfSatisfying(
              EngineException.class, e -> assertThat(e.kind()).isEqualTo(ErrorKind.CONFLICT));
    }
    assertThat(scene.gives(PATH, KEY, dump)).isTrue();
  }

  @Test
  void progressGrowsToWhatTheManifestSays() {
    List<Long> plain = new ArrayList<>();
    List<Long> stored = new ArrayList<>();
    Manifest manifest;
    try (BackupUpload upload =
        scene.archive.begin(PATH, HEADER, Scene.options(Compression.NONE, KEY))) {
      upload.copy(
          new ByteArrayInputStream(Scene.noise(5 * SEGMENT)),
          (plainBytes, storedBytes) -> {
            plain.add(plainBytes);
            stored.add(storedBytes);
          });
      manifest = upload.commit(Scene.SUMMARY);
    }
    assertThat(plain).isSorted().last().isEqualTo(manifest.plainBytes());
    assertThat(stored).isSorted().last().isEqualTo(manifest.storedBytes());
  }

  @Test
  void anUploadIsCommittedOnceAndOnlyWhenItWasCopied() {
    try (BackupUpload upload =
        scene.archive.begin(PATH, HEADER, Scene.options(Compression.NONE, KEY))) {
      assertThatThrownBy(() -> upload.commit(Scene.SUMMARY))
          .isInstanceOf(IllegalStateException.class);
    }
    assertThat(scene.bucket.contents()).isEmpty();
  }

  @Test
  void aBackupIsDeletedWithEverythingItHasAndNothingElse() {
    StreamOptions options = Scene.options(Compression.NONE, KEY);
    scene.write(PATH, Scene.noise(9 * SEGMENT), options);
    scene.write(PATH + "2", Scene.noise(9 * SEGMENT), options);
    scene.archive.delete(PATH);
    scene.archive.delete(PATH);
    assertThat(scene.bucket.contents().keySet()).allMatch(key -> key.startsWith(PATH + "2"));
    assertThat(scene.archive.manifest(PATH)).isEmpty();
    scene.archive.verify(PATH + "2", KEY, StreamProgress.NONE);
    scene.archive.delete(PATH + "2");
    assertThat(scene.bucket.contents()).isEmpty();
  }

  @Test
  void damagedCompressedDataOfAWriterIsFoundByTheReader() throws IOException {
    for (Compression compression : List.of(Compression.GZIP, Compression.ZSTD, Compression.LZ4)) {
      ByteArrayOutputStream out = new ByteArrayOutputStream();
      try (OutputStream encoder = compression.encoder(out, 1)) {
        encoder.write(Scene.dump(3 * SEGMENT));
      }
      byte[] cut = java.util.Arrays.copyOf(out.toByteArray(), out.size() - 9);
      assertThatThrownBy(
              () ->
                  PlainStream.over(
                          new ByteArrayInputStream(cut),
                          compression,
                          PlainStream.ANY_LENGTH,
                          new Complaint("x"),
                          plain -> {})
                      .readAllBytes())
          .as("cut %s", compression)
          .isInstanceOf(EngineException.class);
    }
  }
}
