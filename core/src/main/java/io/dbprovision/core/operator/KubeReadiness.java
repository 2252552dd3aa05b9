package io.dbprovision.core.operator;

import io.dbprovision.core.kube.Kube;
import io.dbprovision.core.runtime.Service;
import java.time.Duration;
import java.util.concurrent.ExecutionException;

/** The caches: up when everything that exists has been seen once. */
final class KubeReadiness implements Service {
  private final Kube kube;
  private final Readiness readiness;

  KubeReadiness(Kube kube, Readiness readiness) {
    this.kube = kube;
    this.readiness = readiness;
  }

  @Override
  public void start() throws InterruptedException, ExecutionException {
    readiness.notYet("not everything in the cluster has been seen yet");
    kube.start().get();
    readiness.reached();
  }

  @Override
  public void stop(Duration grace) {
    readiness.notYet("stopping");
  }
}
