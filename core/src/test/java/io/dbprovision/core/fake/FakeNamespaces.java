package io.dbprovision.core.fake;

import io.dbprovision.core.kube.KubeException;
import io.dbprovision.core.kube.Namespaces;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;

/** Every namespace exists; some are being deleted. */
public final class FakeNamespaces implements Namespaces {
  private final Set<String> terminating = ConcurrentHashMap.newKeySet();
  private final Set<String> unseen = ConcurrentHashMap.newKeySet();
  private final Map<String, Map<String, String>> annotations = new ConcurrentHashMap<>();

  /** While no watch runs. */
  public volatile boolean unavailable;

  private final List<Consumer<String>> listeners = new CopyOnWriteArrayList<>();

  /** What {@code kubectl delete namespace} does first. */
  public void terminate(String name) {
    terminating.add(name);
  }

  /** The same, and the watch has not told yet. */
  public void terminateUnseen(String name) {
    unseen.add(name);
  }

  public void annotate(String name, String key, String value) {
    annotations.put(name, Map.of(key, value));
    listeners.forEach(listener -> listener.accept(name));
  }

  @Override
  public void subscribe(Consumer<String> changed) {
    listeners.add(changed);
  }

  @Override
  public Optional<Namespace> fresh(String name) {
    return get(name)
        .map(seen -> unseen.contains(name) ? new Namespace(name, seen.annotations(), true) : seen);
  }

  @Override
  public Optional<Namespace> get(String name) {
    if (unavailable) {
      throw new KubeException(KubeException.Kind.UNAVAILABLE, "no watch of namespaces runs");
    }
    return Optional.of(
        new Namespace(name, annotations.getOrDefault(name, Map.of()), terminating.contains(name)));
  }
}
