package io.dbprovision.core.reconcile;

import io.dbprovision.core.api.ResourceKey;
import io.dbprovision.core.kube.KubeException;
import io.dbprovision.core.runtime.Outcome;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What to do when the API server did not take a write. */
final class KubeFailures {
  private static final Logger log = LoggerFactory.getLogger(KubeFailures.class);
  private static final Duration SOON = Duration.ofMillis(200);
  private static final Duration LATER = Duration.ofSeconds(30);

  private KubeFailures() {}

  static Outcome outcome(ResourceKey key, KubeException e) {
    log.atInfo().addKeyValue("object", key).addKeyValue("error", e.kind()).log(e.getMessage());
    return switch (e.kind()) {
      // the newer object is on its way through the watch
      case CONFLICT, NOT_FOUND, EXISTS -> Outcome.after(SOON);
      case NAMESPACE_TERMINATING -> Outcome.after(LATER);
      case FORBIDDEN, INVALID, UNAVAILABLE ->
          Outcome.retry(e.kind().name(), String.valueOf(e.getMessage()));
    };
  }
}
