package io.dbprovision.core.kube;

import io.dbprovision.core.api.CustomKind;
import io.dbprovision.core.api.CustomResource;
import io.dbprovision.core.api.ResourceKey;
import io.dbprovision.spi.Kind;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;

/** The API group's objects, by one watch for each kind and namespace that is looked at. */
public final class KubeResources implements Resources, AutoCloseable {
  private final Map<CustomKind, KindCache> kinds = new HashMap<>();
  private final ApiServer api;
  private final StatusWriter statuses;
  private final FinalizerWriter finalizers;
  private final OwnerWriter owners;
  private final KindFeeds feeds;

  KubeResources(
      List<CustomKind> kinds,
      KubeClients clients,
      ApiServer api,
      Feeds feeds,
      KubeSettings settings,
      InstantSource clock) {
    this.api = api;
    ForeignStatus foreign = new ForeignStatus();
    // anybody's object may refer to an instance
    kinds.forEach(
        kind ->
            this.kinds.put(
                kind,
                new KindCache(
                    kind, settings.instanceId(), kind.spi().equals(Kind.INSTANCE), foreign)));
    this.statuses = new StatusWriter(api, foreign);
    this.finalizers = new FinalizerWriter(api);
    this.owners = new OwnerWriter(api);
    this.feeds = new KindFeeds(clients, feeds, settings, clock);
  }

  void start() {
    feeds.open(kinds.values());
  }

  /** Kinds of which not everything has been seen yet. */
  public List<CustomKind> unsynced() {
    return feeds.unsynced();
  }

  @Override
  public boolean sees(ResourceKey key) {
    return feeds.see(key.kind(), key.namespace());
  }

  /** When the API server last gave a sign of life on the watch of that kind. */
  public Instant lastEvent(CustomKind kind) {
    return feeds.lastSign(kind);
  }

  @Override
  public Optional<CustomResource> get(ResourceKey key) {
    return kind(key.kind()).cache().get(key);
  }

  @Override
  public Optional<CustomResource> fresh(ResourceKey key) {
    return api.get(ApiPath.of(key)).map(object -> Views.resource(key.kind(), object));
  }

  @Override
  public Collection<CustomResource> list(CustomKind kind) {
    return kind(kind).cache().all();
  }

  @Override
  public Collection<CustomResource> byIndex(CustomKind kind, String index, String value) {
    return kind(kind).cache().byIndex(index, value);
  }

  @Override
  public Collection<CustomResource> othersByIndex(CustomKind kind, String index, String value) {
    return kind(kind).others().byIndex(index, value);
  }

  @Override
  public boolean ours(CustomResource resource) {
    return kind(resource.kind()).ours(resource);
  }

  @Override
  public void index(
      CustomKind kind,
      String index,
      Function<CustomResource, ? extends Collection<String>> values) {
    kind(kind).cache().declare(index, values);
    kind(kind).others().declare(index, values);
  }

  @Override
  public void subscribe(CustomKind kind, Listener listener) {
    kind(kind).subscribe(listener);
  }

  @Override
  public CustomResource create(NewObject object) {
    ResourceKey key = object.key();
    return kind(key.kind())
        .write(
            key,
            () ->
                Optional.of(
                    api.create(
                        ApiPath.collection(key.kind(), key.namespace()), Views.body(object))))
        .orElseThrow();
  }

  @Override
  public CustomResource addFinalizer(CustomResource resource) {
    return resource.hasFinalizer()
        ? resource
        : write(resource, () -> Optional.of(finalizers.add(resource))).orElseThrow();
  }

  @Override
  public void removeFinalizers(CustomResource resource) {
    write(resource, () -> finalizers.remove(resource));
  }

  @Override
  public void disown(CustomResource resource, String ownerUid) {
    write(resource, () -> owners.release(resource, ownerUid));
  }

  @Override
  public CustomResource annotate(CustomResource resource, String key, String value) {
    Map<String, Object> metadata =
        Map.of("uid", resource.metadata().uid(), "annotations", Map.of(key, value));
    return write(
            resource,
            () ->
                Optional.of(
                    api.patch(
                        ApiPath.of(resource.key()),
                        "annotation",
                        Patch.merge(Map.of("metadata", metadata)))))
        .orElseThrow();
  }

  @Override
  public CustomResource applyStatus(CustomResource resource, Map<String, Object> status) {
    return write(
            resource, () -> Optional.of(statuses.write(resource, newestVersion(resource), status)))
        .orElseThrow();
  }

  @Override
  public void delete(CustomResource resource) {
    requireOurs(resource);
    try {
      api.delete(ApiPath.of(resource.key()), resource.metadata().uid());
    } catch (KubeException e) {
      // gone, or another object stands in its place
      if (e.kind() != KubeException.Kind.NOT_FOUND && e.kind() != KubeException.Kind.CONFLICT) {
        throw e;
      }
    }
  }

  @Override
  public void close() {
    kinds.values().forEach(KindCache::close);
  }

  private Optional<CustomResource> write(
      CustomResource resource, Supplier<Optional<GenericKubernetesResource>> write) {
    requireOurs(resource);
    return kind(resource.kind()).write(resource.key(), write);
  }

  /** The last fence: two operators that write one object undo each other's work. */
  private void requireOurs(CustomResource resource) {
    if (!ours(resource)) {
      throw new IllegalArgumentException(resource.key() + " is another operator's");
    }
  }

  /** Of that very object: another one of the same name must make the write fail. */
  private String newestVersion(CustomResource resource) {
    String given = resource.metadata().resourceVersion();
    return get(resource.key())
        .filter(known -> known.metadata().uid().equals(resource.metadata().uid()))
        .map(known -> known.metadata().resourceVersion())
        .filter(known -> ResourceVersions.compare(known, given) > 0)
        .orElse(given);
  }

  private KindCache kind(CustomKind kind) {
    KindCache known = kinds.get(kind);
    if (known == null) {
      throw new IllegalArgumentException(kind + " is not watched");
    }
    return known;
  }
}
