package io.dbprovision.core.kube;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ClusterAccessTest {
  private static final String USABLE =
      """
      apiVersion: v1
      kind: Config
      clusters: [{name: here, cluster: {server: "https://127.0.0.1:6443"}}]
      contexts: [{name: here, context: {cluster: here, user: me}}]
      users: [{name: me, user: {token: x}}]
      current-context: here
      """;

  @TempDir Path home;

  @Test
  void aReadableKubeconfigIsEnough() throws IOException {
    Path file = Files.writeString(home.resolve("mine"), USABLE);

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

  @Test
  void aKubeconfigThatLeadsNowhereIsToldWithItsName() throws IOException {
    Path empty = Files.writeString(home.resolve("empty"), "apiVersion: v1\nkind: Config\n");
    Path undecided =
        Files.writeString(
            home.resolve("undecided"), USABLE.replaceAll("current-context: .*\n", ""));

    assertThat(whyNone(empty.toString()))
        .contains(
            "KUBECONFIG names %s, which has no cluster in it: choose another file"
                .formatted(empty));
    assertThat(whyNone(undecided.toString()))
        .hasValueSatisfying(
            why -> assertThat(why).contains("no current-context", "kubectl config use-context"));
    assertThat(whyNone(empty + ":" + Files.writeString(home.resolve("good"), USABLE))).isEmpty();
    assertThat(ClusterAccess.whyUseless("--kubeconfig", List.of(empty)))
        .hasValueSatisfying(why -> assertThat(why).startsWith("--kubeconfig names " + empty));
    assertThat(whyNone(Files.writeString(home.resolve("broken"), "a: [").toString())).isEmpty();
  }

  private void standardFile() throws IOException {
    Files.writeString(Files.createDirectory(home.resolve(".kube")).resolve("config"), USABLE);
  }

  private Optional<String> whyNone(String variable) {
    return ClusterAccess.whyNone(
        Map.of("HOME", home.toString(), "KUBECONFIG", variable), home.resolve("no-token"));
  }
}
