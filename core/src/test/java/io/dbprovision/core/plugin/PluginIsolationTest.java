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
import java.util.List;
import java.util.Map;
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
  void twoPluginsConnectByTheirOwnVersionsOfOneDriver() {
    withDriver("one", 41).write(directory, "one.jar");
    withDriver("two", 42).write(directory, "two.jar");
    try (PluginCatalog catalog = load()) {
      assertThat(answer(catalog, "one")).isEqualTo("41");
      assertThat(answer(catalog, "two")).isEqualTo("42");
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
  void threadsThatAPluginLeavesRunningAreCountedAsItsOwn() {
    PluginJar.healthy("calm").write(directory, "calm.jar");
    PluginJar.named("leaking")
        .engine(
            new EngineSource("leaking")
                .validating(
                    """
                    for (int n = 0; n < 3; n++) {
                      Thread thread = new Thread(() -> {
                        try {
                          Thread.currentThread().join();
                        } catch (InterruptedException e) {
                          // the end of it
                        }
                      }, "leak-" + n);
                      thread.setDaemon(true);
                      thread.start();
                    }
                    return Validation.ok().invalid("said", "done");
                    """))
        .write(directory, "leaking.jar");
    try (PluginCatalog catalog = load()) {
      assertThat(catalog.threads()).isEqualTo(Map.of("calm", List.of(), "leaking", List.of()));
      assertThat(answer(catalog, "leaking")).isEqualTo("done");
      assertThat(catalog.threads())
          .isEqualTo(Map.of("calm", List.of(), "leaking", List.of("leak-0", "leak-1", "leak-2")));
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

  /** As drivers do, it registers itself with the JDK, where it meets that of the other plugin. */
  private static PluginJar withDriver(String engine, int version) {
    return PluginJar.named(engine)
        .source(
            "test.driver.Driver",
            """
            package test.driver;

            import java.sql.*;
            import java.util.*;

            public class Driver implements java.sql.Driver {
              static {
                try {
                  DriverManager.registerDriver(new Driver());
                } catch (SQLException e) {
                  throw new ExceptionInInitializerError(e);
                }
              }

              public Connection connect(String url, Properties properties) { return null; }
              public boolean acceptsURL(String url) { return url.startsWith("jdbc:test:"); }
              public DriverPropertyInfo[] getPropertyInfo(String url, Properties properties) {
                return new DriverPropertyInfo[0];
              }
              public int getMajorVersion() { return VERSION; }
              public int getMinorVersion() { return 0; }
              public boolean jdbcCompliant() { return false; }
              public java.util.logging.Logger getParentLogger() { return null; }

              public static String inUse() {
                try {
                  return "" + DriverManager.getDriver("jdbc:test:db").getMajorVersion();
                } catch (SQLException e) {
                  return e.getMessage();
                }
              }
            }
            """
                .replace("VERSION", String.valueOf(version)))
        .engine(saying(engine, "test.driver.Driver.inUse()"));
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
