package io.dbprovision.core.plugin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.dbprovision.spi.EngineException;
import io.dbprovision.spi.EngineName;
import io.dbprovision.spi.Kind;
import io.dbprovision.spi.Section;
import io.dbprovision.spi.Validation;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PluginIsolationTest {
  @TempDir Path directory;

  @Test
  void twoPluginsHaveTheirOwnVersionsOfOneClass() {
    withLibrary("one", "1.0").write(directory, "one.jar");
    withLibrary("two", "2.0").write(directory, "two.jar");
    try (PluginCatalog catalog = load()) {
      assertThat(answer(catalog, "one")).isEqualTo("1.0");
      assertThat(answer(catalog, "two")).isEqualTo("2.0");
    }
  }

  @Test
  void aPluginSeesTheJdkAndTheSharedPackagesOnly() {
    seeing(
            "org.slf4j.Logger",
            "org.jspecify.annotations.Nullable",
            "org.pf4j.Plugin",
            "java.sql.Driver",
            "com.google.inject.Guice",
            "io.fabric8.kubernetes.client.KubernetesClient",
            "io.dbprovision.core.plugin.PluginCatalog",
            "ch.qos.logback.classic.Logger")
        .write(directory, "a.jar");
    try (PluginCatalog catalog = load()) {
      assertThat(answer(catalog, "curious")).isEqualTo("yes,yes,yes,yes,no,no,no,no");
    }
  }

  @Test
  void thePluginsThreadsSeeThePluginsClasses() {
    PluginJar.named("curious")
        .engine(
            saying(
                "curious",
                "Thread.currentThread().getContextClassLoader() == TheEngine.class.getClassLoader()"
                    + " ? \"own\" : \"foreign\""))
        .write(directory, "a.jar");
    try (PluginCatalog catalog = load()) {
      assertThat(answer(catalog, "curious")).isEqualTo("own");
    }
  }

  @Test
  void theHostsResourcesAreHidden() {
    PluginJar.named("curious")
        .entry("own.txt", "mine".getBytes(StandardCharsets.UTF_8))
        .engine(
            saying(
                "curious",
                """
                TheEngine.class.getResource("/own.txt") != null
                    && TheEngine.class.getResource("/META-INF/services/org.slf4j.spi.SLF4JServiceProvider") == null
                    && TheEngine.class.getResource("/io/dbprovision/core/plugin/PluginCatalog.class") == null
                    ? "hidden" : "seen"
                """))
        .write(directory, "a.jar");
    try (PluginCatalog catalog = load()) {
      assertThat(answer(catalog, "curious")).isEqualTo("hidden");
    }
  }

  @Test
  void aCopyOfTheSpiInTheJarIsNeverUsedAndWarnedAbout() {
    PluginJar.healthy("fat")
        .source(
            "io.dbprovision.spi.EngineName",
            """
            package io.dbprovision.spi;
            public record EngineName(String value) {
              public EngineName { if (true) throw new IllegalStateException("the copy"); }
            }
            """)
        .write(directory, "a.jar");
    try (PluginCatalog catalog = load()) {
      assertThat(catalog.reports().getFirst().state()).isEqualTo(PluginReport.State.LOADED);
      assertThat(catalog.reports().getFirst().warnings())
          .anyMatch(warning -> warning.contains("copy of the SPI"));
    }
  }

  @Test
  void aPluginUsesClassesOfThePluginsItNeeds() {
    withLibrary("base", "7.0").write(directory, "z-base.jar");
    PluginJar user = withLibrary("user", "unused").manifest("Plugin-Dependencies", "base@>=1.0.0");
    PluginJar without = PluginJar.named("user").manifest("Plugin-Dependencies", "base@>=1.0.0");
    user.compiled()
        .forEach(
            (path, bytes) -> {
              if (!path.contains("library")) {
                without.entry(path, bytes);
              }
            });
    without.provider("test.user.TheEngine").write(directory, "a-user.jar");
    try (PluginCatalog catalog = load()) {
      assertThat(answer(catalog, "user")).isEqualTo("7.0");
    }
  }

  @Test
  void endingTheProcessFromACallIsRefusedAsADefectOfThePlugin() {
    PluginJar.named("bad")
        .engine(
            new EngineSource("bad")
                .validating("Runtime.getRuntime().halt(3); return Validation.ok();"))
        .write(directory, "a.jar");
    try (PluginCatalog catalog = load()) {
      EngineException failure =
          catchThrowableOfType(EngineException.class, () -> answer(catalog, "bad"));
      assertThat(failure.getMessage())
          .isEqualTo("plugin bad 1.0.0 failed in Engine.validate: java.lang.SecurityException");
    }
  }

  @Test
  void theLifeCycleClassIsStartedBeforeTheProviders() {
    PluginJar.named("alive")
        .source(
            "test.alive.Life",
            """
            package test.alive;
            public class Life extends org.pf4j.Plugin {
              static boolean started;
              public void start() { started = true; }
            }
            """)
        .manifest("Plugin-Class", "test.alive.Life")
        .engine(saying("alive", "Life.started ? \"started\" : \"not started\""))
        .write(directory, "a.jar");
    try (PluginCatalog catalog = load()) {
      assertThat(answer(catalog, "alive")).isEqualTo("started");
    }
  }

  private PluginCatalog load() {
    return PluginCatalog.load(PluginSettings.of(directory), PluginObserver.none());
  }

  private static PluginJar withLibrary(String engine, String version) {
    return PluginJar.named(engine)
        .source(
            "test.library.Library",
            "package test.library; public class Library { public static String version() { return \""
                + version
                + "\"; } }")
        .engine(saying(engine, "test.library.Library.version()"));
  }

  private static PluginJar seeing(String... classes) {
    return PluginJar.named("curious")
        .engine(
            saying("curious", "seen(\"" + String.join("\",\"", classes) + "\")")
                .having(
                    """
                    static String seen(String... names) {
                      StringJoiner seen = new StringJoiner(",");
                      for (String name : names) {
                        try { Class.forName(name, false, TheEngine.class.getClassLoader()); seen.add("yes"); }
                        catch (ClassNotFoundException e) { seen.add("no"); }
                      }
                      return seen.toString();
                    }
                    """));
  }

  /** An engine whose verdict on a block is the value of that expression. */
  private static EngineSource saying(String engine, String expression) {
    return new EngineSource(engine)
        .validating("return Validation.ok().invalid(\"said\", " + expression + ");");
  }

  private static String answer(PluginCatalog catalog, String engine) {
    Validation verdict =
        catalog
            .engines()
            .require(new EngineName(engine))
            .validate(Kind.DATABASE, Section.empty("spec"));
    return verdict.problems().getFirst().message();
  }
}
