package io.dbprovision.core.plugin;

import io.dbprovision.spi.EngineException;
import io.dbprovision.spi.EngineName;
import io.dbprovision.spi.ErrorKind;
import java.nio.file.Path;
import java.util.Collection;
import java.util.Collections;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Which engine serves which name. Immutable. */
public final class EngineRegistry {
  private final SortedMap<EngineName, EngineHandle> engines = new TreeMap<>();
  private final Path directory;

  /**
   * @param directory where a missing plugin would have to be put
   * @throws IllegalArgumentException when two engines serve one name
   */
  EngineRegistry(Collection<EngineHandle> handles, Path directory) {
    this.directory = directory;
    for (EngineHandle handle : handles) {
      for (EngineName name : handle.names()) {
        if (engines.putIfAbsent(name, handle) != null) {
          throw new IllegalArgumentException("two engines serve " + name);
        }
      }
    }
  }

  /** Sorted; empty when no plugin is there. */
  public Set<EngineName> names() {
    return Collections.unmodifiableSet(engines.keySet());
  }

  /** Each engine once, though it may serve several names. */
  public Collection<EngineHandle> all() {
    return Set.copyOf(engines.values());
  }

  public Optional<EngineHandle> find(EngineName name) {
    return Optional.ofNullable(engines.get(name));
  }

  /**
   * @throws EngineException UNSUPPORTED with a sentence that says which engines are there and what
   *     to do
   */
  public EngineHandle require(EngineName name) {
    return find(name)
        .orElseThrow(() -> EngineException.of(ErrorKind.UNSUPPORTED, whyMissing(name)));
  }

  /** A sentence for people: which engines are there, and what to do to have this one. */
  public String whyMissing(EngineName name) {
    String there =
        engines.isEmpty()
            ? "none"
            : engines.keySet().stream().map(EngineName::value).collect(Collectors.joining(", "));
    return "no plugin serves the engine '"
        + name
        + "' (there are: "
        + there
        + "); put its plugin jar into "
        + directory
        + " and restart the operator";
  }
}
