package io.dbprovision.core.plugin;

import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** What became of one jar. */
sealed interface PluginState {
  PluginReport report();

  /** It is in use. */
  record Loaded(LoadedPlugin plugin, List<String> warnings) implements PluginState {
    public Loaded {
      Objects.requireNonNull(plugin, "plugin");
      warnings = List.copyOf(warnings);
    }

    @Override
    public PluginReport report() {
      PluginInfo info = plugin.info();
      return new PluginReport(
          info.fileName(),
          info.id(),
          info.version(),
          info.requires(),
          plugin.engines().stream()
              .flatMap(engine -> engine.names().stream())
              .sorted()
              .map(Object::toString)
              .toList(),
          plugin.stores().stream().map(StoreHandle::name).sorted().toList(),
          PluginReport.State.LOADED,
          "",
          warnings);
    }
  }

  /**
   * It is not in use.
   *
   * @param info null when the manifest could not be read
   */
  record Refused(Path file, @Nullable PluginInfo info, String reason) implements PluginState {
    @Override
    public PluginReport report() {
      return new PluginReport(
          String.valueOf(file.getFileName()),
          info == null ? "" : info.id(),
          info == null ? "" : info.version(),
          info == null ? "" : info.requires(),
          List.of(),
          List.of(),
          PluginReport.State.REFUSED,
          reason,
          List.of());
    }
  }
}
