package io.dbprovision.core.config;

import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/**
 * The flags about logs. Existing Deployments pass those that begin with zap, the name of the logger
 * that operators in Go use.
 */
final class LogFlags {
  @Option(
      names = "--zap-devel",
      arity = "0..1",
      defaultValue = "false",
      fallbackValue = "true",
      paramLabel = "<bool>",
      description = "Log as text, from debug, with stack traces from warn.")
  private String devel = "";

  @Option(
      names = "--log-format",
      paramLabel = "json|console",
      description = "What log lines look like (default: json).")
  private @Nullable String logFormat;

  @Option(
      names = "--zap-encoder",
      paramLabel = "json|console",
      description = "The same under its older name.")
  private @Nullable String encoder;

  @Option(
      names = "--log-level",
      paramLabel = "<level>",
      description = "debug, info, warn, error, or a number: 1 is debug, 2 more (default: info).")
  private @Nullable String logLevel;

  @Option(
      names = "--zap-log-level",
      paramLabel = "<level>",
      description = "The same under its older name.")
  private @Nullable String level;

  @Option(
      names = "--zap-stacktrace-level",
      paramLabel = "<level>",
      description = "Lowest level with stack traces: info, warn, error, panic (default: error).")
  private @Nullable String stackTraceLevel;

  @Option(
      names = "--zap-time-encoding",
      defaultValue = "iso8601",
      paramLabel = "<form>",
      description =
          "epoch, millis, nano, iso8601, rfc3339 or rfc3339nano (default: ${DEFAULT-VALUE}).")
  private String time = "";

  LogSettings read(FlagReader reader) {
    boolean development = reader.bool("--zap-devel", devel);
    LogFormat format = development ? LogFormat.TEXT : LogFormat.JSON;
    LogLevel from = development ? LogLevel.DEBUG : LogLevel.INFO;
    LogLevel traces = development ? LogLevel.WARN : LogLevel.ERROR;
    return new LogSettings(
        read(
            reader,
            "--log-format",
            logFormat,
            read(reader, "--zap-encoder", encoder, format, LogFlags::format),
            LogFlags::format),
        read(
            reader,
            "--log-level",
            logLevel,
            read(reader, "--zap-log-level", level, from, LogFlags::level),
            LogFlags::level),
        read(reader, "--zap-stacktrace-level", stackTraceLevel, traces, LogFlags::level),
        reader.oneOf("--zap-time-encoding", time, TimeEncoding.ISO8601));
  }

  private static <T> T read(
      FlagReader reader,
      String flag,
      @Nullable String text,
      T otherwise,
      Function<String, T> parser) {
    return text == null ? otherwise : reader.read(flag, text, otherwise, parser);
  }

  private static LogFormat format(String text) {
    return switch (text) {
      case "json" -> LogFormat.JSON;
      case "console", "text" -> LogFormat.TEXT;
      default -> throw new IllegalArgumentException("\"" + text + "\" is neither json nor console");
    };
  }

  private static LogLevel level(String text) {
    if (text.matches("\\d{1,3}")) {
      int verbosity = Integer.parseInt(text);
      return verbosity == 0 ? LogLevel.INFO : verbosity == 1 ? LogLevel.DEBUG : LogLevel.TRACE;
    }
    return switch (text) {
      case "trace" -> LogLevel.TRACE;
      case "debug" -> LogLevel.DEBUG;
      case "info" -> LogLevel.INFO;
      case "warn" -> LogLevel.WARN;
      case "error" -> LogLevel.ERROR;
      // Levels of the Go logger at which the process ends; ours logs nothing there.
      case "dpanic", "panic", "fatal" -> LogLevel.OFF;
      default ->
          throw new IllegalArgumentException(
              "\"" + text + "\" is none of debug, info, warn, error, panic, nor a number");
    };
  }
}
