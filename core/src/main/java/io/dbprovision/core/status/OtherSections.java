package io.dbprovision.core.status;

import io.dbprovision.core.api.CustomResource;
import io.dbprovision.core.api.Fields;
import io.dbprovision.spi.Kind;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * Blocks of a manifest that are for an engine other than the server's. Nobody reads them, and their
 * writer should know. Which engines there are is not known here; but every block that is neither
 * the core's own nor this engine's is another one's.
 */
public final class OtherSections {
  private static final Set<String> EVERYWHERE =
      Set.of("driftPolicy", "instanceRef", "clusterInstanceRef");

  private static final Map<Kind, Set<String>> OWN =
      Map.of(
          Kind.INSTANCE,
          Set.of("connection", "discovery", "healthCheck", "resourceTracking", "tls"),
          Kind.DATABASE,
          Set.of("initSQL"),
          Kind.USER,
          Set.of("existingPasswordSecret", "passwordRotation", "passwordSecret"),
          Kind.ROLE,
          Set.of(),
          Kind.GRANT,
          Set.of("databaseRef", "roleRef", "userRef"));

  /** Blocks of the core's that have sections of engines in them, with what else is in them. */
  private static final Map<String, Set<String>> NESTED =
      Map.of(
          "passwordRotation", Set.of("oldUserPolicy", "serviceRole"), "resourceTracking", Set.of());

  private OtherSections() {}

  /**
   * @param section the engine's block key
   * @return one complaint for each, beginning with its path
   */
  public static List<String> of(CustomResource resource, String engine, String section) {
    Fields spec = resource.spec();
    Stream<String> top =
        others(spec, OWN.getOrDefault(resource.kind().spi(), Set.of()), section)
            .map(key -> "spec." + key);
    Stream<String> nested =
        NESTED.entrySet().stream()
            .flatMap(
                block ->
                    others(spec.object(block.getKey()), block.getValue(), section)
                        .map(key -> "spec." + block.getKey() + "." + key));
    return Stream.concat(top, nested)
        .sorted()
        .map(path -> "%s: is for another engine than %s, and not in effect".formatted(path, engine))
        .toList();
  }

  private static Stream<String> others(Fields block, Set<String> own, String section) {
    return new TreeSet<>(block.values().keySet())
        .stream()
            .filter(key -> block.values().get(key) instanceof Map)
            .filter(key -> !own.contains(key) && !EVERYWHERE.contains(key) && !key.equals(section));
  }
}
