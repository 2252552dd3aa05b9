package io.dbprovision.core.status;

import io.dbprovision.core.kube.KubeException;
import io.dbprovision.core.runtime.Outcome;
import io.dbprovision.core.runtime.Report;
import java.time.Duration;

/** What to do when the API server did not take a write. */
public final class KubeFailures {
  private static final Duration SOON = Duration.ofMillis(200);
  private static final Duration LATER = Duration.ofSeconds(30);

  private KubeFailures() {}

  /** Where the object just moved on, soon again; what needs somebody's help, with backoff. */
  public static Outcome outcome(KubeException e) {
    Report report = Report.of(text(e), e.kind().name());
    return switch (e.kind()) {
      // the newer object is on its way through the watch
      case CONFLICT, NOT_FOUND, EXISTS -> Outcome.after(SOON).telling(report);
      case NAMESPACE_TERMINATING -> Outcome.after(LATER).telling(report);
      case FORBIDDEN, INVALID, UNAVAILABLE ->
          Outcome.retry(e.kind().name(), String.valueOf(e.getMessage()));
    };
  }

  /** What went wrong, for people. */
  public static String text(KubeException e) {
    return "the API server did not take a write: " + e.getMessage();
  }
}
