package io.dbprovision.core.kube;

import java.util.Optional;

/**
 * Tells of changes to Secrets and ConfigMaps anywhere, by metadata-only watches: their content is
 * never sent to us for it.
 */
public interface References {
  /** What can be watched. */
  enum Type {
    SECRET,
    CONFIG_MAP
  }

  /**
   * {@code uid:resourceVersion} as last seen, without asking the API server; empty when it is not
   * there, or when its namespace may not be watched.
   */
  Optional<String> version(Type type, String namespace, String name);

  /**
   * True when the watch is in order and shows none of that name, as it was a moment ago: what was
   * made just now may be on its way still.
   */
  boolean absent(Type type, String namespace, String name);

  void subscribe(Type type, Listener listener);

  /** Who wants to know. Must return at once. */
  @FunctionalInterface
  interface Listener {
    void changed(String namespace, String name);
  }
}
