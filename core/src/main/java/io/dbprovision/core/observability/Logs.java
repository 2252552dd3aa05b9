package io.dbprovision.core.observability;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.OutputStreamAppender;
import io.dbprovision.core.config.LogFormat;
import io.dbprovision.core.config.LogLevel;
import io.dbprovision.core.config.LogSettings;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import org.slf4j.LoggerFactory;

/**
 * Sets logback up without XML, which would cost a parser at every start. All lines go to one stream
 * and pass {@link Redaction}.
 */
public final class Logs {
  private static final String OURS = "io.dbprovision";

  private final LoggerContext context;
  private final OutputStream stream;

  Logs(LoggerContext context, OutputStream stream) {
    this.context = context;
    this.stream = stream;
  }

  /** Makes the process log as told, to standard error; may be called again. */
  public static void configure(LogSettings settings) {
    if (LoggerFactory.getILoggerFactory() instanceof LoggerContext context) {
      new Logs(context, System.err).apply(settings);
    }
  }

  void apply(LogSettings settings) {
    RedactingEncoder encoder =
        new RedactingEncoder(
            settings.format() == LogFormat.JSON ? new JsonLine(settings) : new TextLine(settings));
    encoder.setContext(context);
    OutputStreamAppender<ILoggingEvent> appender = new OutputStreamAppender<>();
    appender.setContext(context);
    appender.setName("lines");
    appender.setEncoder(encoder);
    appender.setOutputStream(new Unclosed(stream));
    encoder.start();
    appender.start();
    Logger root = context.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
    root.detachAndStopAllAppenders();
    root.addAppender(appender);
    root.setLevel(librariesLevel(settings.level()));
    context.getLogger(OURS).setLevel(level(settings.level()));
    // says at every start that v1alpha1 is no stable version
    context
        .getLogger("io.fabric8.kubernetes.client.dsl.internal.VersionUsageUtils")
        .setLevel(Level.ERROR);
    // every failure of a watch is told by whoever opened it, who also knows whether it is one
    context
        .getLogger("io.fabric8.kubernetes.client.informers.impl.cache.Reflector")
        .setLevel(Level.OFF);
  }

  static Level level(LogLevel level) {
    return switch (level) {
      case TRACE -> Level.TRACE;
      case DEBUG -> Level.DEBUG;
      case INFO -> Level.INFO;
      case WARN -> Level.WARN;
      case ERROR -> Level.ERROR;
      case OFF -> Level.OFF;
    };
  }

  /** Never below info: at their finer levels clients log whole requests, Secrets included. */
  private static Level librariesLevel(LogLevel level) {
    return switch (level) {
      case TRACE, DEBUG -> Level.INFO;
      case INFO, WARN -> Level.WARN;
      case ERROR -> Level.ERROR;
      case OFF -> Level.OFF;
    };
  }

  /** Standard error outlives the appender. */
  private static final class Unclosed extends FilterOutputStream {
    Unclosed(OutputStream stream) {
      super(stream);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
      out.write(bytes, offset, length);
    }

    @Override
    public void close() throws IOException {
      flush();
    }
  }
}
