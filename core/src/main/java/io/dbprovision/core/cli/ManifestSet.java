package io.dbprovision.core.cli;

import io.dbprovision.core.api.CustomKind;
import io.dbprovision.core.api.CustomResource;
import io.dbprovision.core.api.Fields;
import io.dbprovision.core.api.Metadata;
import io.dbprovision.core.api.ResourceKey;
import io.dbprovision.core.kube.Resources;
import io.dbprovision.core.reconcile.OperatorIdentity;
import io.dbprovision.spi.EngineException;
import io.dbprovision.spi.Owner;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Manifests that are planned together, so that they may refer to each other: each as the object
 * that it would be in its cluster, beside the other objects there. Those that name no namespace are
 * for one and the same. Immutable.
 */
final class ManifestSet {
  private final PlanCluster cluster;
  private final Function<CustomResource, Optional<Owner>> recorded;
  private final Tenant tenant;
  private final Map<CustomResource, CustomResource> placed = new HashMap<>();
  private final Map<ResourceKey, CustomResource> live = new HashMap<>();
  private final PlannedObjects objects;
  private final Optional<String> gap;

  /**
   * @param recorded whom the server has on record for an object
   */
  ManifestSet(
      List<Fields> manifests,
      PlanCluster cluster,
      Function<CustomResource, Optional<Owner>> recorded) {
    this.cluster = cluster;
    this.recorded = recorded;
    Optional<Tenant> asked = cluster.tenant();
    List<CustomResource> written =
        manifests.stream().flatMap(manifest -> resource(manifest).stream()).toList();
    this.tenant =
        Tenant.of(
            written.stream()
                .map(object -> asked.map(known -> in(known.namespace(), object)).orElse(object))
                .toList(),
            recorded,
            asked.orElse(Tenant.UNKNOWN));
    String home = asked.orElse(tenant).namespace();
    List<CustomResource> all = new ArrayList<>();
    Set<String> namespaces = new HashSet<>();
    for (CustomResource object : written) {
      CustomResource there = merged(in(home, object));
      placed.put(object, there);
      all.add(there);
      namespaces.add(there.namespace());
    }
    namespaces.remove("");
    PlanCluster.Known known = cluster.known(namespaces);
    all.addAll(known.objects());
    this.gap = known.gap();
    this.objects = new PlannedObjects(all);
  }

  /** The manifest as an object of the API group; empty when it is none. */
  static Optional<CustomResource> resource(Fields manifest) {
    return CustomKind.named(manifest.text("kind", ""))
        .filter(known -> known.apiVersion().equals(manifest.text("apiVersion", "")))
        .map(kind -> resource(kind, manifest));
  }

  private static CustomResource resource(CustomKind kind, Fields manifest) {
    Fields metadata = manifest.object("metadata");
    return new CustomResource(
        kind,
        new Metadata(
            kind.namespaced() ? metadata.text("namespace", "") : "",
            metadata.text("name", ""),
            metadata.text("uid", ""),
            metadata.text("resourceVersion", ""),
            0,
            instant(metadata.text("creationTimestamp", "")),
            null,
            metadata.textMap("labels"),
            metadata.textMap("annotations"),
            List.of()),
        manifest.object("spec"),
        manifest.object("status"));
  }

  private static @Nullable Instant instant(String text) {
    try {
      return text.isEmpty() ? null : Instant.parse(text);
    } catch (DateTimeException e) {
      return null;
    }
  }

  /** The manifests' objects and all others that are known; of one key the manifest's. */
  Resources objects() {
    return objects;
  }

  OperatorIdentity identity() {
    return tenant.identity();
  }

  /** What is not among the objects, for people; empty when nothing is missing. */
  Optional<String> gap() {
    return gap;
  }

  /**
   * The manifest's object in its place.
   *
   * @param manifest one of these manifests, as {@link #resource} reads it
   */
  CustomResource placed(CustomResource manifest) {
    CustomResource there = placed.get(manifest);
    if (there == null) {
      throw new IllegalArgumentException(manifest.key() + " is none of the manifests");
    }
    return there;
  }

  /** The object as the cluster has it; empty when it knows of none. */
  Optional<CustomResource> live(CustomResource manifest) {
    return Optional.ofNullable(live.get(placed(manifest).key()));
  }

  private static CustomResource in(String namespace, CustomResource object) {
    Metadata plain = object.metadata();
    return object.kind().namespaced() && plain.namespace().isEmpty()
        ? with(object, namespace, plain.uid(), plain, object.status())
        : object;
  }

  /**
   * What was done for it is in the status that its object has; a manifest keeps what it has of its
   * own where the cluster knows nothing.
   */
  private CustomResource merged(CustomResource object) {
    Optional<CustomResource> found = cluster.find(object.key());
    found.ifPresent(there -> live.put(object.key(), there));
    Fields status = found.map(CustomResource::status).orElse(Fields.empty());
    CustomResource known =
        with(
            object,
            object.namespace(),
            found.map(there -> there.metadata().uid()).orElse(object.metadata().uid()),
            found.map(CustomResource::metadata).orElse(object.metadata()),
            status.isEmpty() ? object.status() : status);
    return known.metadata().uid().isEmpty()
        ? with(known, known.namespace(), recordedUid(known), known.metadata(), known.status())
        : known;
  }

  /** Without a cluster the server's record tells which object it is. */
  private String recordedUid(CustomResource object) {
    try {
      return recorded
          .apply(object)
          .filter(owner -> Tenant.isOf(owner, object))
          .map(Owner::uid)
          .orElse("plan");
    } catch (EngineException e) {
      return "plan"; // its own plan says what is wrong
    }
  }

  private static CustomResource with(
      CustomResource object, String namespace, String uid, Metadata times, Fields status) {
    Metadata plain = object.metadata();
    return new CustomResource(
        object.kind(),
        new Metadata(
            namespace,
            plain.name(),
            uid,
            plain.resourceVersion(),
            times.generation(),
            times.created(),
            times.deletionRequested(),
            plain.labels(),
            plain.annotations(),
            List.of()),
        object.spec(),
        status);
  }
}
