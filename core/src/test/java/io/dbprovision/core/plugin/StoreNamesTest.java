package io.dbprovision.core.plugin;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Two plugins bring a store of one name. */
class StoreNamesTest {
  @TempDir Path directory;

  @Test
  void theSecondIsRefusedAsAWholeAndBothAreNamed() {
    jar("one").write(directory, "a.jar");
    jar("two").engine(new EngineSource("two")).write(directory, "b.jar");

    try (PluginCatalog catalog =
        PluginCatalog.load(PluginSettings.of(directory), PluginObserver.none())) {
      List<PluginReport> reports = catalog.reports();
      assertThat(reports)
          .extracting(PluginReport::state)
          .containsExactly(PluginReport.State.LOADED, PluginReport.State.REFUSED);
      assertThat(reports.getFirst().stores()).containsExactly("tape");
      assertThat(reports.getLast().reason()).contains("store 'tape'", "plugin one (a.jar)");
      assertThat(catalog.stores().require("tape").pluginId()).isEqualTo("one");
      assertThat(catalog.engines().names())
          .as("nothing of the second is in use, so that nobody takes it for whole")
          .isEmpty();
    }
  }

  private static PluginJar jar(String id) {
    return PluginJar.named(id)
        .source("test." + id + ".TheStore", source(id))
        .entry(
            "META-INF/services/io.dbprovision.spi.Store",
            ("test." + id + ".TheStore\n").getBytes(StandardCharsets.UTF_8));
  }

  private static String source(String id) {
    return """
    package test.%s;

    import io.dbprovision.spi.*;

    public class TheStore implements Store {
      public String name() { return "tape"; }
      public Validation validate(Section block) { return Validation.ok(); }
      public String prefix(Section block) { return "of-%s"; }
      public ObjectStore open(StorePlace place, StoreContext context) { return null; }
    }
    """
        .formatted(id, id);
  }
}
