package io.dbprovision.core.fake;

import io.dbprovision.core.api.ResourceKey;
import io.dbprovision.core.kube.KubeException;
import io.dbprovision.core.kube.Secrets;
import io.dbprovision.spi.SecretText;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/** Secrets in a map. */
public final class FakeSecrets implements Secrets {
  private final Map<String, Secret> secrets = new ConcurrentHashMap<>();
  private final AtomicLong version = new AtomicLong();

  public final AtomicInteger writes = new AtomicInteger();

  /** A Secret that somebody else made. */
  public void put(String name, Map<String, String> data) {
    Map<String, SecretText> texts = new LinkedHashMap<>();
    data.forEach((key, value) -> texts.put(key, SecretText.of(value)));
    store("default", name, "foreign-" + name, "Opaque", Map.of(), Map.of(), texts, null);
  }

  /** What {@code kubectl delete secret} does. */
  public void remove(String name) {
    secrets.remove("default/" + name);
  }

  @Override
  public Optional<Secret> get(String namespace, String name) {
    return Optional.ofNullable(secrets.get(namespace + "/" + name));
  }

  @Override
  public Secret create(Draft draft) {
    if (secrets.containsKey(draft.namespace() + "/" + draft.name())) {
      throw new KubeException(KubeException.Kind.EXISTS, draft + " exists");
    }
    writes.incrementAndGet();
    return store(draft, "uid-" + draft.name() + version.incrementAndGet());
  }

  @Override
  public Secret update(Secret current, Draft draft) {
    Secret live = secrets.get(current.namespace() + "/" + current.name());
    if (live == null || !live.resourceVersion().equals(current.resourceVersion())) {
      throw new KubeException(KubeException.Kind.CONFLICT, draft + " changed");
    }
    writes.incrementAndGet();
    return store(draft, current.uid());
  }

  @Override
  public void delete(Secret current) {
    secrets.remove(current.namespace() + "/" + current.name());
  }

  @Override
  public void release(Secret current, ResourceKey owner) {
    store(
        current.namespace(),
        current.name(),
        current.uid(),
        current.type(),
        Map.of(),
        Map.of(),
        current.data(),
        null);
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
        owner == null ? null : owner.uid());
  }

  private Secret store(
      String namespace,
      String name,
      String uid,
      String type,
      Map<String, String> labels,
      Map<String, String> annotations,
      Map<String, SecretText> data,
      @Nullable String controller) {
    Secret secret =
        new Secret(
            namespace,
            name,
            uid,
            Long.toString(version.incrementAndGet()),
            type,
            labels,
            annotations,
            data,
            controller);
    secrets.put(namespace + "/" + name, secret);
    return secret;
  }
}
