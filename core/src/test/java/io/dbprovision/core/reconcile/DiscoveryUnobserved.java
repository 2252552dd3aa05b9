package io.dbprovision.core.reconcile;

import io.dbprovision.core.api.ResourceKey;
import io.dbprovision.core.discovery.DiscoveryObserver;
import io.dbprovision.spi.Kind;

/** Counts nothing. */
public final class DiscoveryUnobserved implements DiscoveryObserver {
  @Override
  public void scanned(ResourceKey instance, boolean success) {}

  @Override
  public void orphans(ResourceKey instance, Kind kind, int count) {}

  @Override
  public void unwatched(ResourceKey instance) {}

  @Override
  public void adopted(ResourceKey object, boolean success) {}
}
