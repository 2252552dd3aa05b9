package io.dbprovision.core.observability;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.IThrowableProxy;
import ch.qos.logback.classic.spi.ThrowableProxyUtil;
import io.dbprovision.core.config.LogSettings;
import io.dbprovision.core.config.TimeEncoding;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.slf4j.event.KeyValuePair;

/** What both forms of a log line have in common. */
abstract class LineFormat {
  private final TimeEncoding time;
  private final Level stackTraceFrom;

  LineFormat(LogSettings settings) {
    this.time = settings.time();
    this.stackTraceFrom = Logs.level(settings.stackTraceFrom());
  }

  /** The line without its end. */
  abstract String format(ILoggingEvent event);

  final TimeEncoding timeEncoding() {
    return time;
  }

  final String time(ILoggingEvent event) {
    Instant instant = event.getInstant();
    return TimeText.of(
        instant == null ? Instant.ofEpochMilli(event.getTimeStamp()) : instant, time);
  }

  final List<KeyValuePair> fields(ILoggingEvent event) {
    return Objects.requireNonNullElse(event.getKeyValuePairs(), List.of());
  }

  /** Class and message of the exception. */
  final Optional<String> error(ILoggingEvent event) {
    IThrowableProxy thrown = event.getThrowableProxy();
    return thrown == null
        ? Optional.empty()
        : Optional.of(thrown.getClassName() + ": " + thrown.getMessage());
  }

  /** The stack trace, for events of a level that shows it. */
  final Optional<String> stackTrace(ILoggingEvent event) {
    IThrowableProxy thrown = event.getThrowableProxy();
    return thrown == null || !event.getLevel().isGreaterOrEqual(stackTraceFrom)
        ? Optional.empty()
        : Optional.of(ThrowableProxyUtil.asString(thrown));
  }
}
