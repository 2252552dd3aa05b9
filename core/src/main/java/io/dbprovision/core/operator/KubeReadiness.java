package io.dbprovision.core.operator;

import io.dbprovision.core.kube.Kube;
import io.dbprovision.core.runtime.Service;
import java.time.Duration;
import java.util.concurrent.ExecutionException;

/** The caches: up when everything that exists has been seen once. */
final class KubeReadiness implements Service {
  private final Kube kube;
  private volatile boolean ready;

  KubeReadiness(Kube kube) {
    this.kube = kube;
  }

  boolean ready() {
    return ready;
  }

  @Override
  public void start() throws InterruptedException, ExecutionException {
    kube.start().get();
    ready = true;
  }

  @Override
  public void stop(Duration grace) {
    ready = false;
  }
}
