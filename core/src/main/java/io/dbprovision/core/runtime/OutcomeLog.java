package io.dbprovision.core.runtime;

import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.event.Level;
import org.slf4j.spi.LoggingEventBuilder;

/** One structured line per outcome: at info when something was done, else at debug. */
final class OutcomeLog {
  private final Logger logger;
  private final String controller;

  OutcomeLog(Logger logger, String controller) {
    this.logger = logger;
    this.controller = controller;
  }

  void finished(Object key, String did, int failuresBefore, Duration took) {
    boolean quiet = did.isEmpty() && failuresBefore == 0;
    LoggingEventBuilder line = line(quiet ? Level.DEBUG : Level.INFO, key, took);
    if (failuresBefore > 0) {
      line = line.addKeyValue("failuresBefore", failuresBefore);
    }
    line.log(did.isEmpty() ? (quiet ? "In order" : "Recovered") : did);
  }

  void failed(Object key, Outcome.Retry retry, int failures, Duration delay, Duration took) {
    // The 1st, 2nd, 4th, 8th … failure in a row: a long outage of many objects stays readable.
    Level level = Integer.bitCount(failures) == 1 ? Level.WARN : Level.DEBUG;
    line(level, key, took)
        .addKeyValue("reason", retry.reason())
        .addKeyValue("failures", failures)
        .addKeyValue("retryMs", delay.toMillis())
        .log(retry.message());
  }

  void crashed(Object key, Throwable cause, Duration delay, Duration took) {
    line(Level.ERROR, key, took)
        .addKeyValue("reason", "InternalError")
        .addKeyValue("retryMs", delay.toMillis())
        .setCause(cause)
        .log("Reconcile failed unexpectedly");
  }

  private LoggingEventBuilder line(Level level, Object key, Duration took) {
    return logger
        .atLevel(level)
        .addKeyValue("controller", controller)
        .addKeyValue("key", key)
        .addKeyValue("tookMs", took.toMillis());
  }
}
