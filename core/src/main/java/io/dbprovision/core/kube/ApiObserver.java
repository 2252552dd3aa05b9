package io.dbprovision.core.kube;

/**
 * Hears of every write to the API server, so that quiet can be measured. Called from the writing
 * thread; must return at once. Events are reported as kind {@code Event}.
 */
public interface ApiObserver {
  /**
   * @param operation create, update, patch, status, finalizer or delete
   */
  void wrote(String kind, String operation);

  void failed(String kind, String operation, KubeException.Kind why);

  /** Nobody counts. */
  static ApiObserver none() {
    return new ApiObserver() {
      @Override
      public void wrote(String kind, String operation) {}

      @Override
      public void failed(String kind, String operation, KubeException.Kind why) {}
    };
  }
}
