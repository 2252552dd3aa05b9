package io.dbprovision.core.plugin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.assertj.core.api.Assertions.tuple;

import io.dbprovision.spi.EngineException;
import io.dbprovision.spi.EngineName;
import io.dbprovision.spi.ErrorKind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PluginCatalogTest {
  @TempDir Path directory;

  @Test
  void aMissingDirectoryIsAnEmptyCatalogWithAWarning() {
    try (PluginCatalog catalog = load(directory.resolve("absent"), ChecksumMode.OFF)) {
      assertThat(catalog.reports()).isEmpty();
      assertThat(catalog.engines().names()).isEmpty();
      assertThat(catalog.warnings()).singleElement().asString().contains("absent");
    }
  }

  @Test
  void onlyJarsDirectlyInTheDirectoryAreLoaded() throws IOException {
    Files.createDirectories(directory.resolve("deeper.jar"));
    PluginJar.healthy("deep").write(directory.resolve("deeper.jar"), "deep.jar");
    Files.writeString(directory.resolve("read.me"), "x");
    PluginJar.healthy("flat").write(directory, "flat.jar");
    try (PluginCatalog catalog = load(directory, ChecksumMode.OFF)) {
      assertThat(catalog.reports())
          .extracting(PluginReport::file, PluginReport::state)
          .containsExactly(
              tuple("deeper.jar", PluginReport.State.REFUSED),
              tuple("flat.jar", PluginReport.State.LOADED));
      assertThat(catalog.reports().getFirst().reason()).startsWith("it is a folder and no jar");
    }
  }

  @Test
  void aReportTellsAllAboutALoadedPlugin() {
    PluginJar.healthy("good").write(directory, "good.jar");
    try (PluginCatalog catalog = load(directory, ChecksumMode.OFF)) {
      assertThat(catalog.reports())
          .containsExactly(
              new PluginReport(
                  "good.jar",
                  "good",
                  "1.0.0",
                  ">=1.0.0 & <2.0.0",
                  List.of("good"),
                  List.of(),
                  PluginReport.State.LOADED,
                  "",
                  List.of()));
      assertThat(catalog.warnings()).isEmpty();
    }
  }

  @Test
  void aPluginWithoutARangeIsLoadedWithAWarning() {
    PluginJar.healthy("good").manifest("Plugin-Requires", null).write(directory, "good.jar");
    try (PluginCatalog catalog = load(directory, ChecksumMode.OFF)) {
      PluginReport report = catalog.reports().getFirst();
      assertThat(report.state()).isEqualTo(PluginReport.State.LOADED);
      assertThat(report.warnings()).singleElement().asString().contains("no Plugin-Requires");
    }
  }

  @Test
  void aProviderThatThrowsHarmsOnlyItself() {
    PluginJar.named("half")
        .engine(new EngineSource("bad").constructing("throw new IllegalStateException(\"no\");"))
        .engine(new EngineSource("good"))
        .write(directory, "half.jar");
    try (PluginCatalog catalog = load(directory, ChecksumMode.OFF)) {
      assertThat(catalog.engines().names()).containsExactly(new EngineName("good"));
      assertThat(catalog.reports().getFirst().warnings())
          .singleElement()
          .asString()
          .contains("one of its providers is left out");
    }
  }

  @Test
  void theObserverHearsOfEveryJar() throws IOException {
    PluginJar.healthy("good").write(directory, "good.jar");
    Files.writeString(directory.resolve("bad.jar"), "x");
    List<String> heard = new ArrayList<>();
    PluginCatalog.load(settings(directory, ChecksumMode.OFF), new Hearing(heard)).close();
    assertThat(heard).containsExactly("refused bad.jar", "loaded good.jar");
  }

  @Test
  void anUnknownEngineIsUnsupportedAndTellsWhatToDo() {
    PluginJar.healthy("good").write(directory, "good.jar");
    try (PluginCatalog catalog = load(directory, ChecksumMode.OFF)) {
      EngineException failure =
          catchThrowableOfType(
              EngineException.class, () -> catalog.engines().require(new EngineName("oracle")));
      assertThat(failure.kind()).isEqualTo(ErrorKind.UNSUPPORTED);
      assertThat(failure.getMessage())
          .isEqualTo(
              "no plugin serves the engine 'oracle' (there are: good); put its plugin jar into "
                  + directory
                  + " and restart the operator");
    }
  }

  @Test
  void theRightChecksumIsAccepted() throws Exception {
    Path jar = PluginJar.healthy("good").write(directory, "good.jar");
    String sha256 =
        HexFormat.of()
            .formatHex(MessageDigest.getInstance("SHA-256").digest(Files.readAllBytes(jar)));
    Files.writeString(directory.resolve("good.jar.sha256"), sha256 + "  good.jar\n");
    try (PluginCatalog catalog = load(directory, ChecksumMode.ENFORCE)) {
      assertThat(catalog.reports().getFirst().warnings()).isEmpty();
      assertThat(catalog.reports().getFirst().state()).isEqualTo(PluginReport.State.LOADED);
    }
  }

  @Test
  void aWrongOrMissingChecksumIsRefusedOnlyWhenEnforced() throws IOException {
    PluginJar.healthy("wrong").write(directory, "wrong.jar");
    Files.writeString(directory.resolve("wrong.jar.sha256"), "0".repeat(64));
    PluginJar.healthy("without").write(directory, "without.jar");
    assertThat(states(ChecksumMode.ENFORCE))
        .containsExactly(PluginReport.State.REFUSED, PluginReport.State.REFUSED);
    assertThat(states(ChecksumMode.WARN))
        .containsExactly(PluginReport.State.LOADED, PluginReport.State.LOADED);
    try (PluginCatalog catalog = load(directory, ChecksumMode.WARN)) {
      assertThat(catalog.reports().getFirst().warnings().getFirst()).contains("no checksum file");
      assertThat(catalog.reports().getLast().warnings().getFirst())
          .isEqualTo("its SHA-256 is not the one in wrong.jar.sha256");
    }
  }

  private List<PluginReport.State> states(ChecksumMode mode) {
    try (PluginCatalog catalog = load(directory, mode)) {
      return catalog.reports().stream().map(PluginReport::state).toList();
    }
  }

  private static PluginCatalog load(Path directory, ChecksumMode mode) {
    return PluginCatalog.load(settings(directory, mode), PluginObserver.none());
  }

  private static PluginSettings settings(Path directory, ChecksumMode mode) {
    return new PluginSettings(directory, mode, Duration.ofSeconds(20), Deadlines.standard(), 4);
  }

  private record Hearing(List<String> heard) implements PluginObserver {
    @Override
    public void loaded(PluginReport report) {
      heard.add("loaded " + report.file());
    }

    @Override
    public void refused(PluginReport report) {
      heard.add("refused " + report.file());
    }

    @Override
    public void call(
        String pluginId, String operation, Duration took, @Nullable ErrorKind failure) {}
  }
}
