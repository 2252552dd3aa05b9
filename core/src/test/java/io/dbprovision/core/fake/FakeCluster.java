package io.dbprovision.core.fake;

import io.dbprovision.core.api.CustomKind;
import io.dbprovision.core.api.CustomResource;
import io.dbprovision.core.api.Fields;
import io.dbprovision.core.api.Metadata;
import io.dbprovision.core.api.ResourceKey;
import io.dbprovision.core.kube.Cluster;
import io.dbprovision.core.kube.ClusterEvent;
import io.dbprovision.core.kube.KubeException;
import io.dbprovision.core.kube.NewObject;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** Objects in a map, as somebody at a terminal finds and changes them. */
public final class FakeCluster implements Cluster {
  /** When its objects were made. */
  public static final Instant MADE = Instant.parse("2026-11-22T12:00:00Z");

  private final Map<ResourceKey, CustomResource> objects = new LinkedHashMap<>();
  private final Map<ResourceKey, List<ClusterEvent>> events = new LinkedHashMap<>();
  private final Map<String, String> answers = new LinkedHashMap<>();

  /** Kinds that may be listed in one namespace and not in all. */
  public final Set<CustomKind> narrow = ConcurrentHashMap.newKeySet();

  /** Objects that may not be read. */
  public final Set<ResourceKey> closed = ConcurrentHashMap.newKeySet();

  /** How many of the next questions are not answered. */
  public int silent;

  /** What was asked for by path. */
  public final List<String> asked = new ArrayList<>();

  public CustomResource put(
      CustomKind kind, String path, Map<String, Object> spec, Map<String, Object> status) {
    return put(kind, path, Map.of(), Map.of(), spec, status);
  }

  /**
   * @param path {@code namespace/name}, or the name alone
   */
  public CustomResource put(
      CustomKind kind,
      String path,
      Map<String, String> labels,
      Map<String, String> annotations,
      Map<String, Object> spec,
      Map<String, Object> status) {
    int slash = path.indexOf('/');
    ResourceKey key =
        new ResourceKey(kind, slash < 0 ? "" : path.substring(0, slash), path.substring(slash + 1));
    return put(
        new CustomResource(
            kind, metadata(key, labels, annotations, 1), Fields.of(spec), Fields.of(status)));
  }

  public CustomResource put(CustomResource object) {
    objects.put(object.key(), object);
    return object;
  }

  public void remove(ResourceKey key) {
    objects.remove(key);
  }

  /** The same object with another status, as an operator writes it. */
  public void status(ResourceKey key, Map<String, Object> status) {
    CustomResource before = find(key).orElseThrow();
    put(new CustomResource(key.kind(), before.metadata(), before.spec(), Fields.of(status)));
  }

  public void tell(ResourceKey key, ClusterEvent... told) {
    events.put(key, List.of(told));
  }

  public void answer(String path, String text) {
    answers.put(path, text);
  }

  @Override
  public String namespace() {
    return "demo";
  }

  @Override
  public List<CustomResource> list(CustomKind kind, Optional<String> namespace) {
    if (narrow.contains(kind) && (namespace.isEmpty() || !kind.namespaced())) {
      throw new KubeException(
          KubeException.Kind.FORBIDDEN, "GET " + kind.plural() + ": 403 may not list");
    }
    return objects.values().stream()
        .filter(object -> object.kind().equals(kind))
        .filter(
            object ->
                namespace.isEmpty()
                    || !kind.namespaced()
                    || object.namespace().equals(namespace.get()))
        .toList();
  }

  @Override
  public Optional<CustomResource> find(ResourceKey key) {
    if (silent > 0) {
      silent--;
      throw new KubeException(KubeException.Kind.UNAVAILABLE, "GET " + key + ": no connection");
    }
    if (closed.contains(key)) {
      throw new KubeException(KubeException.Kind.FORBIDDEN, "GET " + key + ": 403 may not get");
    }
    return Optional.ofNullable(objects.get(key));
  }

  @Override
  public List<ClusterEvent> events(CustomResource about) {
    return events.getOrDefault(about.key(), List.of());
  }

  @Override
  public void annotate(CustomResource resource, Map<String, String> annotations) {
    CustomResource before = find(resource.key()).orElseThrow();
    Map<String, String> all = new LinkedHashMap<>(before.metadata().annotations());
    all.putAll(annotations);
    put(
        new CustomResource(
            before.kind(),
            metadata(before.key(), before.metadata().labels(), all, before.metadata().generation()),
            before.spec(),
            before.status()));
  }

  @Override
  public CustomResource create(NewObject object) {
    if (objects.containsKey(object.key())) {
      throw new KubeException(KubeException.Kind.EXISTS, object.key() + " is there");
    }
    return put(
        new CustomResource(
            object.key().kind(),
            metadata(object.key(), object.labels(), object.annotations(), 1),
            Fields.of(object.spec()),
            Fields.empty()));
  }

  @Override
  public String raw(String path) {
    asked.add(path);
    String text = answers.get(path);
    if (text == null) {
      throw new KubeException(KubeException.Kind.NOT_FOUND, "GET " + path + ": 404");
    }
    return text;
  }

  private static Metadata metadata(
      ResourceKey key,
      Map<String, String> labels,
      Map<String, String> annotations,
      long generation) {
    return new Metadata(
        key.namespace(),
        key.name(),
        "uid-" + key.path(),
        "1",
        generation,
        MADE,
        null,
        labels,
        annotations,
        List.of());
  }
}
