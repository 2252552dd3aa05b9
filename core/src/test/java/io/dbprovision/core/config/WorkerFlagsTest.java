package io.dbprovision.core.config;

import static io.dbprovision.core.config.FlagsFixture.HOME;
import static io.dbprovision.core.config.FlagsFixture.config;
import static io.dbprovision.core.config.FlagsFixture.flags;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;

class WorkerFlagsTest {
  @Test
  void insideAClusterJobsAreTheDefault() {
    Map<String, String> cluster = Map.of("KUBERNETES_SERVICE_HOST", "10.0.0.1");

    assertThat(flags().toConfig(cluster, HOME).worker().mode()).isEqualTo(WorkerMode.JOB);
    assertThat(flags("--worker=process").toConfig(cluster, HOME).worker().mode())
        .isEqualTo(WorkerMode.PROCESS);
    assertThat(config("--worker=job").worker().mode()).isEqualTo(WorkerMode.JOB);
  }

  @Test
  void theFlagNamesToolFoldersElseTheVariable() {
    Map<String, String> variable = Map.of("DBOPS_TOOLS", "/c:/d");

    assertThat(flags("--tools-dir=/a", "--tools-dir=/b").toConfig(variable, HOME).worker())
        .extracting(WorkerSettings::toolFolders)
        .isEqualTo(java.util.List.of(Path.of("/a"), Path.of("/b")));
    assertThat(flags().toConfig(variable, HOME).worker().toolFolders())
        .containsExactly(Path.of("/c"), Path.of("/d"));
  }

  @Test
  void everythingThatIsWrongIsToldAtOnce() {
    assertThatThrownBy(
            () ->
                config(
                    "--worker=thread",
                    "--worker-memory=lots",
                    "--worker-service-account=No_Name",
                    "--max-workers=0",
                    "--max-workers-per-instance=many",
                    "--tools-dir=",
                    "--work-dir=",
                    "--pvc-root="))
        .isInstanceOfSatisfying(
            InvalidConfigException.class,
            e ->
                assertThat(e.problems())
                    .anySatisfy(problem -> assertThat(problem).startsWith("--worker: \"thread\""))
                    .anySatisfy(problem -> assertThat(problem).startsWith("--worker-memory:"))
                    .anySatisfy(
                        problem -> assertThat(problem).startsWith("--worker-service-account:"))
                    .anySatisfy(problem -> assertThat(problem).startsWith("--max-workers must"))
                    .anySatisfy(
                        problem -> assertThat(problem).startsWith("--max-workers-per-instance:"))
                    .anySatisfy(problem -> assertThat(problem).startsWith("--tools-dir:"))
                    .anySatisfy(problem -> assertThat(problem).startsWith("--work-dir:"))
                    .anySatisfy(problem -> assertThat(problem).startsWith("--pvc-root:")));
  }
}
