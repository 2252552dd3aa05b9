package io.dbprovision.core.config;

/** What a log line looks like. */
public enum LogFormat {
  /** One JSON object per line, for log collectors. */
  JSON,
  /** One line of text, for people. */
  TEXT
}
