package io.dbprovision.core.plugin;

import io.dbprovision.spi.EngineException;
import io.dbprovision.spi.ErrorKind;
import java.nio.file.Path;
import java.util.Collection;
import java.util.Collections;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/** Which store has which name. Immutable. */
public final class StoreRegistry {
  private final SortedMap<String, StoreHandle> stores = new TreeMap<>();
  private final Path directory;

  /**
   * @param directory where a missing plugin would have to be put
   * @throws IllegalArgumentException when two stores have one name
   */
  StoreRegistry(Collection<StoreHandle> handles, Path directory) {
    this.directory = directory;
    for (StoreHandle handle : handles) {
      if (stores.putIfAbsent(handle.name(), handle) != null) {
        throw new IllegalArgumentException("two stores are named " + handle.name());
      }
    }
  }

  /** Sorted; empty when no plugin brings one. */
  public Set<String> names() {
    return Collections.unmodifiableSet(stores.keySet());
  }

  public Optional<StoreHandle> find(String name) {
    return Optional.ofNullable(stores.get(name));
  }

  /**
   * @throws EngineException UNSUPPORTED with a sentence that says which stores are there and what
   *     to do
   */
  public StoreHandle require(String name) {
    return find(name)
        .orElseThrow(() -> EngineException.of(ErrorKind.UNSUPPORTED, whyMissing(name)));
  }

  /** A sentence for people: which stores are there, and what to do to have this one. */
  public String whyMissing(String name) {
    return "no plugin brings the store '"
        + name
        + "' (there are: "
        + (stores.isEmpty() ? "none" : String.join(", ", stores.keySet()))
        + "); put its plugin jar into "
        + directory
        + " and restart the operator";
  }
}
