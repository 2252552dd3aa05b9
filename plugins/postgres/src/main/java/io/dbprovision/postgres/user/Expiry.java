package io.dbprovision.postgres.user;

import java.time.Instant;
import java.time.temporal.ChronoUnit;

/** Times with the server's resolution of one microsecond. */
final class Expiry {
  private static final long MICROS = 1_000_000;

  private Expiry() {}

  static Instant instant(long micros) {
    return Instant.EPOCH.plus(micros, ChronoUnit.MICROS);
  }

  static long micros(Instant time) {
    return Math.addExact(Math.multiplyExact(time.getEpochSecond(), MICROS), time.getNano() / 1_000);
  }
}
