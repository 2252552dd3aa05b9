package io.dbprovision.core.runtime;

import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.event.Level;
import org.slf4j.spi.LoggingEventBuilder;

/** One structured line per outcome: at info when there is something to tell, else at debug. */
final class OutcomeLog {
  private final Logger logger;
  private final String controller;

  OutcomeLog(Logger logger, String controller) {
    this.logger = logger;
    this.controller = controller;
  }

  void finished(Object key, Report report, int failuresBefore, Duration took) {
    boolean quiet = report.did().isEmpty() && failuresBefore == 0;
    LoggingEventBuilder line = line(quiet ? Level.DEBUG : Level.INFO, key, report, took);
    if (failuresBefore > 0) {
      line = line.addKeyValue("failuresBefore", failuresBefore);
    }
    line.log(report.did().isEmpty() ? withoutNews(report, failuresBefore) : report.did());
  }

  private static String withoutNews(Report report, int failuresBefore) {
    if (!report.reason().isEmpty()) {
      return "As before";
    }
    return failuresBefore > 0 ? "Recovered" : "In order";
  }

  void failed(Object key, Outcome.Retry retry, int failures, Duration delay, Duration took) {
    // The 1st, 2nd, 4th, 8th … failure in a row: a long outage of many objects stays readable.
    Level level = Integer.bitCount(failures) == 1 ? Level.WARN : Level.DEBUG;
    line(level, key, retry.report(), took)
        .addKeyValue("failures", failures)
        .addKeyValue("retryMs", delay.toMillis())
        .log(retry.report().did());
  }

  void crashed(Object key, Throwable cause, Duration delay, Duration took) {
    line(Level.ERROR, key, Report.of("", "InternalError"), took)
        .addKeyValue("retryMs", delay.toMillis())
        .setCause(cause)
        .log("Reconcile failed unexpectedly");
  }

  private LoggingEventBuilder line(Level level, Object key, Report report, Duration took) {
    LoggingEventBuilder line =
        logger
            .atLevel(level)
            .addKeyValue("controller", controller)
            .addKeyValue("object", key)
            .addKeyValue("tookMs", took.toMillis());
    if (!report.reason().isEmpty()) {
      line = line.addKeyValue("reason", report.reason());
    }
    if (!report.reconcileId().isEmpty()) {
      line = line.addKeyValue("reconcileID", report.reconcileId());
    }
    return line;
  }
}
