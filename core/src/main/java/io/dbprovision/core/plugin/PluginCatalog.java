package io.dbprovision.core.plugin;

import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** All plugins of a directory: those in use, and those refused with the reason. Thread-safe. */
public final class PluginCatalog implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(PluginCatalog.class);

  private final List<PluginState> states;
  private final List<String> warnings;
  private final EngineRegistry engines;
  private final StoreRegistry stores;
  private final PluginThreads threads;

  private PluginCatalog(List<PluginState> states, List<String> warnings, Path directory) {
    this.states = List.copyOf(states);
    this.warnings = List.copyOf(warnings);
    this.engines =
        new EngineRegistry(
            loaded(states).stream().flatMap(plugin -> plugin.engines().stream()).toList(),
            directory);
    this.stores =
        new StoreRegistry(
            loaded(states).stream().flatMap(plugin -> plugin.stores().stream()).toList(),
            directory);
    this.threads = new PluginThreads(loaded(states));
  }

  /**
   * Loads every {@code *.jar} directly in the directory, in the order of the file names. A broken
   * jar is refused, with a log line and a word to the observer, and harms nothing else; a directory
   * that cannot be read gives an empty catalog with a warning.
   */
  public static PluginCatalog load(PluginSettings settings, PluginObserver observer) {
    return load(settings, Versions.running(), observer);
  }

  static PluginCatalog load(PluginSettings settings, Versions versions, PluginObserver observer) {
    List<String> warnings = new ArrayList<>();
    List<Path> files = jars(settings.directory(), warnings);
    List<PluginState> states = new LoadRun(settings, versions, observer).load(files);
    warnings.forEach(warning -> log.warn("plugins directory: {}", warning));
    states.forEach(state -> tell(state, observer));
    return new PluginCatalog(states, warnings, settings.directory());
  }

  /** One per jar, in the order of the file names. */
  public List<PluginReport> reports() {
    return states.stream().map(PluginState::report).toList();
  }

  /** What is odd about the directory itself; empty as a rule. */
  public List<String> warnings() {
    return warnings;
  }

  public EngineRegistry engines() {
    return engines;
  }

  public StoreRegistry stores() {
    return stores;
  }

  /**
   * The names of the threads that each plugin in use has started itself and that run now, by the
   * plugin's id; those on which the operator calls it are not among them.
   */
  public Map<String, List<String>> threads() {
    return threads.names();
  }

  /** Stops all plugins; close their sessions before. Never throws. */
  @Override
  public void close() {
    loaded(states).reversed().forEach(LoadedPlugin::close);
  }

  private static List<LoadedPlugin> loaded(List<PluginState> states) {
    return states.stream()
        .flatMap(
            state ->
                state instanceof PluginState.Loaded(var plugin, var ignored)
                    ? Stream.of(plugin)
                    : Stream.empty())
        .toList();
  }

  private static List<Path> jars(Path directory, List<String> warnings) {
    List<Path> files = new ArrayList<>();
    try (DirectoryStream<Path> entries = Files.newDirectoryStream(directory, "*.jar")) {
      entries.forEach(files::add);
    } catch (NoSuchFileException e) {
      warnings.add("no plugin is loaded, there is no folder " + directory);
      return List.of();
    } catch (IOException | DirectoryIteratorException e) {
      warnings.add("no plugin is loaded, " + directory + " cannot be read: " + e);
      return List.of();
    }
    files.sort(Comparator.comparing(file -> file.getFileName().toString()));
    if (files.isEmpty()) {
      warnings.add("no plugin is loaded, " + directory + " holds no jar");
    }
    return files;
  }

  private static void tell(PluginState state, PluginObserver observer) {
    PluginReport report = state.report();
    switch (state) {
      case PluginState.Loaded loaded -> {
        log.info(
            "plugin={} version={} file={} state=loaded engines={} stores={} warnings={}",
            report.id(),
            report.version(),
            report.file(),
            report.engines(),
            report.stores(),
            loaded.warnings());
        observer.loaded(report);
      }
      case PluginState.Refused refused -> {
        log.error(
            "plugin={} file={} state=refused reason=\"{}\"",
            report.id(),
            report.file(),
            refused.reason());
        observer.refused(report);
      }
    }
  }
}
