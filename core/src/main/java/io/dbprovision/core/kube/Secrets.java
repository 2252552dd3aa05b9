package io.dbprovision.core.kube;

import io.dbprovision.core.api.ResourceKey;
import io.dbprovision.spi.SecretText;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Secrets, read by GET when they are needed and never kept. Thread-safe; throws {@link
 * KubeException}.
 */
public interface Secrets {
  Optional<Secret> get(String namespace, String name);

  /**
   * The bytes of all keys as they are, which need not be text: {@link Secret#data} would not hold
   * them whole. Empty when there is no such Secret. The caller's to clear.
   */
  Map<String, byte[]> bytes(String namespace, String name);

  /** Fails with EXISTS when there is one, ours or not. */
  Secret create(Draft draft);

  /**
   * Replaces data and our labels and annotations; foreign labels and annotations stay, and so does
   * the type. Fails with CONFLICT when the Secret is not the one that was read, with INVALID when
   * it is immutable.
   */
  Secret update(Secret current, Draft draft);

  /**
   * Sets one key and annotations, and leaves all else as it is. Fails with CONFLICT when the Secret
   * is not the one that was read, with INVALID when it is immutable.
   */
  Secret set(Secret current, String key, SecretText value, Map<String, String> annotations);

  /** Fails as {@link #set} would; changes nothing. */
  void checkSet(Secret current, String key, SecretText value);

  /** Deletes the very Secret that was read; does nothing when it is gone. */
  void delete(Secret current);

  /** Strips our ownerReference, labels and annotations and leaves the Secret to its users. */
  void release(Secret current, ResourceKey owner);

  /**
   * A Secret at one moment. Prints its name only.
   *
   * @param immutable data and type can only change by another Secret of that name
   * @param controller uid of the controlling owner; null when there is none
   * @param controllerName its kind and name, for people; empty when there is none
   */
  record Secret(
      String namespace,
      String name,
      String uid,
      String resourceVersion,
      String type,
      boolean immutable,
      Map<String, String> labels,
      Map<String, String> annotations,
      Map<String, SecretText> data,
      @Nullable String controller,
      String controllerName) {
    public Secret {
      Objects.requireNonNull(namespace, "namespace");
      Objects.requireNonNull(name, "name");
      labels = Map.copyOf(labels);
      annotations = Map.copyOf(annotations);
      data = Map.copyOf(data);
    }

    /** A key's text; empty when the key is absent or its text is. */
    public Optional<SecretText> text(String key) {
      return Optional.ofNullable(data.get(key)).filter(text -> !text.isEmpty());
    }

    @Override
    public String toString() {
      return "Secret " + namespace + "/" + name;
    }
  }

  /**
   * A Secret to be written.
   *
   * @param owner the object that controls it by ownerReference; null across namespaces
   */
  record Draft(
      String namespace,
      String name,
      String type,
      Map<String, String> labels,
      Map<String, String> annotations,
      Map<String, SecretText> data,
      @Nullable OwnerReference owner) {
    public Draft {
      Objects.requireNonNull(namespace, "namespace");
      Objects.requireNonNull(name, "name");
      labels = Map.copyOf(labels);
      annotations = Map.copyOf(annotations);
      data = Map.copyOf(data);
    }

    @Override
    public String toString() {
      return "Secret " + namespace + "/" + name;
    }
  }

  /** The controlling object, in the same namespace. */
  record OwnerReference(ResourceKey key, String uid) {}
}
