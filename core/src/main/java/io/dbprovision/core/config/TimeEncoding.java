package io.dbprovision.core.config;

/** How a log line tells the time; all in UTC. */
public enum TimeEncoding {
  /** Seconds since 1970 with a fraction. */
  EPOCH,
  /** Milliseconds since 1970. */
  MILLIS,
  /** Nanoseconds since 1970. */
  NANO,
  /** {@code 2026-01-01T00:00:00.000Z}. */
  ISO8601,
  /** {@code 2026-01-01T00:00:00Z}. */
  RFC3339,
  /** {@code 2026-01-01T00:00:00.000000000Z}. */
  RFC3339NANO
}
