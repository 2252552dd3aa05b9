package io.dbprovision.storage.s3;

import static org.assertj.core.api.Assertions.assertThat;

import io.dbprovision.spi.ObjectStore;
import io.dbprovision.testservers.S3Server;
import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** kill -9 in the middle of an upload. */
class KilledWriterTest {
  @Test
  void whatAKilledProcessLeavesIsHiddenAndIsFoundAsAbandoned() throws Exception {
    S3Server server = Servers.plain();
    String key = "killed/" + UUID.randomUUID();
    Process writer =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                Writer.class.getName(),
                server.endpoint().toString(),
                server.region(),
                key)
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    try (BufferedWriter input = writer.outputWriter(StandardCharsets.UTF_8);
        BufferedReader lines = writer.inputReader(StandardCharsets.UTF_8)) {
      input.write(server.accessKey() + "\n" + server.secretKey() + "\n");
      input.flush();
      for (int i = 0; i < 3; i++) {
        assertThat(lines.readLine()).isEqualTo("more");
      }
    } finally {
      writer.destroyForcibly().waitFor();
    }
    try (ObjectStore store = Servers.open(server, Map.of())) {
      assertThat(store.stat(key)).isEmpty();
      assertThat(Servers.keys(store, "killed/")).isEmpty();
      assertThat(store.abandon("killed/", Instant.now().plusSeconds(3600), other -> false))
          .as("of keys that are others'")
          .isZero();
      assertThat(store.abandon("killed/", Instant.now().plusSeconds(3600))).isEqualTo(1);
      assertThat(store.abandon("killed/", Instant.now().plusSeconds(3600))).isZero();
    }
  }
}
