package io.dbprovision.core.plugin;

import java.util.List;

/**
 * One line of {@code dbops plugins}.
 *
 * @param file the jar's name
 * @param id empty when the manifest could not be read
 * @param spiRange empty when the manifest has none
 * @param engines sorted; empty for a refused jar, and for one with stores only
 * @param stores sorted; empty for a refused jar, and for one with engines only
 * @param reason why it was refused; empty for a loaded one
 */
public record PluginReport(
    String file,
    String id,
    String version,
    String spiRange,
    List<String> engines,
    List<String> stores,
    State state,
    String reason,
    List<String> warnings) {
  /** What became of the jar. */
  public enum State {
    LOADED,
    REFUSED
  }

  public PluginReport {
    engines = List.copyOf(engines);
    stores = List.copyOf(stores);
    warnings = List.copyOf(warnings);
  }
}
