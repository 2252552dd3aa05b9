package io.dbprovision.core.config;

/** From the chattiest to silence. */
public enum LogLevel {
  TRACE,
  DEBUG,
  INFO,
  WARN,
  ERROR,
  OFF
}
