package io.dbprovision.core.config;

/**
 * How the operator logs, always to standard error.
 *
 * @param level the lowest level of the operator's own lines
 * @param stackTraceFrom the lowest level of lines that show the stack trace of their exception
 */
public record LogSettings(
    LogFormat format, LogLevel level, LogLevel stackTraceFrom, TimeEncoding time) {

  /** For commands that people run: text, from info. */
  public static LogSettings forPeople() {
    return new LogSettings(LogFormat.TEXT, LogLevel.INFO, LogLevel.ERROR, TimeEncoding.ISO8601);
  }
}
