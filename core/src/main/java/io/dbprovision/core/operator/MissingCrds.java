package io.dbprovision.core.operator;

import io.dbprovision.core.api.CustomKind;
import io.dbprovision.core.kube.KubeException;
import io.dbprovision.core.runtime.Shutdown;
import java.time.Duration;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Waits for the API server and for our CRDs: an operator that was started first is no error. */
final class MissingCrds {
  private static final Logger log = LoggerFactory.getLogger(MissingCrds.class);
  private static final String WAY_OUT =
      "CRDs are not installed; install them with: kubectl apply -k distribution/config/crd";

  private final Supplier<Set<CustomKind>> missing;
  private final Readiness readiness;
  private final Duration pause;

  /**
   * @param missing asks the API server; throws {@link KubeException}
   */
  MissingCrds(Supplier<Set<CustomKind>> missing, Readiness readiness, Duration pause) {
    this.missing = missing;
    this.readiness = readiness;
    this.pause = pause;
  }

  /**
   * @return false when the end was asked for before they were there
   */
  boolean await(Shutdown shutdown) throws InterruptedException {
    while (shutdown.reason().isEmpty()) {
      if (there()) {
        return true;
      }
      shutdown.await(pause);
    }
    return false;
  }

  private boolean there() {
    try {
      Set<CustomKind> kinds = missing.get();
      if (kinds.isEmpty()) {
        return true;
      }
      String names =
          kinds.stream().map(CustomKind::plural).sorted().collect(Collectors.joining(","));
      readiness.notYet(WAY_OUT + " (missing: " + names + ")");
      log.atWarn().addKeyValue("missing", names).log(WAY_OUT);
    } catch (KubeException e) {
      readiness.notYet("the API server does not answer as expected: " + e.kind());
      log.atWarn().addKeyValue("error", e.kind()).log(e.getMessage());
    }
    return false;
  }
}
