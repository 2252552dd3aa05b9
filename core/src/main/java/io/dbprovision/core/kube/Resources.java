package io.dbprovision.core.kube;

import io.dbprovision.core.api.CustomKind;
import io.dbprovision.core.api.CustomResource;
import io.dbprovision.core.api.ResourceKey;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * The objects of the API group: read from a cache that holds our own writes at once, written object
 * by object. Thread-safe. Only objects of this operator's instance id are in it, but for instances,
 * which anybody's object may refer to: ask {@link #ours} before writing one.
 *
 * <p>Every write throws {@link KubeException}; its kind says what to do. A write to another
 * operator's object throws {@link IllegalArgumentException}.
 */
public interface Resources {
  /** The newer of the cache and our own writes; empty when it does not exist. */
  Optional<CustomResource> get(ResourceKey key);

  /**
   * As the API server has it now, for what cannot be taken back; the cache may be behind by as much
   * as a watch is.
   *
   * @throws KubeException when it cannot be asked
   */
  default Optional<CustomResource> fresh(ResourceKey key) {
    return get(key);
  }

  /**
   * Whether it would be seen if it were there: an operator of some namespaces, or without rights of
   * the whole cluster, does not see everything.
   */
  default boolean sees(ResourceKey key) {
    return true;
  }

  Collection<CustomResource> list(CustomKind kind);

  /**
   * Objects by an index that was declared with {@link #index} before the caches were started.
   *
   * @throws IllegalArgumentException for an index nobody declared
   */
  Collection<CustomResource> byIndex(CustomKind kind, String index, String value);

  /**
   * Like {@link #byIndex}, but the objects of other operators' instance ids. Never for instances.
   */
  Collection<CustomResource> othersByIndex(CustomKind kind, String index, String value);

  /** Whether the object is labelled for this operator's instance id, so that it may be written. */
  boolean ours(CustomResource resource);

  /** Declares an index; the function gives the values an object is found by, and must be pure. */
  void index(
      CustomKind kind, String index, Function<CustomResource, ? extends Collection<String>> values);

  /** Tells of every change in the cache, in order per object, from one thread at a time. */
  void subscribe(CustomKind kind, Listener listener);

  /**
   * Makes an object.
   *
   * @throws KubeException EXISTS when one of that name is there
   */
  CustomResource create(NewObject object);

  /** Adds our finalizer unless it is there; fails with CONFLICT on an old view. */
  CustomResource addFinalizer(CustomResource resource);

  /** Removes all finalizers of the kind; does nothing when the object is gone. */
  void removeFinalizers(CustomResource resource);

  /**
   * Sends the whole status by server-side apply with our field manager. The caller has compared it
   * before; nothing is sent to another object of the same name (the uid is checked).
   *
   * @param status JSON-like; what we applied before and is absent now is removed
   */
  CustomResource applyStatus(CustomResource resource, Map<String, Object> status);

  /**
   * Takes the reference to an owner from an object, so that it does not go with it; does nothing
   * when the object is gone or not owned by it.
   */
  void disown(CustomResource resource, String ownerUid);

  /** Sets an annotation of that very object; fails with CONFLICT when it is another one by now. */
  CustomResource annotate(CustomResource resource, String key, String value);

  /** Asks for deletion of the very object that was read; does nothing when it is gone. */
  void delete(CustomResource resource);

  /** Who wants to know. Must return at once. */
  interface Listener {
    /** Added or changed, or seen again in a re-list. */
    void changed(CustomResource now);

    /** As we wrote it ourselves: nobody has to look at it again, but others may wait for it. */
    void written(CustomResource now);

    void deleted(CustomResource last);

    /** One that is told the same whatever happens to an object. */
    static Listener of(Consumer<CustomResource> told) {
      return new Listener() {
        @Override
        public void changed(CustomResource now) {
          told.accept(now);
        }

        @Override
        public void written(CustomResource now) {
          told.accept(now);
        }

        @Override
        public void deleted(CustomResource last) {
          told.accept(last);
        }
      };
    }
  }
}
