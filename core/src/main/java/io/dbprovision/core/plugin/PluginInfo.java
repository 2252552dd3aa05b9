package io.dbprovision.core.plugin;

import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a jar's manifest says of the plugin.
 *
 * @param version empty when the manifest has none
 * @param requires the range of SPI versions; empty when the manifest has none
 * @param lifecycleClass a PF4J plugin class to start and stop; null for none
 */
record PluginInfo(
    Path file,
    String id,
    String version,
    String requires,
    @Nullable String lifecycleClass,
    List<Need> needs) {
  PluginInfo {
    needs = List.copyOf(needs);
  }

  /**
   * Another plugin that this one uses classes of.
   *
   * @param range of its versions; {@code *} for any
   */
  record Need(String id, String range, boolean optional) {}

  String fileName() {
    return String.valueOf(file.getFileName());
  }

  @Override
  public String toString() {
    return version.isEmpty() ? id : id + " " + version;
  }
}
