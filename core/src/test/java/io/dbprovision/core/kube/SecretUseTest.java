package io.dbprovision.core.kube;

import static org.assertj.core.api.Assertions.assertThat;

import io.dbprovision.core.api.Fields;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SecretUseTest {
  private static final Map<String, Object> VARIABLE =
      Map.of("name", "PGUSER", "valueFrom", Map.of("secretKeyRef", Map.of("name", "login")));

  @Test
  void aVariableOfAContainerCounts() {
    assertThat(uses(Map.of("containers", List.of(Map.of("env", List.of(VARIABLE)))))).isTrue();
  }

  @Test
  void aVariableOfAnInitContainerCounts() {
    assertThat(uses(Map.of("initContainers", List.of(Map.of("env", List.of(VARIABLE)))))).isTrue();
  }

  @Test
  void allKeysAsVariablesCount() {
    Map<String, Object> source = Map.of("secretRef", Map.of("name", "login"));
    assertThat(uses(Map.of("containers", List.of(Map.of("envFrom", List.of(source)))))).isTrue();
  }

  @Test
  void aVolumeCounts() {
    Map<String, Object> volume = Map.of("secret", Map.of("secretName", "login"));
    assertThat(uses(Map.of("volumes", List.of(volume)))).isTrue();
  }

  @Test
  void aProjectedVolumeCounts() {
    Map<String, Object> sources =
        Map.of(
            "sources",
            List.of(
                Map.of("configMap", Map.of("name", "login")),
                Map.of("secret", Map.of("name", "login"))));
    assertThat(uses(Map.of("volumes", List.of(Map.of("projected", sources))))).isTrue();
  }

  @Test
  void nothingElseOfThatNameCounts() {
    assertThat(
            uses(
                Map.of(
                    "containers",
                    List.of(
                        Map.of(
                            "name",
                            "login",
                            "env",
                            List.of(
                                Map.of(
                                    "valueFrom",
                                    Map.of("configMapKeyRef", Map.of("name", "login")))))),
                    "volumes",
                    List.of(
                        Map.of("name", "login", "configMap", Map.of("name", "login")),
                        Map.of("secret", Map.of("secretName", "login-2"))))))
        .isFalse();
  }

  private static boolean uses(Map<String, Object> pod) {
    return SecretUse.of(Fields.of(pod), "login");
  }
}
