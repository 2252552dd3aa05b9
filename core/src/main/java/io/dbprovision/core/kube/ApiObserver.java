package io.dbprovision.core.kube;

import java.util.function.Supplier;

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

  /**
   * Runs a request, reading ones too, and hands on what it gives or throws.
   *
   * @param path on the API server, without a query
   */
  default <T> T around(String method, String kind, String path, Supplier<T> request) {
    return request.get();
  }
}
