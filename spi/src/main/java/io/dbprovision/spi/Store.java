package io.dbprovision.spi;

import java.util.Optional;

/**
 * One kind of object storage: the provider class that a plugin names in {@code
 * META-INF/services/io.dbprovision.spi.Store}.
 *
 * <p>Constructed once, without arguments, when the plugin is loaded; construction and every method
 * but {@link #open} do no I/O and return at once. All methods may be called from several threads.
 */
public interface Store {
  /**
   * The name that manifests use: the value of {@code spec.storage.type}, and the key of this
   * store's block, {@code spec.storage.<name>}. Lower-case letters and digits.
   */
  String name();

  /**
   * Judges a block. Pure: the same block gives the same answer. Secrets are not looked at: their
   * absence is told by {@link #open}.
   */
  Validation validate(Section block);

  /**
   * What every key of this block begins with, without a slash at either end; empty when the block
   * has none. Pure; of a block that {@link #validate} refuses it gives what can be read of it.
   */
  String prefix(Section block);

  /**
   * The PersistentVolumeClaim that has to be mounted where the store is opened; empty for a store
   * behind a network. Pure.
   */
  default Optional<String> claim(Section block) {
    return Optional.empty();
  }

  /**
   * Whether a block names no login of its own, so that the client signs in as the pod that it runs
   * in. The operator asks before it opens the store: that identity is the platform's, and not every
   * tenant's to use. Pure.
   */
  default boolean asPod(Section block) {
    return claim(block).isEmpty() && !block.values().containsKey("secretRef");
  }

  /**
   * A client for one place. Cheap: whatever the client needs is made with its first request.
   *
   * @throws EngineException INVALID (a field, or a Secret's key that is missing: the path names it)
   */
  ObjectStore open(StorePlace place, StoreContext context);
}
