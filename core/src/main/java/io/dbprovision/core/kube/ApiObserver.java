package io.dbprovision.core.kube;

/**
 * Hears of every write to the API server, so that quiet can be measured. Called from the writing
 * thread; must return at once. Events are reported as kind {@code Event}.
 */
@FunctionalInterface
public interface ApiObserver {
  /**
   * @param operation create, update, patch, status, finalizer or delete
   */
  void wrote(String kind, String operation);

  /** A write that did not succeed, for whatever reason. */
  default void failed(String kind, String operation, KubeException.Kind why) {}
}
