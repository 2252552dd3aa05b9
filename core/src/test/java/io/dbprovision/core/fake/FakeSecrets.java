package io.dbprovision.core.fake;

import io.dbprovision.core.api.ResourceKey;
import io.dbprovision.core.kube.KubeException;
import io.dbprovision.core.kube.References;
import io.dbprovision.core.kube.Secrets;
import io.dbprovision.spi.SecretText;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Secrets in a map, and the watch that tells of them. */
public final class FakeSecrets implements Secrets, References {
  private final Map<String, Secret> secrets = new ConcurrentHashMap<>();
  private final List<Listener> listeners = new CopyOnWriteArrayList<>();
  private final AtomicLong version = new AtomicLong();
  private final List<String> reads = new CopyOnWriteArrayList<>();
  private final Writes writes;

  /** Names of Secrets that nobody can change. */
  public final Set<String> immutable = ConcurrentHashMap.newKeySet();

  /** Namespaces in which nothing can be made. */
  public final Set<String> terminating = ConcurrentHashMap.newKeySet();

  /** Names of Secrets that the operator's account may not delete. */
  public final Set<String> forbidden = ConcurrentHashMap.newKeySet();

  public FakeSecrets(Writes writes) {
    this.writes = writes;
  }

  /** A Secret that somebody else made. */
  public void put(String name, Map<String, String> data) {
    store("default", name, "foreign-" + name, "Opaque", Map.of(), Map.of(), texts(data), null, "");
  }

  /** Keys that are no text, by {@code namespace/name/key}. */
  public final Map<String, byte[]> bytes = new ConcurrentHashMap<>();

  @Override
  public Map<String, byte[]> bytes(String namespace, String name) {
    Map<String, byte[]> all = new LinkedHashMap<>();
    get(namespace, name)
        .ifPresent(
            secret ->
                secret
                    .data()
                    .forEach(
                        (key, text) ->
                            all.put(key, text.reveal().getBytes(StandardCharsets.UTF_8))));
    String start = namespace + "/" + name + "/";
    bytes.forEach(
        (key, value) -> {
          if (key.startsWith(start)) {
            all.put(key.substring(start.length()), value.clone());
          }
        });
    return all;
  }

  /** What {@code kubectl edit secret} does: some keys get another text. */
  public void edit(String name, Map<String, String> data) {
    Secret live = get("default", name).orElseThrow();
    Map<String, SecretText> edited = new LinkedHashMap<>(live.data());
    edited.putAll(texts(data));
    store(
        live.namespace(),
        name,
        live.uid(),
        live.type(),
        live.labels(),
        live.annotations(),
        edited,
        live.controller(),
        live.controllerName());
  }

  /** What {@code kubectl annotate --overwrite} does. */
  public void annotate(String name, String key, String value) {
    Secret live = get("default", name).orElseThrow();
    Map<String, String> annotations = new LinkedHashMap<>(live.annotations());
    annotations.put(key, value);
    store(
        live.namespace(),
        name,
        live.uid(),
        live.type(),
        live.labels(),
        annotations,
        live.data(),
        live.controller(),
        live.controllerName());
  }

  private static Map<String, SecretText> texts(Map<String, String> data) {
    Map<String, SecretText> texts = new LinkedHashMap<>();
    data.forEach((key, value) -> texts.put(key, SecretText.of(value)));
    return texts;
  }

  /** What {@code kubectl patch secret} with {@code immutable: true} does. */
  public void makeImmutable(String name) {
    Secret live = get("default", name).orElseThrow();
    put(
        new Secret(
            live.namespace(),
            name,
            live.uid(),
            Long.toString(version.incrementAndGet()),
            live.type(),
            true,
            live.labels(),
            live.annotations(),
            live.data(),
            live.controller(),
            live.controllerName()));
  }

  /** The names of all there are. */
  public Set<String> names() {
    return secrets.values().stream().map(Secret::name).collect(Collectors.toSet());
  }

  /** The names of those that were asked for, one for each time. */
  public List<String> reads() {
    return List.copyOf(reads);
  }

  /** What {@code kubectl delete secret} does. */
  public void remove(String name) {
    secrets.remove("default/" + name);
    listeners.forEach(listener -> listener.changed("default", name));
  }

  @Override
  public Optional<String> version(Type type, String namespace, String name) {
    return type == Type.SECRET
        ? Optional.ofNullable(secrets.get(namespace + "/" + name))
            .map(found -> found.uid() + ":" + found.resourceVersion())
        : Optional.empty();
  }

  @Override
  public boolean absent(Type type, String namespace, String name) {
    return version(type, namespace, name).isEmpty();
  }

  @Override
  public void subscribe(Type type, Listener listener) {
    if (type == Type.SECRET) {
      listeners.add(listener);
    }
  }

  @Override
  public Optional<Secret> get(String namespace, String name) {
    reads.add(name);
    return Optional.ofNullable(secrets.get(namespace + "/" + name));
  }

  @Override
  public Secret create(Draft draft) {
    if (secrets.containsKey(draft.namespace() + "/" + draft.name())) {
      throw new KubeException(KubeException.Kind.EXISTS, draft + " exists");
    }
    if (terminating.contains(draft.namespace())) {
      throw new KubeException(
          KubeException.Kind.NAMESPACE_TERMINATING, draft.namespace() + " is being terminated");
    }
    writes.next();
    return store(draft, "uid-" + draft.name() + version.incrementAndGet());
  }

  @Override
  public Secret update(Secret current, Draft draft) {
    Secret live = secrets.get(current.namespace() + "/" + current.name());
    if (live == null || !live.resourceVersion().equals(current.resourceVersion())) {
      throw new KubeException(KubeException.Kind.CONFLICT, draft + " changed");
    }
    if (live.immutable() || !live.type().equals(draft.type())) {
      throw new KubeException(KubeException.Kind.INVALID, draft + " cannot change in place");
    }
    writes.next();
    return store(draft, current.uid());
  }

  @Override
  public Secret set(Secret current, String key, SecretText value, Map<String, String> annotations) {
    checkSet(current, key, value);
    writes.next();
    Map<String, SecretText> data = new LinkedHashMap<>(current.data());
    data.put(key, value);
    Map<String, String> all = new LinkedHashMap<>(current.annotations());
    all.putAll(annotations);
    return store(
        current.namespace(),
        current.name(),
        current.uid(),
        current.type(),
        current.labels(),
        all,
        data,
        current.controller(),
        current.controllerName());
  }

  @Override
  public void checkSet(Secret current, String key, SecretText value) {
    if (immutable.contains(current.name())) {
      throw new KubeException(KubeException.Kind.INVALID, current + " is immutable");
    }
    Secret live = secrets.get(current.namespace() + "/" + current.name());
    if (live == null || !live.resourceVersion().equals(current.resourceVersion())) {
      throw new KubeException(KubeException.Kind.CONFLICT, current + " changed");
    }
  }

  @Override
  public void delete(Secret current) {
    if (forbidden.contains(current.name())) {
      throw new KubeException(KubeException.Kind.FORBIDDEN, "may not delete " + current);
    }
    writes.next();
    secrets.remove(current.namespace() + "/" + current.name());
  }

  @Override
  public void release(Secret current, ResourceKey owner) {
    writes.next();
    store(
        current.namespace(),
        current.name(),
        current.uid(),
        current.type(),
        Map.of(),
        Map.of(),
        current.data(),
        null,
        "");
  }

  private Secret store(Draft draft, String uid) {
    OwnerReference owner = draft.owner();
    return store(
        draft.namespace(),
        draft.name(),
        uid,
        draft.type(),
        draft.labels(),
        draft.annotations(),
        draft.data(),
        owner == null ? null : owner.uid(),
        owner == null ? "" : owner.key().kind() + " " + owner.key().name());
  }

  private Secret store(
      String namespace,
      String name,
      String uid,
      String type,
      Map<String, String> labels,
      Map<String, String> annotations,
      Map<String, SecretText> data,
      @Nullable String controller,
      String controllerName) {
    Secret secret =
        new Secret(
            namespace,
            name,
            uid,
            Long.toString(version.incrementAndGet()),
            type,
            false,
            labels,
            annotations,
            data,
            controller,
            controllerName);
    return put(secret);
  }

  private Secret put(Secret secret) {
    secrets.put(secret.namespace() + "/" + secret.name(), secret);
    listeners.forEach(listener -> listener.changed(secret.namespace(), secret.name()));
    return secret;
  }
}
