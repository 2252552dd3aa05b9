package io.dbprovision.core.reconcile;

import com.google.inject.Inject;
import io.dbprovision.core.api.CustomResource;
import io.dbprovision.core.api.Fields;
import io.dbprovision.core.api.ResourceKey;
import io.dbprovision.core.kube.References;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Knows the hash of a database's init statements without reading them, as long as the watch shows
 * that where they are is as it was when they were read. Holds nothing of their text. Thread-safe.
 */
final class InitSqlReads {
  /**
   * @param place where they were
   * @param version of that place, as the watch had it before they were read
   */
  private record Read(Place place, String version, String hash) {}

  private record Place(References.Type type, String namespace, String name, String key) {}

  private final References references;
  private final Map<ResourceKey, Read> reads = new ConcurrentHashMap<>();

  @Inject
  InitSqlReads(References references) {
    this.references = references;
  }

  /** What the watch shows of where they are; empty for nothing. Ask before they are read. */
  Optional<String> version(CustomResource database) {
    return place(database).flatMap(this::version);
  }

  private Optional<String> version(Place place) {
    return references.version(place.type(), place.namespace(), place.name());
  }

  /**
   * @param version as {@link #version} said before they were read
   */
  void read(CustomResource database, String version, String hash) {
    place(database).ifPresent(place -> reads.put(database.key(), new Read(place, version, hash)));
  }

  /** The hash of the statements as they are; empty when only reading can tell. */
  Optional<String> hash(CustomResource database) {
    Read read = reads.get(database.key());
    return read == null
        ? Optional.empty()
        : place(database)
            .filter(read.place()::equals)
            .flatMap(this::version)
            .filter(read.version()::equals)
            .map(_ -> read.hash());
  }

  void forget(ResourceKey database) {
    reads.remove(database);
  }

  /** Empty when they are in the manifest itself. */
  private static Optional<Place> place(CustomResource database) {
    Fields spec = database.spec().object(InitSql.BLOCK);
    if (spec.has("inline")) {
      return Optional.empty();
    }
    return spec.has("configMapRef")
        ? place(database, References.Type.CONFIG_MAP, spec.object("configMapRef"))
        : place(database, References.Type.SECRET, spec.object("secretRef"));
  }

  private static Optional<Place> place(
      CustomResource database, References.Type type, Fields reference) {
    return reference
        .text("name")
        .map(
            name ->
                new Place(
                    type,
                    reference.text("namespace", database.namespace()),
                    name,
                    reference.text("key", "")));
  }
}
