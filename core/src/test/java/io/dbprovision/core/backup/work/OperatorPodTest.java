package io.dbprovision.core.backup.work;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dbprovision.core.api.Fields;
import io.dbprovision.spi.EngineException;
import io.dbprovision.spi.ErrorKind;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What of the operator's own pod comes into a tenant's namespace. */
class OperatorPodTest {
  private static final Path PLUGINS = Path.of("/plugins");

  private static OperatorPod pod(String volumeType, boolean filled) {
    Map<String, Object> mount = Map.of("name", "plugins", "mountPath", "/plugins");
    Map<String, Object> filler =
        Map.of(
            "name",
            "fetch",
            "env",
            List.of(Map.of("name", "TOKEN", "value", "s3cret")),
            "volumeMounts",
            List.of(mount));
    return new OperatorPod(
        Fields.of(
            Map.of(
                "volumes",
                List.of(Map.of("name", "plugins", volumeType, Map.of())),
                "initContainers",
                filled ? List.of(filler) : List.of(),
                "containers",
                List.of(Map.of("name", "manager", "image", "i", "volumeMounts", List.of(mount))))),
        List.of(PLUGINS));
  }

  @Test
  void inItsOwnNamespaceAllComesAlongButForReadingOnly() {
    OperatorPod pod = pod("hostPath", true);

    assertThat(pod.volumes(false)).hasSize(1);
    assertThat(pod.initContainers(false)).hasSize(1);
    assertThat(pod.mounts())
        .containsExactly(Map.of("name", "plugins", "mountPath", "/plugins", "readOnly", true));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"hostPath", "nfs", "csi", "secret", "configMap", "projected", "downwardAPI"})
  void noVolumeOfItsNamespaceOrNodeComesIntoAnother(String type) {
    assertRefused("'plugins'", () -> pod(type, false).volumes(true));
  }

  @ParameterizedTest
  @ValueSource(strings = {"emptyDir", "image"})
  void whatIsOfNoNamespaceDoes(String type) {
    assertThat(pod(type, false).volumes(true)).hasSize(1);
    assertThat(pod(type, false).initContainers(true)).isEmpty();
  }

  @Test
  void anInitContainerWithWhatItsEnvironmentHoldsStaysAtHome() {
    assertRefused("'fetch'", () -> pod("emptyDir", true).initContainers(true));
  }

  private static void assertRefused(String what, Runnable call) {
    assertThatThrownBy(call::run)
        .isInstanceOfSatisfying(
            EngineException.class, e -> assertThat(e.kind()).isEqualTo(ErrorKind.UNSUPPORTED))
        .hasMessageContaining(what)
        .hasMessageContaining("--worker=process")
        .hasMessageNotContaining("s3cret");
  }
}
