package io.dbprovision.core.kube;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ClusterAccessTest {
  @TempDir Path home;

  @Test
  void aReadableKubeconfigIsEnough() throws IOException {
    Path file = Files.createFile(home.resolve("mine"));

    assertThat(whyNone("/nowhere:" + file)).isEmpty();
  }

  @Test
  void aVariableThatNamesNothingIsToldEvenWhenThereIsAStandardFile() throws IOException {
    standardFile();

    assertThat(whyNone("/nowhere")).hasValueSatisfying(why -> assertThat(why).contains("/nowhere"));
  }

  @Test
  void theStandardFileOrTheTokenOfAPodIsEnough() throws IOException {
    assertThat(whyNone(""))
        .hasValueSatisfying(
            why -> assertThat(why).contains("KUBECONFIG", home + "/.kube/config", "no pod"));

    Path token = Files.createFile(home.resolve("token"));
    assertThat(ClusterAccess.whyNone(Map.of("HOME", home.toString()), token)).isEmpty();

    standardFile();
    assertThat(whyNone("")).isEmpty();
  }

  private void standardFile() throws IOException {
    Files.createFile(Files.createDirectory(home.resolve(".kube")).resolve("config"));
  }

  private Optional<String> whyNone(String variable) {
    return ClusterAccess.whyNone(
        Map.of("HOME", home.toString(), "KUBECONFIG", variable), home.resolve("no-token"));
  }
}
