package io.dbprovision.storage.pvc;

import static org.assertj.core.api.Assertions.assertThat;

import io.dbprovision.spi.ObjectStore;
import io.dbprovision.spi.StoredObject;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** kill -9 at any point leaves whole objects, and nothing else that is to be seen. */
class KilledWriterTest {
  @TempDir private Path folder;

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 17, 33, 50, 101})
  void whatAKilledProcessLeavesIsWholeOrHidden(int linesBeforeTheKill) throws Exception {
    Process writer =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                Writer.class.getName(),
                folder.toString())
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    try (BufferedReader lines = writer.inputReader(StandardCharsets.UTF_8)) {
      for (int i = 0; i < linesBeforeTheKill; i++) {
        assertThat(lines.readLine()).isNotNull();
      }
      writer.destroyForcibly().waitFor();
    }
    ObjectStore store = new Mount(folder).open();
    List<StoredObject> found = new ArrayList<>();
    store.list("", found::add);
    assertThat(found).hasSizeGreaterThanOrEqualTo((linesBeforeTheKill - 1) / 3);
    for (StoredObject object : found) {
      assertThat(object.size()).isEqualTo(Writer.SIZE);
      byte expected = (byte) Integer.parseInt(object.key().substring("a/".length()));
      try (InputStream in = store.open(object.key(), 0)) {
        assertThat(in.readAllBytes()).containsOnly(expected);
      }
    }
    assertThat(store.abandon("a/", Instant.now().plusSeconds(60))).isLessThanOrEqualTo(1);
    assertThat(files(folder.resolve(Uploads.FOLDER))).isEmpty();
    assertThat(Mount.keys(store)).hasSize(found.size());
  }

  private static List<Path> files(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.toList();
    }
  }
}
