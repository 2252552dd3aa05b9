package ${package};

import java.util.Map;
import java.util.TreeMap;

/**
 * A database or a login as the server has it.
 *
 * @param record of its owner and its comment; empty when nothing is on record
 * @param settings what manifests can ask for, by name
 */
record Stored(String record, Map<String, String> settings) {
  static final String CONNECTION_LIMIT = "connectionLimit";
  static final String LOCKED = "locked";

  /** As the server makes one that nobody asked anything more of. */
  static final Stored NEW = new Stored("", Map.of(LOCKED, "false"));

  Stored {
    settings = Map.copyOf(settings);
  }

  Stored withRecord(String newRecord) {
    return new Stored(newRecord, settings);
  }

  Stored with(String setting, String value) {
    Map<String, String> changed = new TreeMap<>(settings);
    changed.put(setting, value);
    return new Stored(record, changed);
  }
}
