package io.dbprovision.core.kube;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.client.informers.cache.Cache;
import io.fabric8.kubernetes.client.informers.cache.ItemStore;
import java.util.Collection;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What an informer believes to be its store: it passes objects on and keeps none, so that an object
 * is in memory once, as our own view.
 */
final class FeedStore implements ItemStore<GenericKubernetesResource> {
  /** Where the objects go. Called by one thread at a time. */
  interface Target {
    /** Added, changed, or seen again in a list. */
    void put(GenericKubernetesResource object);

    void remove(ObjectKey key);

    /** What was put and not removed, over all informers that had this target. */
    Collection<ObjectKey> keys();
  }

  private final Target target;
  private final Runnable sign;
  private volatile boolean retired;

  FeedStore(Target target, Runnable sign) {
    this.target = target;
    this.sign = sign;
  }

  /** An informer that was stopped may still be delivering; nobody listens any more. */
  void retire() {
    retired = true;
  }

  boolean retired() {
    return retired;
  }

  @Override
  public String getKey(GenericKubernetesResource object) {
    return Cache.metaNamespaceKeyFunc(object);
  }

  @Override
  public @Nullable GenericKubernetesResource put(String key, GenericKubernetesResource object) {
    if (!retired) {
      sign.run();
      target.put(object);
    }
    return null;
  }

  @Override
  public @Nullable GenericKubernetesResource remove(String key) {
    if (!retired) {
      sign.run();
      target.remove(ObjectKey.parse(key));
    }
    return null;
  }

  @Override
  public Stream<String> keySet() {
    return target.keys().stream().map(ObjectKey::toString);
  }

  /** Names only: after a list the informer looks here for what is not there any more. */
  @Override
  public Stream<GenericKubernetesResource> values() {
    return target.keys().stream().map(FeedStore::named);
  }

  @Override
  public @Nullable GenericKubernetesResource get(String key) {
    return null;
  }

  @Override
  public int size() {
    return target.keys().size();
  }

  private static GenericKubernetesResource named(ObjectKey key) {
    ObjectMeta meta = new ObjectMeta();
    meta.setNamespace(key.namespace().isEmpty() ? null : key.namespace());
    meta.setName(key.name());
    GenericKubernetesResource object = new GenericKubernetesResource();
    object.setMetadata(meta);
    return object;
  }
}
