package io.dbprovision.core.kube;

/** Who counts what is written to the API server. */
@FunctionalInterface
public interface ApiObserver {
  /**
   * @param operation such as {@code status} or {@code finalizer}
   */
  void wrote(String kind, String operation);
}
