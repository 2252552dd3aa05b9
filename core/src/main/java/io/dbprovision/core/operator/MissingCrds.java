package io.dbprovision.core.operator;

import io.dbprovision.core.api.CustomKind;
import io.dbprovision.core.kube.Kube;
import io.dbprovision.core.kube.KubeException;
import io.dbprovision.core.runtime.Shutdown;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Waits for the API server and for our CRDs: an operator that was started first is no error. */
final class MissingCrds {
  private static final Logger log = LoggerFactory.getLogger(MissingCrds.class);
  private static final long PAUSE_SECONDS = 5;

  private MissingCrds() {}

  static void await(Kube kube, Shutdown shutdown) throws InterruptedException {
    while (shutdown.reason().isEmpty() && !there(kube)) {
      TimeUnit.SECONDS.sleep(PAUSE_SECONDS);
    }
  }

  private static boolean there(Kube kube) {
    try {
      Set<CustomKind> missing = kube.missingKinds();
      if (missing.isEmpty()) {
        return true;
      }
      log.atWarn()
          .addKeyValue(
              "missing",
              missing.stream().map(CustomKind::plural).sorted().collect(Collectors.joining(",")))
          .log(
              "CRDs are not installed; install them with: kubectl apply -k distribution/config/crd");
    } catch (KubeException e) {
      log.atWarn().addKeyValue("error", e.kind()).log(e.getMessage());
    }
    return false;
  }
}
