package io.dbprovision.core.kube;

import io.dbprovision.core.api.CustomKind;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import java.util.Collection;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Looks at our own CRDs and tells when one of them has another schema than before. */
final class DefinitionTarget implements FeedStore.Target {
  private static final String SUFFIX = "." + CustomKind.GROUP;

  private final Map<String, Long> generations = new ConcurrentHashMap<>();
  private final Listener changed;

  /** Who wants to know. Must return at once. */
  @FunctionalInterface
  interface Listener {
    /**
     * @param appeared the CRD was not known before, which is so for each when we start
     */
    void changed(String plural, boolean appeared);
  }

  DefinitionTarget(Listener changed) {
    this.changed = changed;
  }

  @Override
  public void put(GenericKubernetesResource object) {
    String name = object.getMetadata().getName();
    if (!name.endsWith(SUFFIX)) {
      return;
    }
    Long generation = object.getMetadata().getGeneration();
    Long now = generation == null ? Long.valueOf(0) : generation;
    Long before = generations.put(name, now);
    if (!now.equals(before)) {
      changed.changed(name.substring(0, name.length() - SUFFIX.length()), before == null);
    }
  }

  @Override
  public void remove(ObjectKey key) {
    generations.remove(key.name());
  }

  @Override
  public Collection<ObjectKey> keys() {
    return generations.keySet().stream().map(name -> new ObjectKey("", name)).toList();
  }
}
