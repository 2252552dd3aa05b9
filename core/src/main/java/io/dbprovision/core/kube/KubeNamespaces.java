package io.dbprovision.core.kube;

import io.dbprovision.core.api.CustomKind;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import java.time.InstantSource;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Namespaces by a metadata-only watch. Where the service account may not list them, they are read
 * one by one; where it may not even do that, every namespace is taken to be there.
 */
final class KubeNamespaces implements Namespaces {
  private static final Logger log = LoggerFactory.getLogger(KubeNamespaces.class);

  private final Map<String, Namespace> known = new ConcurrentHashMap<>();
  private final List<Consumer<String>> listeners = new CopyOnWriteArrayList<>();
  private final ApiServer api;
  private final Feeds feeds;
  private final Feed feed;

  KubeNamespaces(
      KubeClients clients, ApiServer api, Feeds feeds, KubeSettings settings, InstantSource clock) {
    this.api = api;
    this.feeds = feeds;
    this.feed =
        new Feed(
            "namespaces",
            FeedSources.informers(clients.metadata(), FeedSources.NAMESPACES, ""),
            new Target(),
            clock,
            settings.reopenAfter(),
            false);
  }

  /** Opens the watch and returns; until it has caught up, answers are read one by one. */
  void start() {
    feeds.open(feed);
  }

  @Override
  public Optional<Namespace> get(String name) {
    Namespace namespace = known.get(name);
    if (namespace != null || feed.synced()) {
      return Optional.ofNullable(namespace);
    }
    return fresh(name);
  }

  @Override
  public Optional<Namespace> fresh(String name) {
    try {
      return api.get(ApiPath.namespaces().named(name)).map(object -> view(object.getMetadata()));
    } catch (KubeException e) {
      return switch (e.kind()) {
        case NOT_FOUND -> Optional.empty();
        case FORBIDDEN -> Optional.of(new Namespace(name, Map.of(), false));
        case CONFLICT, EXISTS, NAMESPACE_TERMINATING, INVALID, UNAVAILABLE -> throw e;
      };
    }
  }

  @Override
  public void subscribe(Consumer<String> changed) {
    listeners.add(changed);
  }

  private void tell(String name) {
    for (Consumer<String> listener : listeners) {
      try {
        listener.accept(name);
      } catch (RuntimeException e) {
        log.error("a listener failed on a change of namespace {}; the others go on", name, e);
      }
    }
  }

  private static Namespace view(ObjectMeta meta) {
    Map<String, String> ours = new LinkedHashMap<>();
    Views.orEmpty(meta.getAnnotations())
        .forEach(
            (key, value) -> {
              if (key.startsWith(CustomKind.GROUP + "/")) {
                ours.put(key, value);
              }
            });
    return new Namespace(meta.getName(), ours, meta.getDeletionTimestamp() != null);
  }

  private final class Target implements FeedStore.Target {
    @Override
    public void put(GenericKubernetesResource object) {
      Namespace now = view(object.getMetadata());
      Namespace before = known.put(now.name(), now);
      if (before != null && !before.equals(now)) {
        tell(now.name());
      }
    }

    @Override
    public void remove(ObjectKey key) {
      known.remove(key.name());
    }

    @Override
    public Collection<ObjectKey> keys() {
      return known.keySet().stream().map(name -> new ObjectKey("", name)).toList();
    }
  }
}
