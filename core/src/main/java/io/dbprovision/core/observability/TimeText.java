package io.dbprovision.core.observability;

import io.dbprovision.core.config.TimeEncoding;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;

/** Writes times in the forms that log flags offer. */
final class TimeText {
  private static final DateTimeFormatter MILLIS = formatter("uuuu-MM-dd'T'HH:mm:ss.SSSX");
  private static final DateTimeFormatter NANOS = formatter("uuuu-MM-dd'T'HH:mm:ss.SSSSSSSSSX");

  private TimeText() {}

  /** Whether the text is a number, which JSON writes without quotes. */
  static boolean isNumber(TimeEncoding encoding) {
    return switch (encoding) {
      case EPOCH, MILLIS, NANO -> true;
      case ISO8601, RFC3339, RFC3339NANO -> false;
    };
  }

  static String of(Instant time, TimeEncoding encoding) {
    return switch (encoding) {
      case EPOCH -> BigDecimal.valueOf(nanos(time), 9).toPlainString();
      case MILLIS -> Long.toString(time.toEpochMilli());
      case NANO -> Long.toString(nanos(time));
      case ISO8601 -> MILLIS.format(time);
      case RFC3339 -> time.truncatedTo(ChronoUnit.SECONDS).toString();
      case RFC3339NANO -> NANOS.format(time);
    };
  }

  private static long nanos(Instant time) {
    return Math.addExact(Math.multiplyExact(time.getEpochSecond(), 1_000_000_000L), time.getNano());
  }

  private static DateTimeFormatter formatter(String pattern) {
    return DateTimeFormatter.ofPattern(pattern).withZone(ZoneOffset.UTC);
  }
}
