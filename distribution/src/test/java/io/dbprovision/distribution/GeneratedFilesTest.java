package io.dbprovision.distribution;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class GeneratedFilesTest {
  @Test
  void checkedInCrdsAndReferencePagesAreWhatTheSourcesGive() throws IOException {
    Path repo = Repo.root();
    if (Boolean.getBoolean("dbops.crds.write")) {
      GeneratedFiles.write(repo);
    }
    for (Map.Entry<String, String> file : GeneratedFiles.of(repo).entrySet()) {
      Path path = repo.resolve(file.getKey());
      assertThat(Files.exists(path) ? Files.readString(path) : "no such file")
          .as(file.getKey() + " is out of date: run `make crds` and commit the result")
          .isEqualTo(file.getValue());
    }
  }

  @Test
  void theChartHoldsNoCopyOfWhatIsNotThereAnyMore() throws IOException {
    Path repo = Repo.root();
    try (Stream<Path> files = Files.walk(repo.resolve(ChartFiles.CHART + "files"))) {
      assertThat(files.filter(Files::isRegularFile).map(repo::relativize).map(Path::toString))
          .isSubsetOf(GeneratedFiles.of(repo).keySet());
    }
  }

  @Test
  void theKustomizationOfTheCrdsListsThemAll() throws IOException {
    Path folder = Repo.root().resolve("distribution/config/crd");
    String kustomization = Files.readString(folder.resolve("kustomization.yaml"));

    for (String file : GeneratedFiles.of(Repo.root()).keySet()) {
      if (file.startsWith("distribution/config/crd/")) {
        assertThat(kustomization).contains("- " + Path.of(file).getFileName() + "\n");
      }
    }
  }
}
