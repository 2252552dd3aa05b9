package io.dbprovision.core.plugin;

import io.dbprovision.spi.EngineName;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Loads the jars of one directory, each after the plugins it needs. Whatever is wrong with one jar
 * ends as that jar's state. Used once, by one thread.
 */
final class LoadRun {
  private final PluginLoader loader;
  private final Versions versions;
  private final Candidates candidates;
  private final Map<String, Candidates.Verdict.Acceptable> acceptable = new LinkedHashMap<>();
  private final Map<Path, PluginState> states = new TreeMap<>();
  private final Map<String, PluginState> byId = new LinkedHashMap<>();
  private final Map<EngineName, PluginInfo> served = new LinkedHashMap<>();
  private final Map<String, PluginInfo> storing = new LinkedHashMap<>();
  private final Set<String> underWay = new LinkedHashSet<>();

  LoadRun(PluginSettings settings, Versions versions, PluginObserver observer) {
    this.loader = new PluginLoader(settings, observer);
    this.versions = versions;
    this.candidates =
        new Candidates(
            versions, new Checksums(settings.checksums()), new Signatures(settings.trustedKeys()));
  }

  /**
   * @param files in the order in which they take precedence
   * @return one state per file, in the order of their names
   */
  List<PluginState> load(List<Path> files) {
    for (Path file : files) {
      switch (candidates.judge(file)) {
        case Candidates.Verdict.Acceptable good -> acceptable.put(good.info().id(), good);
        case Candidates.Verdict.Unacceptable(var refusal) -> states.put(file, refusal);
      }
    }
    for (Candidates.Verdict.Acceptable good : acceptable.values()) {
      settle(good);
    }
    return List.copyOf(states.values());
  }

  private PluginState settle(Candidates.Verdict.Acceptable candidate) {
    PluginInfo info = candidate.info();
    PluginState known = byId.get(info.id());
    if (known != null) {
      return known;
    }
    PluginState state;
    underWay.add(info.id());
    try {
      state = load(candidate);
    } catch (RefusedException e) {
      state = new PluginState.Refused(info.file(), info, e.reason());
    } finally {
      underWay.remove(info.id());
    }
    byId.put(info.id(), state);
    states.put(info.file(), state);
    return state;
  }

  private PluginState load(Candidates.Verdict.Acceptable candidate) {
    PluginInfo info = candidate.info();
    List<String> warnings = new ArrayList<>(candidate.warnings());
    LoadedPlugin plugin = loader.load(info, dependencies(info), warnings);
    try {
      claimNames(plugin);
    } catch (RefusedException e) {
      plugin.close();
      throw e;
    }
    return new PluginState.Loaded(plugin, warnings);
  }

  private List<PluginClassLoader> dependencies(PluginInfo info) {
    List<PluginClassLoader> loaders = new ArrayList<>();
    for (PluginInfo.Need need : info.needs()) {
      Candidates.Verdict.Acceptable needed = acceptable.get(need.id());
      if (needed == null && need.optional()) {
        continue;
      }
      if (needed == null) {
        throw new RefusedException(
            "it needs the plugin '" + need.id() + "', which is not here or was refused");
      }
      if (underWay.contains(need.id())) {
        throw new RefusedException(
            "it needs itself: " + String.join(" needs ", underWay) + " needs " + need.id());
      }
      if (!versions.matches(
          needed.info().version(), need.range(), "Plugin-Dependencies entry for " + need.id())) {
        throw new RefusedException(
            "it needs the plugin '"
                + need.id()
                + "' in version "
                + need.range()
                + ", and "
                + needed.info().version()
                + " is here");
      }
      switch (settle(needed)) {
        case PluginState.Loaded loaded -> loaders.add(loaded.plugin().loader());
        case PluginState.Refused refused -> {
          if (!need.optional()) {
            throw new RefusedException(
                "it needs the plugin '" + need.id() + "', which was refused: " + refused.reason());
          }
        }
      }
    }
    return loaders;
  }

  private void claimNames(LoadedPlugin plugin) {
    List<EngineName> names =
        plugin.engines().stream().flatMap(engine -> engine.names().stream()).sorted().toList();
    for (EngineName name : names) {
      refuseTaken("it serves the engine '" + name + "'", served.get(name), "serves");
    }
    List<String> stores = plugin.stores().stream().map(StoreHandle::name).sorted().toList();
    for (String name : stores) {
      refuseTaken("it brings the store '" + name + "'", storing.get(name), "brings");
    }
    names.forEach(name -> served.put(name, plugin.info()));
    stores.forEach(name -> storing.put(name, plugin.info()));
  }

  private static void refuseTaken(String what, @Nullable PluginInfo first, String verb) {
    if (first != null) {
      throw new RefusedException(
          "%s, which plugin %s (%s) %s already"
              .formatted(what, first.id(), first.fileName(), verb));
    }
  }
}
