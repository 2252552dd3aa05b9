package io.dbprovision.core.backup.kind;

import io.dbprovision.core.backup.work.LoadSource;
import java.util.List;
import java.util.Objects;

/**
 * What a restore reads.
 *
 * @param name the backup's object or the path, for people
 * @param engine that it came from; empty when nobody knows
 * @param plainBytes of the dump; 0 when nobody knows
 * @param storedBytes of what is stored; 0 when nobody knows
 * @param warnings what has to be known of it, a sentence each
 */
record RestoreSource(
    StoreSite store,
    LoadSource source,
    String name,
    String engine,
    long plainBytes,
    long storedBytes,
    List<String> warnings) {
  RestoreSource {
    Objects.requireNonNull(store, "store");
    Objects.requireNonNull(source, "source");
    Objects.requireNonNull(name, "name");
    Objects.requireNonNull(engine, "engine");
    warnings = List.copyOf(warnings);
  }
}
