package io.dbprovision.distribution;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.dbprovision.core.schema.ComposedCrd;
import io.dbprovision.core.schema.CrdComposer;
import io.dbprovision.core.schema.SchemaBundle;
import io.dbprovision.core.schema.SchemaReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The assembled folder, as a user gets it. */
class AssembledIT {
  private static final Path HOME = Repo.home();

  @Test
  void theShippedBaseAndPluginComposeToTheCheckedInCrds() throws IOException {
    List<SchemaBundle> plugins =
        files("plugins").map(SchemaReader::jar).flatMap(Optional::stream).toList();
    assertThat(plugins).isNotEmpty();

    for (ComposedCrd crd :
        CrdComposer.compose(
            SchemaReader.permanentBase(HOME.resolve("lib/crds")).withPlugins(plugins))) {
      Path checkedIn = Repo.root().resolve("distribution/config/crd/" + crd.name() + ".yaml");
      assertThat(Files.readString(checkedIn)).endsWith(crd.yaml());
    }
  }

  @Test
  void thePluginIsNotOnTheOperatorsOwnClassPath() throws IOException {
    assertThat(files("lib").map(path -> String.valueOf(path.getFileName())))
        .anyMatch(name -> name.startsWith("dbops-core-"))
        .noneMatch(name -> name.contains("postgres") || name.contains("Hikari"));
  }

  @Test
  void allFilesBearTheTimeOfTheBuildAndNotOfTheClock() throws IOException {
    try (Stream<Path> paths = Files.walk(HOME)) {
      for (Path path : paths.filter(Files::isRegularFile).toList()) {
        assertThat(Files.getLastModifiedTime(path))
            .as(path.toString())
            .isEqualTo(FileTime.from(Instant.parse("2026-01-01T00:00:00Z")));
      }
    }
  }

  @Test
  void theShippedPluginIsLoaded() throws Exception {
    assertThat(dbops("plugins")).contains("postgres").doesNotContain("refused");
  }

  @Test
  void theArchiveOfClassesIsUsed() throws Exception {
    assumeTrue(Files.exists(HOME.resolve("lib/dbops.jsa")), "built with -Ddbops.cds.skip");

    assertThat(dbops("crds --offline", "-Xshare:on -Xlog:class+load"))
        .contains("io.dbprovision.core.Main source: shared objects file");
  }

  @Test
  void whatItPrintsAreTheCheckedInCrdsAndNothingElse() throws Exception {
    StringBuilder expected = new StringBuilder();
    for (ComposedCrd crd : CrdComposer.compose(GeneratedFiles.inputs(Repo.root()))) {
      expected.append("---\n").append(crd.yaml());
    }
    assertThat(dbops("crds --offline")).isEqualTo(expected.toString());
  }

  private static String dbops(String command) throws Exception {
    return dbops(command, "");
  }

  private static String dbops(String command, String jvmOptions) throws Exception {
    List<String> call = new ArrayList<>(List.of(HOME.resolve("bin/dbops").toString()));
    call.addAll(List.of(command.split(" ", -1)));
    ProcessBuilder builder =
        new ProcessBuilder(call).redirectError(ProcessBuilder.Redirect.INHERIT);
    builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
    builder.environment().put("DBOPS_JAVA_OPTS", jvmOptions);
    Process process = builder.start();
    String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).isZero();
    return out;
  }

  private static Stream<Path> files(String folder) throws IOException {
    try (Stream<Path> paths = Files.list(HOME.resolve(folder))) {
      return paths.filter(path -> path.toString().endsWith(".jar")).sorted().toList().stream();
    }
  }
}
