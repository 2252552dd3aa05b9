package io.dbprovision.core.plugin;

import static org.assertj.core.api.Assertions.assertThat;

import io.dbprovision.spi.Applied;
import io.dbprovision.spi.DatabaseSpec;
import io.dbprovision.spi.Databases;
import io.dbprovision.spi.EngineName;
import io.dbprovision.spi.Kind;
import io.dbprovision.spi.Plan;
import io.dbprovision.spi.PlanOutcome;
import io.dbprovision.spi.Section;
import io.dbprovision.spi.Session;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A plugin that was compiled with the SPI as it was last published. */
class PreviousReleaseTest {
  private static final Path BASELINES =
      Path.of(System.getProperty("dbops.repo", "..")).resolve("spi/src/baseline");

  @TempDir Path directory;

  @Test
  void itIsLoadedAndWorks() throws IOException {
    try (Stream<Path> published = Files.list(BASELINES)) {
      assertThat(published.filter(jar -> jar.toString().endsWith(".jar")))
          .isNotEmpty()
          .allSatisfy(this::works);
    }
  }

  @Test
  void oneThatWasBuiltBeforeTheFirstStableVersionIsRefusedWithBothVersions() {
    PluginJar.healthy("older")
        .manifest("Plugin-Requires", ">=0.1.0 & <1.0.0")
        .write(directory, "older.jar");
    try (PluginCatalog catalog =
        PluginCatalog.load(PluginSettings.of(directory), PluginObserver.none())) {
      PluginReport report = catalog.reports().getFirst();
      assertThat(report.state()).isEqualTo(PluginReport.State.REFUSED);
      assertThat(report.reason())
          .isEqualTo(
              "it requires SPI version >=0.1.0 & <1.0.0, and this operator has "
                  + Versions.running().spi());
    }
  }

  private void works(Path spi) {
    PluginJar.healthy("older").compiledWith(spi).write(directory, "older.jar");
    DatabaseSpec shop = GuardedCallsTest.SHOP;
    try (PluginCatalog catalog =
            PluginCatalog.load(PluginSettings.of(directory), PluginObserver.none());
        Session session = GuardedCallsTest.open(catalog, "older", "db")) {
      assertThat(catalog.reports().getFirst().state()).isEqualTo(PluginReport.State.LOADED);
      assertThat(
              catalog
                  .engines()
                  .require(new EngineName("older"))
                  .validate(Kind.DATABASE, Section.empty("spec"))
                  .problems())
          .isEmpty();
      Databases databases = session.capability(Databases.class).orElseThrow();
      Plan plan = databases.plan(shop);
      Applied applied = databases.apply(plan, Set.of(plan.changes().getFirst().id()));
      assertThat(applied.done()).hasSize(1);
      assertThat(databases.planAll(List.of(shop)).getFirst())
          .isInstanceOf(PlanOutcome.Planned.class);
    }
  }
}
