package io.dbprovision.core.backup.stream;

import static io.dbprovision.core.backup.stream.Scene.HEADER;
import static io.dbprovision.core.backup.stream.Scene.KEY;
import static io.dbprovision.core.backup.stream.Scene.SEGMENT;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Another program, in another language, reads what this one writes. */
class IndependentReaderTest {
  private static final Path CORE =
      Path.of(System.getProperty("dbops.repo", "..")).resolve("core").toAbsolutePath();
  private static final Path SCRIPT = CORE.resolve("src/test/python/read_backup.py");
  private static final int MOST_LINES = 100;

  private static Path python = Path.of("python3");

  private final Scene scene = new Scene();

  @TempDir private Path folder = Path.of("");

  @BeforeAll
  static void python() throws Exception {
    python = Python.with(CORE.resolve("target/python"), "cryptography", "zstandard", "lz4");
  }

  @Test
  void theReaderHasLessThanAHundredLines() throws IOException {
    assertThat(Files.readAllLines(SCRIPT)).hasSizeLessThan(MOST_LINES);
  }

  @ParameterizedTest
  @EnumSource
  void itReadsEncryptedBackupsOfEveryCompression(Compression compression) throws Exception {
    reads(compression, KEY, Scene.dump(9 * SEGMENT + 17));
    reads(compression, KEY, Scene.noise(0));
  }

  @ParameterizedTest
  @EnumSource
  void itReadsPlainBackupsOfEveryCompression(Compression compression) throws Exception {
    reads(compression, null, Scene.dump(9 * SEGMENT + 17));
    reads(compression, null, Scene.noise(3 * SEGMENT));
  }

  @Test
  void itReadsABackupWhoseKeyWasWrappedAnew() throws Exception {
    byte[] dump = Scene.dump(1000);
    scene.write("a", dump, Scene.options(Compression.ZSTD, KEY));
    scene.archive.rewrap("a", List.of(KEY), Scene.key(2));
    scene.archive.retireOthers("a", Scene.key(2));
    assertThat(run(Scene.key(2))).isZero();
    assertThat(Files.readAllBytes(folder.resolve("dump"))).isEqualTo(dump);
    assertThat(run(KEY)).as("with the old key").isNotZero();
  }

  @Test
  void itRefusesWhatWasChanged() throws Exception {
    scene.write("a", HEADER, Scene.noise(5 * SEGMENT), Scene.options(Compression.NONE, KEY));
    Map<String, byte[]> original = scene.bucket.contents();
    for (Map.Entry<String, byte[]> object : original.entrySet()) {
      byte[] changed = object.getValue().clone();
      changed[changed.length / 2] ^= 1;
      scene.becomes(original);
      scene.bucket.put(object.getKey(), changed, scene.clock.instant());
      assertThat(run(KEY)).as("a bit of %s", object.getKey()).isNotZero();
    }
  }

  private void reads(Compression compression, @Nullable EncryptionKey key, byte[] dump)
      throws Exception {
    scene.becomes(Map.of());
    scene.write("a", dump, Scene.options(compression, key));
    assertThat(run(key)).as("exit status; %s", error()).isZero();
    assertThat(Files.readAllBytes(folder.resolve("dump"))).isEqualTo(dump);
  }

  private String error() throws IOException {
    return Files.readString(folder.resolve("error"));
  }

  private int run(@Nullable EncryptionKey key) throws Exception {
    for (Map.Entry<String, byte[]> object : scene.bucket.contents().entrySet()) {
      Files.write(folder.resolve(object.getKey()), object.getValue());
    }
    List<String> command =
        new ArrayList<>(
            List.of(python.toString(), SCRIPT.toString(), folder.resolve("a").toString()));
    if (key != null) {
      Path keyFile = folder.resolve("user-key");
      Files.write(keyFile, key.reveal());
      command.add(keyFile.toString());
    }
    return new ProcessBuilder(command)
        .redirectOutput(folder.resolve("dump").toFile())
        .redirectError(folder.resolve("error").toFile())
        .start()
        .waitFor();
  }
}
