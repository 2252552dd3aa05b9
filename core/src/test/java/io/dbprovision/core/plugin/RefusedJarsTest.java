package io.dbprovision.core.plugin;

import static org.assertj.core.api.Assertions.assertThat;

import io.dbprovision.spi.EngineName;
import io.dbprovision.spi.Kind;
import io.dbprovision.spi.Section;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Every way a jar can be broken: it is refused with a reason, and a healthy one beside it works.
 */
class RefusedJarsTest {
  @TempDir Path directory;
  private Duration loadDeadline = Duration.ofSeconds(20);

  @Test
  void aFileThatIsNoJarIsRefused() throws IOException {
    Files.writeString(directory.resolve("broken.jar"), "not a jar");
    assertThat(refusal("broken.jar").reason()).contains("cannot be read as a jar");
  }

  @Test
  void aTruncatedJarIsRefused() throws IOException {
    Path file = PluginJar.healthy("broken").write(directory, "broken.jar");
    byte[] whole = Files.readAllBytes(file);
    Files.write(file, Arrays.copyOf(whole, whole.length / 2));
    assertThat(refusal("broken.jar").reason()).contains("cannot be read as a jar");
  }

  @Test
  void anEmptyFileIsRefused() throws IOException {
    Files.createFile(directory.resolve("broken.jar"));
    assertThat(refusal("broken.jar").reason()).contains("cannot be read as a jar");
  }

  @Test
  void aJarWithoutManifestIsRefused() {
    new PluginJar().entry("x.txt", new byte[0]).write(directory, "broken.jar");
    assertThat(refusal("broken.jar").reason()).contains("no META-INF/MANIFEST.MF");
  }

  @Test
  void aJarWithoutPluginIdIsRefused() {
    PluginJar.healthy("broken").manifest("Plugin-Id", null).write(directory, "broken.jar");
    assertThat(refusal("broken.jar").reason()).contains("no Plugin-Id");
  }

  @Test
  void aBadPluginIdIsRefused() {
    PluginJar.healthy("broken").manifest("Plugin-Id", "My Plugin").write(directory, "broken.jar");
    assertThat(refusal("broken.jar").reason()).contains("'My Plugin'").contains("[a-z0-9]");
  }

  @Test
  void anUnparsableRangeIsRefused() {
    PluginJar.healthy("broken")
        .manifest("Plugin-Requires", "soon & maybe")
        .write(directory, "broken.jar");
    assertThat(refusal("broken.jar").reason())
        .contains("Plugin-Requires 'soon & maybe' is not a version range");
  }

  @Test
  void aRangeWithoutTheRunningSpiIsRefusedNamingBoth() {
    PluginJar.healthy("broken")
        .manifest("Plugin-Requires", ">=7.0.0 & <8.0.0")
        .write(directory, "broken.jar");
    PluginReport report = refusal("broken.jar");
    assertThat(report.reason())
        .isEqualTo(
            "it requires SPI version >=7.0.0 & <8.0.0, and this operator has "
                + Versions.running().spi());
    assertThat(report.spiRange()).isEqualTo(">=7.0.0 & <8.0.0");
    assertThat(report.id()).isEqualTo("broken");
  }

  @Test
  void theSecondOfTwoJarsWithOneIdIsRefusedNamingBoth() {
    PluginJar.healthy("twin").write(directory, "a.jar");
    PluginJar.healthy("twin").write(directory, "b.jar");
    assertThat(refusal("b.jar").reason()).contains("'twin'").contains("a.jar").contains("b.jar");
    assertThat(report(load(), "a.jar").state()).isEqualTo(PluginReport.State.LOADED);
  }

  @Test
  void aClassFileThatIsTooNewIsRefused() {
    EngineSource source = new EngineSource("broken");
    byte[] newer = PluginJar.named("x").engine(source).compiled("test/broken/TheEngine.class");
    newer[7] = 99;
    PluginJar.named("broken")
        .entry("test/broken/TheEngine.class", newer)
        .provider(source.className())
        .write(directory, "broken.jar");
    assertThat(refusal("broken.jar").reason()).contains("compiled for a newer Java");
  }

  @Test
  void aThrowingConstructorIsRefused() {
    PluginJar.named("broken")
        .engine(
            new EngineSource("broken")
                .constructing("throw new IllegalStateException(\"no licence\");"))
        .write(directory, "broken.jar");
    assertThat(refusal("broken.jar").reason())
        .contains("IllegalStateException")
        .contains("no licence");
  }

  @Test
  void aThrowingStaticInitialiserIsRefused() {
    PluginJar.named("broken")
        .engine(new EngineSource("broken").having("static int x = Integer.parseInt(\"x\");"))
        .write(directory, "broken.jar");
    assertThat(refusal("broken.jar").reason()).contains("NumberFormatException");
  }

  @Test
  void aMissingClassIsRefused() {
    Map<String, byte[]> classes =
        PluginJar.named("x")
            .source("test.gone.Gone", "package test.gone; public class Gone {}")
            .engine(new EngineSource("broken").constructing("new test.gone.Gone();"))
            .compiled();
    PluginJar broken = PluginJar.named("broken").provider("test.broken.TheEngine");
    classes.forEach(
        (path, bytes) -> {
          if (!path.contains("gone")) {
            broken.entry(path, bytes);
          }
        });
    broken.write(directory, "broken.jar");
    assertThat(refusal("broken.jar").reason()).contains("missing").contains("test/gone/Gone");
  }

  @Test
  void aMangledClassFileIsRefused() {
    PluginJar.named("broken")
        .entry("test/broken/TheEngine.class", "mangled".getBytes(StandardCharsets.UTF_8))
        .provider("test.broken.TheEngine")
        .write(directory, "broken.jar");
    assertThat(refusal("broken.jar").reason()).contains("does not link").contains("ClassFormat");
  }

  @Test
  void aJarWithoutProviderIsRefused() {
    PluginJar.named("broken").write(directory, "broken.jar");
    assertThat(refusal("broken.jar").reason())
        .contains("no provider in META-INF/services/io.dbprovision.spi.Engine");
  }

  @Test
  void aProviderThatIsNoEngineIsRefused() {
    PluginJar.named("broken")
        .source("test.broken.Other", "package test.broken; public class Other {}")
        .provider("test.broken.Other")
        .write(directory, "broken.jar");
    assertThat(refusal("broken.jar").reason()).contains("not a subtype");
  }

  @Test
  void anEngineNameServedAlreadyIsRefusedNamingTheFirst() {
    PluginJar.healthy("same").write(directory, "a.jar");
    PluginJar.healthy("same").manifest("Plugin-Id", "other").write(directory, "b.jar");
    assertThat(refusal("b.jar").reason()).contains("'same'").contains("a.jar");
  }

  @Test
  void anEndlessStaticInitialiserIsGivenUpNamingThePlace() {
    loadDeadline = Duration.ofSeconds(3);
    PluginJar.named("broken")
        .engine(
            new EngineSource("broken")
                .having(
                    """
                    static { hang(); }
                    static void hang() {
                      Object never = new Object();
                      synchronized (never) {
                        while (true) {
                          try { never.wait(); } catch (InterruptedException e) { continue; }
                        }
                      }
                    }
                    """))
        .write(directory, "broken.jar");
    assertThat(refusal("broken.jar").reason())
        .isEqualTo("it did not finish loading within 3 s: it hangs in test.broken.TheEngine.hang");
  }

  @Test
  void endingTheProcessWhileLoadingIsRefused() {
    PluginJar.named("broken")
        .engine(new EngineSource("broken").constructing("System.exit(3);"))
        .write(directory, "broken.jar");
    assertThat(refusal("broken.jar").reason())
        .contains("a plugin must not end the operator's process");
  }

  @Test
  void aMissingDependencyIsRefused() {
    PluginJar.healthy("broken")
        .manifest("Plugin-Dependencies", "absent@>=1.0.0")
        .write(directory, "broken.jar");
    assertThat(refusal("broken.jar").reason()).contains("needs the plugin 'absent'");
  }

  @Test
  void aDependencyOfAnotherVersionIsRefused() {
    PluginJar.healthy("base").write(directory, "base.jar");
    PluginJar.healthy("broken")
        .manifest("Plugin-Dependencies", "base@>=2.0.0")
        .write(directory, "broken.jar");
    assertThat(refusal("broken.jar").reason()).contains(">=2.0.0").contains("1.0.0 is here");
  }

  @Test
  void cyclicDependenciesAreRefused() {
    PluginJar.healthy("one").manifest("Plugin-Dependencies", "two").write(directory, "one.jar");
    PluginJar.healthy("two").manifest("Plugin-Dependencies", "one").write(directory, "two.jar");
    assertThat(refusal("one.jar").reason()).contains("one needs two needs one");
    assertThat(report(load(), "two.jar").state()).isEqualTo(PluginReport.State.REFUSED);
  }

  @Test
  void aWrongPluginClassIsRefused() {
    PluginJar.healthy("broken")
        .manifest("Plugin-Class", "test.broken.TheEngine")
        .write(directory, "broken.jar");
    assertThat(refusal("broken.jar").reason()).contains("is no PF4J plugin");
  }

  /** Loads it beside a healthy plugin that must not notice. */
  private PluginReport refusal(String fileName) {
    PluginJar.healthy("healthy").write(directory, "zz-healthy.jar");
    List<PluginReport> reports = load();
    PluginReport report = report(reports, fileName);
    assertThat(report.state()).isEqualTo(PluginReport.State.REFUSED);
    assertThat(report.engines()).isEmpty();
    assertThat(report(reports, "zz-healthy.jar").reason()).isEmpty();
    return report;
  }

  private List<PluginReport> load() {
    PluginSettings settings =
        new PluginSettings(directory, ChecksumMode.OFF, loadDeadline, Deadlines.standard(), 4);
    try (PluginCatalog catalog = PluginCatalog.load(settings, PluginObserver.none())) {
      catalog
          .engines()
          .find(new EngineName("healthy"))
          .ifPresent(
              healthy ->
                  assertThat(healthy.validate(Kind.DATABASE, Section.empty("spec")).problems())
                      .isEmpty());
      return catalog.reports();
    }
  }

  private static PluginReport report(List<PluginReport> reports, String fileName) {
    return reports.stream()
        .filter(report -> report.file().equals(fileName))
        .findFirst()
        .orElseThrow();
  }
}
