package io.dbprovision.core.kube;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.client.dsl.base.ResourceDefinitionContext;
import java.time.InstantSource;
import java.util.Collection;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Metadata-only watches on Secrets and ConfigMaps. Where they are forbidden, a change is noticed by
 * whoever reads again later. Thread-safe.
 */
final class KubeReferences implements References {
  private static final Logger log = LoggerFactory.getLogger(KubeReferences.class);

  private final Map<Type, List<Listener>> listeners = new EnumMap<>(Type.class);
  private final Map<Type, Map<ObjectKey, String>> versions = new EnumMap<>(Type.class);
  private final Map<Type, Map<String, Feed>> watches = new EnumMap<>(Type.class);
  private final KubeClients clients;
  private final Feeds feeds;
  private final KubeSettings settings;
  private final InstantSource clock;

  KubeReferences(KubeClients clients, Feeds feeds, KubeSettings settings, InstantSource clock) {
    this.clients = clients;
    this.feeds = feeds;
    this.settings = settings;
    this.clock = clock;
    for (Type type : Type.values()) {
      listeners.put(type, new CopyOnWriteArrayList<>());
      versions.put(type, new ConcurrentHashMap<>());
      watches.put(type, new ConcurrentHashMap<>());
    }
  }

  /** Opens the watches and returns. */
  void start() {
    for (Type type : Type.values()) {
      for (String scope : FeedSources.scopes(true, settings.namespaces())) {
        Feed feed = feed(type, scope);
        watches(type).put(scope, feed);
        feeds.open(feed);
      }
    }
  }

  private Feed feed(Type type, String scope) {
    return new Feed(
        type.name().toLowerCase(Locale.ROOT) + "-metadata" + (scope.isEmpty() ? "" : "/" + scope),
        FeedSources.informers(clients.metadata(), context(type), scope),
        new Target(type, scope),
        clock,
        settings.reopenAfter(),
        false);
  }

  @Override
  public Optional<String> version(Type type, String namespace, String name) {
    return Optional.ofNullable(versions(type).get(new ObjectKey(namespace, name)));
  }

  @Override
  public boolean absent(Type type, String namespace, String name) {
    Feed everywhere = watches(type).get("");
    Feed watch = everywhere == null ? watches(type).get(namespace) : everywhere;
    return watch != null
        && watch.synced()
        && watch.failure() == 0
        && version(type, namespace, name).isEmpty();
  }

  @Override
  public void subscribe(Type type, Listener listener) {
    listeners(type).add(listener);
  }

  private static ResourceDefinitionContext context(Type type) {
    return switch (type) {
      case SECRET -> FeedSources.SECRETS;
      case CONFIG_MAP -> FeedSources.CONFIG_MAPS;
    };
  }

  private List<Listener> listeners(Type type) {
    return listeners.getOrDefault(type, List.of());
  }

  private Map<String, Feed> watches(Type type) {
    return Objects.requireNonNull(watches.get(type));
  }

  private Map<ObjectKey, String> versions(Type type) {
    return Objects.requireNonNull(versions.get(type));
  }

  private void tell(Type type, ObjectKey key) {
    for (Listener listener : listeners(type)) {
      try {
        listener.changed(key.namespace(), key.name());
      } catch (RuntimeException e) {
        log.error("a listener failed on a change of {} {}; the others go on", type, key, e);
      }
    }
  }

  /** Remembers versions only, to tell a change from an object seen again. */
  private final class Target implements FeedStore.Target {
    private final Type type;
    private final String namespace;
    private final Map<ObjectKey, String> versions;

    Target(Type type, String namespace) {
      this.type = type;
      this.namespace = namespace;
      this.versions = versions(type);
    }

    @Override
    public void put(GenericKubernetesResource object) {
      ObjectKey key =
          new ObjectKey(
              Views.orEmpty(object.getMetadata().getNamespace()), object.getMetadata().getName());
      String version =
          object.getMetadata().getUid() + ":" + object.getMetadata().getResourceVersion();
      if (!version.equals(versions.put(key, version))) {
        tell(type, key);
      }
    }

    @Override
    public void remove(ObjectKey key) {
      if (versions.remove(key) != null) {
        tell(type, key);
      }
    }

    @Override
    public Collection<ObjectKey> keys() {
      return versions.keySet().stream()
          .filter(key -> namespace.isEmpty() || namespace.equals(key.namespace()))
          .toList();
    }
  }
}
