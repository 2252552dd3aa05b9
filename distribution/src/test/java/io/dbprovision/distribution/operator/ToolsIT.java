package io.dbprovision.distribution.operator;

import static org.assertj.core.api.Assertions.assertThat;

import io.dbprovision.distribution.DevClusterExtension;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** The commands beside the operator, against the same servers. */
@ExtendWith({DevClusterExtension.class, SceneExtension.class})
class ToolsIT {
  private final Scene scene;
  @TempDir Path folder;

  ToolsIT(Scene scene) {
    this.scene = scene;
  }

  @Test
  void theDoctorFindsNothingWrong() {
    assertThat(scene.operator().dbops(Map.of(), "doctor"))
        .contains("plugin postgres", "API server", "CRDs", "permissions")
        .endsWith("exit code 0");
  }

  @Test
  void theDoctorSaysWhatIsMissing() {
    assertThat(scene.operator().dbops(Map.of(), "doctor", "--plugins-dir=" + folder))
        .contains("none in " + folder, "put an engine's jar there")
        .endsWith("exit code 1");
    assertThat(scene.operator().dbops(Map.of("KUBECONFIG", folder + "/none"), "doctor"))
        .contains("API server", folder + "/none", "cannot be read")
        .endsWith("exit code 1");
  }

  @Test
  void aPlanShowsWhatWouldBeMadeAndMakesNothing() throws IOException {
    String name = scene.name("planned_db");
    Path manifest = file(Manifests.database("planned", name));

    assertThat(plan(manifest, scene.server().admin().password()))
        .contains("Database planned: ", name)
        .endsWith("exit code 1");
    assertThat(scene.server().hasDatabase(name)).isFalse();

    scene.instance();
    scene.kubectl().apply(Manifests.database("planned", name));
    scene.kubectl().awaitReady("database/planned");
    assertThat(plan(manifest, scene.server().admin().password()))
        .contains("Database planned: in sync")
        .endsWith("exit code 0");
  }

  @Test
  void aPlanThatCannotBeMadeSaysWhyWithoutTheFilesText() throws IOException {
    Path text = file("password: 'a-secret-text");

    assertThat(plan(text, scene.server().admin().password()))
        .contains("error: ", text.toString())
        .doesNotContain("a-secret-text", "Exception")
        .endsWith("exit code 1");
    assertThat(plan(file(Manifests.database("a", "b")), "wrong-password"))
        .contains("refused the password")
        .doesNotContain("wrong-password")
        .endsWith("exit code 1");
  }

  private Path file(String yaml) throws IOException {
    return Files.writeString(folder.resolve("manifest.yaml"), yaml);
  }

  private String plan(Path manifest, String password) {
    return scene
        .operator()
        .dbops(
            Map.of("DBOPS_PASSWORD", password),
            "plan",
            "-f",
            manifest.toString(),
            "--engine=postgres",
            "--host=" + scene.server().host(),
            "--port=" + scene.server().port(),
            "--username=" + scene.server().admin().username());
  }
}
