package io.dbprovision.storage.pvc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.dbprovision.spi.EngineException;
import io.dbprovision.spi.ErrorKind;
import io.dbprovision.spi.ObjectStore;
import io.dbprovision.spi.Upload;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A file system of 4 MiB in memory, which only root can mount. */
class FullVolumeTest {
  @TempDir private Path folder;

  @BeforeEach
  void mount() throws Exception {
    assumeTrue(
        run("mount", "-t", "tmpfs", "-o", "size=4m", "tmpfs", folder.toString()) == 0,
        "a small file system can be mounted");
  }

  @AfterEach
  void unmount() throws Exception {
    run("umount", folder.toString());
  }

  private static int run(String... command) throws IOException, InterruptedException {
    return new ProcessBuilder(command)
        .redirectErrorStream(true)
        .redirectOutput(ProcessBuilder.Redirect.DISCARD)
        .start()
        .waitFor();
  }

  @Test
  void aFullVolumeIsSaidToBeFullAndIsEmptyAgainAfterwards() throws IOException {
    ObjectStore store = new Mount(folder).open();
    try (Upload upload = store.begin("a/large")) {
      Throwable full =
          catchThrowable(
              () -> {
                for (int i = 0; i < 6; i++) {
                  upload.write(ByteBuffer.allocate(1024 * 1024));
                }
              });
      assertThat(full)
          .isInstanceOfSatisfying(
              EngineException.class,
              failure -> assertThat(failure.kind()).isEqualTo(ErrorKind.EXHAUSTED))
          .hasMessageContaining("claim 'backups' is full");
    }
    assertThat(Mount.keys(store)).isEmpty();
    Mount.put(store, "a/small", "there is room");
    assertThat(Mount.text(store, "a/small")).isEqualTo("there is room");
  }
}
