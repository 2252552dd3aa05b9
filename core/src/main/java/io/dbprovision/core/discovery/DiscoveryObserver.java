package io.dbprovision.core.discovery;

import io.dbprovision.core.api.ResourceKey;
import io.dbprovision.spi.Kind;

/** Who counts what discovery does. */
public interface DiscoveryObserver {
  void scanned(ResourceKey instance, boolean success);

  /** How many objects of that kind are on the server that nobody keeps. */
  void orphans(ResourceKey instance, Kind kind, int count);

  /** Discovery has been switched off: what was known is no longer so. */
  void unwatched(ResourceKey instance);

  /**
   * @param object the one that was to be made
   */
  void adopted(ResourceKey object, boolean success);
}
