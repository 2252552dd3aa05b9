package io.dbprovision.core.observability;

import ch.qos.logback.classic.spi.ILoggingEvent;
import io.dbprovision.core.config.LogSettings;
import java.util.regex.Pattern;
import org.slf4j.event.KeyValuePair;

/** {@code 2026-01-01T00:00:00.000Z INFO Controller: Created database=orders tookMs=12}. */
final class TextLine extends LineFormat {
  private static final Pattern PLAIN = Pattern.compile("[^\\s\"=]+");

  TextLine(LogSettings settings) {
    super(settings);
  }

  @Override
  String format(ILoggingEvent event) {
    StringBuilder line = new StringBuilder(160);
    line.append(time(event)).append(' ').append(event.getLevel());
    line.append(event.getLevel().toString().length() < 5 ? "  " : " ");
    String logger = event.getLoggerName();
    line.append(logger, logger.lastIndexOf('.') + 1, logger.length()).append(": ");
    // A message of several lines could be taken for several events.
    line.append(event.getFormattedMessage().replace("\r", "").replace("\n", "\\n"));
    for (KeyValuePair field : fields(event)) {
      append(line, field.key, String.valueOf(field.value));
    }
    error(event).ifPresent(error -> append(line, "error", error));
    stackTrace(event)
        .ifPresent(trace -> line.append(System.lineSeparator()).append(trace.stripTrailing()));
    return line.toString();
  }

  private static void append(StringBuilder line, String key, String value) {
    line.append(' ').append(key).append('=');
    if (PLAIN.matcher(value).matches()) {
      line.append(value);
    } else {
      line.append('"').append(value.replace("\"", "\\\"").replace("\n", "\\n")).append('"');
    }
  }
}
