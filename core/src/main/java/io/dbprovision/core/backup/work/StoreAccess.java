package io.dbprovision.core.backup.work;

import io.dbprovision.spi.SecretText;
import io.dbprovision.spi.Section;
import io.dbprovision.spi.StorePlace;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A store and how to get in.
 *
 * @param name of the store, as {@code spec.storage.type} has it
 * @param block {@code spec.storage.<name>}
 * @param secrets all entries of each Secret that the block names, by the block's field
 * @param mount where the block's claim is in the file system of whoever opens the store; null for a
 *     store without one. A Job gets its own in place of it
 */
public record StoreAccess(
    String name,
    Section block,
    Map<String, Map<String, SecretText>> secrets,
    @Nullable Path mount) {
  public StoreAccess {
    Objects.requireNonNull(name, "name");
    Objects.requireNonNull(block, "block");
    Map<String, Map<String, SecretText>> copy = new LinkedHashMap<>();
    secrets.forEach((field, entries) -> copy.put(field, Map.copyOf(entries)));
    secrets = Map.copyOf(copy);
  }

  public StorePlace place() {
    StorePlace.Builder place = StorePlace.builder(block).mount(mount);
    secrets.forEach(place::secret);
    return place.build();
  }

  public StoreAccess mountedAt(Path folder) {
    return new StoreAccess(name, block, secrets, folder);
  }

  /** Without what the Secrets hold. */
  @Override
  public String toString() {
    return name + ": " + place();
  }
}
