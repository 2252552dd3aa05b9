package ${package};

import io.dbprovision.spi.EngineException;
import io.dbprovision.spi.ErrorKind;
import io.dbprovision.spi.Owner;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * A database or a login as the server has it.
 *
 * @param record of its owner, as {@link Owner#toRecord} wrote it; empty when nobody is on record
 * @param settings what manifests can ask for, by name
 */
record Stored(String record, Map<String, String> settings) {
  static final String COMMENT = "comment";
  static final String CONNECTION_LIMIT = "connectionLimit";
  static final String LOCKED = "locked";

  Stored {
    settings = Map.copyOf(settings);
  }

  /**
   * The owner on record.
   *
   * @throws EngineException CONFLICT for a record of somebody whom this plugin cannot read
   */
  Optional<Owner> owner() {
    if (record.isEmpty()) {
      return Optional.empty();
    }
    Optional<Owner> owner = Owner.ofRecord(record);
    if (owner.isEmpty()) {
      throw EngineException.of(
          ErrorKind.CONFLICT, "there is a record of an owner that cannot be read: " + record);
    }
    return owner;
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
