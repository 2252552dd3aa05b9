package io.dbprovision.core.observability;

/** Decides who may read metrics; in a cluster by asking the API server. Called by many threads. */
@FunctionalInterface
public interface MetricsAccess {

  /**
   * Whether the holder of this token may GET this path. May wait for an answer; what it throws is
   * taken for no. Implementations remember answers for a while, since every scrape asks.
   */
  boolean allowed(String bearerToken, String path);
}
