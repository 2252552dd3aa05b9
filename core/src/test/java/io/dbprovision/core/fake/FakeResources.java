package io.dbprovision.core.fake;

import io.dbprovision.core.api.CustomKind;
import io.dbprovision.core.api.CustomResource;
import io.dbprovision.core.api.Fields;
import io.dbprovision.core.api.Metadata;
import io.dbprovision.core.api.ResourceKey;
import io.dbprovision.core.kube.KubeException;
import io.dbprovision.core.kube.NewObject;
import io.dbprovision.core.kube.Resources;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BiConsumer;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Objects in a map, with versions, finalizers and deletion as the API server has them. */
public final class FakeResources implements Resources {
  private final Map<ResourceKey, CustomResource> objects = new ConcurrentHashMap<>();
  private final FakeIndexes indexes = new FakeIndexes();
  private final Map<CustomKind, List<Listener>> listeners = new ConcurrentHashMap<>();
  private final AtomicLong version = new AtomicLong();
  private final Writes writes;
  private Instant created = Instant.EPOCH;

  /** Objects that another operator looks after. */
  public final Set<ResourceKey> others = ConcurrentHashMap.newKeySet();

  /** Objects that somebody else writes at the same time: our write meets a conflict. */
  public final Set<ResourceKey> contested = ConcurrentHashMap.newKeySet();

  /** What is otherwise than the watch tells. */
  public final FakeWatch watch = new FakeWatch();

  @Override
  public boolean sees(ResourceKey key) {
    return !watch.elsewhere.contains(key.namespace());
  }

  @Override
  public Optional<CustomResource> fresh(ResourceKey key) {
    Optional<CustomResource> now = Optional.ofNullable(watch.unseen.get(key)).or(() -> get(key));
    return watch.goingUnseen.contains(key)
        ? now.map(seen -> with(seen, Instant.EPOCH, seen.metadata().finalizers()))
        : now;
  }

  /** When objects that are put from now on say they were made. */
  public void createdAt(Instant time) {
    created = time;
  }

  public FakeResources(Writes writes) {
    this.writes = writes;
  }

  /** Creates an object, or replaces its spec and annotations as {@code kubectl apply} does. */
  public void put(ResourceKey key, Map<String, Object> spec, Map<String, String> annotations) {
    CustomResource before = objects.get(key);
    Fields wanted = Fields.of(spec);
    boolean same = before != null && before.spec().equals(wanted);
    Metadata metadata =
        new Metadata(
            key.namespace(),
            key.name(),
            before == null ? "uid-" + next() : before.metadata().uid(),
            next(),
            before == null ? 1 : before.metadata().generation() + (same ? 0 : 1),
            before == null ? created : before.metadata().created(),
            before == null ? null : before.metadata().deletionRequested(),
            before == null ? Map.of() : before.metadata().labels(),
            annotations,
            before == null ? List.of() : before.metadata().finalizers(),
            before == null ? List.of() : before.metadata().owners());
    Fields status = before == null ? Fields.empty() : before.status();
    store(new CustomResource(key.kind(), metadata, wanted, status), Listener::changed);
  }

  /** Gives the object exactly these finalizers, as somebody else would. */
  public void hold(ResourceKey key, String... finalizers) {
    CustomResource live = Objects.requireNonNull(objects.get(key));
    store(with(live, live.metadata().deletionRequested(), List.of(finalizers)), Listener::changed);
  }

  /** What {@code kubectl delete} does: marks it when it has finalizers. */
  public void requestDeletion(ResourceKey key) {
    CustomResource live = objects.get(key);
    if (live != null && live.metadata().finalizers().isEmpty()) {
      drop(live);
    } else if (live != null && !live.deleting()) {
      store(with(live, Instant.EPOCH, live.metadata().finalizers()), Listener::changed);
    }
  }

  @Override
  public Optional<CustomResource> get(ResourceKey key) {
    return Optional.ofNullable(objects.get(key));
  }

  @Override
  public Collection<CustomResource> list(CustomKind kind) {
    return objects.values().stream().filter(object -> object.kind().equals(kind)).toList();
  }

  @Override
  public Collection<CustomResource> byIndex(CustomKind kind, String index, String value) {
    indexes.require(kind, index);
    return list(kind).stream().filter(this::ours).filter(indexes.by(kind, index, value)).toList();
  }

  @Override
  public Collection<CustomResource> othersByIndex(CustomKind kind, String index, String value) {
    return list(kind).stream()
        .filter(object -> !ours(object))
        .filter(indexes.by(kind, index, value))
        .toList();
  }

  @Override
  public boolean ours(CustomResource resource) {
    return !others.contains(resource.key());
  }

  @Override
  public void index(
      CustomKind kind,
      String index,
      Function<CustomResource, ? extends Collection<String>> values) {
    indexes.declare(kind, index, values);
  }

  @Override
  public void subscribe(CustomKind kind, Listener listener) {
    listeners.computeIfAbsent(kind, k -> new ArrayList<>()).add(listener);
  }

  @Override
  public CustomResource create(NewObject object) {
    writes.next();
    ResourceKey key = object.key();
    if (objects.containsKey(key)) {
      throw new KubeException(KubeException.Kind.EXISTS, key + " exists");
    }
    Metadata metadata =
        new Metadata(
            key.namespace(),
            key.name(),
            "uid-" + next(),
            next(),
            1,
            created,
            null,
            object.labels(),
            object.annotations(),
            List.of(),
            object.owner().map(owner -> owner.metadata().uid()).stream().toList());
    return store(
        new CustomResource(key.kind(), metadata, Fields.of(object.spec()), Fields.empty()),
        Listener::changed);
  }

  @Override
  public CustomResource addFinalizer(CustomResource resource) {
    if (resource.hasFinalizer()) {
      return resource;
    }
    CustomResource live = live(resource);
    if (!live.metadata().resourceVersion().equals(resource.metadata().resourceVersion())) {
      throw new KubeException(KubeException.Kind.CONFLICT, resource.key() + " changed");
    }
    var finalizers = Stream.of(live.metadata().finalizers(), List.of(live.kind().finalizer()));
    return written(with(live, null, finalizers.flatMap(List::stream).toList()));
  }

  @Override
  public void removeFinalizers(CustomResource resource) {
    CustomResource live = objects.get(resource.key());
    if (live == null) {
      return;
    }
    writes.next();
    List<String> rest = new ArrayList<>(live.metadata().finalizers());
    rest.removeAll(resource.kind().finalizers());
    if (live.deleting() && rest.isEmpty()) {
      drop(live);
    } else {
      store(with(live, live.metadata().deletionRequested(), rest), Listener::written);
    }
  }

  @Override
  public void disown(CustomResource resource, String ownerUid) {
    CustomResource live = objects.get(resource.key());
    if (live == null || !live.metadata().owners().contains(ownerUid)) {
      return;
    }
    Metadata m = live.metadata();
    List<String> owners = m.owners().stream().filter(uid -> !uid.equals(ownerUid)).toList();
    written(with(live, m.deletionRequested(), m.annotations(), m.finalizers(), owners));
  }

  @Override
  public CustomResource annotate(CustomResource resource, String key, String value) {
    CustomResource live = live(resource);
    Map<String, String> annotations = new LinkedHashMap<>(live.metadata().annotations());
    annotations.put(key, value);
    Metadata m = live.metadata();
    writes.next();
    var changed = with(live, m.deletionRequested(), annotations, m.finalizers(), m.owners());
    return store(changed, Listener::changed);
  }

  @Override
  public CustomResource applyStatus(CustomResource resource, Map<String, Object> status) {
    CustomResource live = live(resource);
    Metadata m = live.metadata();
    Metadata touched = with(live, m.deletionRequested(), m.finalizers()).metadata();
    Fields told = Fields.of(new LinkedHashMap<>(status));
    return written(new CustomResource(live.kind(), touched, live.spec(), told));
  }

  @Override
  public void delete(CustomResource resource) {
    writes.next();
    requestDeletion(resource.key());
  }

  private CustomResource live(CustomResource resource) {
    CustomResource live = objects.get(resource.key());
    if (live == null || !live.metadata().uid().equals(resource.metadata().uid())) {
      throw new KubeException(KubeException.Kind.NOT_FOUND, resource.key() + " is gone");
    }
    if (contested.contains(resource.key())) {
      throw new KubeException(KubeException.Kind.CONFLICT, resource.key() + " changed");
    }
    return live;
  }

  private CustomResource written(CustomResource object) {
    writes.next();
    return store(object, Listener::written);
  }

  private CustomResource store(CustomResource object, BiConsumer<Listener, CustomResource> told) {
    objects.put(object.key(), object);
    listeners.getOrDefault(object.kind(), List.of()).forEach(l -> told.accept(l, object));
    return object;
  }

  private void drop(CustomResource last) {
    objects.remove(last.key());
    listeners.getOrDefault(last.kind(), List.of()).forEach(l -> l.deleted(last));
  }

  private CustomResource with(
      CustomResource live, @Nullable Instant deletionRequested, List<String> finalizers) {
    Metadata m = live.metadata();
    return with(live, deletionRequested, m.annotations(), finalizers, m.owners());
  }

  private CustomResource with(
      CustomResource live,
      @Nullable Instant deletionRequested,
      Map<String, String> annotations,
      List<String> finalizers,
      List<String> owners) {
    Metadata m = live.metadata();
    boolean newlyDeleted = deletionRequested != null && m.deletionRequested() == null;
    return new CustomResource(
        live.kind(),
        new Metadata(
            m.namespace(),
            m.name(),
            m.uid(),
            next(),
            m.generation() + (newlyDeleted ? 1 : 0),
            m.created(),
            deletionRequested,
            m.labels(),
            annotations,
            finalizers,
            owners),
        live.spec(),
        live.status());
  }

  private String next() {
    return Long.toString(version.incrementAndGet());
  }
}
