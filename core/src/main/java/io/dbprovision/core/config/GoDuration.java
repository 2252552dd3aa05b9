package io.dbprovision.core.config;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Durations as Go writes them, because flags and manifests do: {@code 10s}, {@code 1h30m}, {@code
 * 500ms}, {@code 1.5h}.
 */
public final class GoDuration {
  private static final Pattern PART = Pattern.compile("(\\d+\\.?\\d*|\\.\\d+)([^\\d.]*)");
  private static final String HELP = "; write for example 30s, 5m, 1h30m or 8h";
  private static final Map<String, Long> NANOS =
      Map.of(
          "ns", 1L,
          "us", 1_000L,
          "µs", 1_000L, // micro sign
          "μs", 1_000L, // Greek mu
          "ms", 1_000_000L,
          "s", 1_000_000_000L,
          "m", 60_000_000_000L,
          "h", 3_600_000_000_000L);

  private GoDuration() {}

  /**
   * Parts below a nanosecond are cut off. A sign in front is accepted, as in Go; whether a negative
   * duration makes sense is the caller's to say.
   *
   * @throws IllegalArgumentException with a sentence for users that quotes the text
   */
  public static Duration parse(String text) {
    boolean negative = text.startsWith("-");
    String unsigned = negative || text.startsWith("+") ? text.substring(1) : text;
    if (unsigned.equals("0")) {
      return Duration.ZERO;
    }
    if (unsigned.isEmpty()) {
      throw new IllegalArgumentException("\"" + text + "\" is no duration" + HELP);
    }
    BigDecimal nanos = BigDecimal.ZERO;
    Matcher part = PART.matcher(unsigned);
    int end = 0;
    while (part.find() && part.start() == end) {
      nanos = nanos.add(new BigDecimal(part.group(1)).multiply(unit(text, part.group(2))));
      end = part.end();
    }
    if (end < unsigned.length()) {
      throw new IllegalArgumentException("\"" + text + "\" is no duration" + HELP);
    }
    // The longest that Go can hold, about 292 years.
    if (nanos.compareTo(BigDecimal.valueOf(Long.MAX_VALUE)) > 0) {
      throw new IllegalArgumentException("\"" + text + "\" is too long a duration");
    }
    return Duration.ofNanos(negative ? -nanos.longValue() : nanos.longValue());
  }

  /** The way Go prints it, such as {@code 8h0m0s}, but without parts that are zero: {@code 8h}. */
  public static String format(Duration duration) {
    if (duration.isZero()) {
      return "0s";
    }
    Duration absolute = duration.abs();
    StringBuilder text = new StringBuilder(duration.isNegative() ? "-" : "");
    append(text, absolute.toHours(), "h");
    append(text, absolute.toMinutesPart(), "m");
    append(text, absolute.toSecondsPart(), "s");
    append(text, absolute.toMillisPart(), "ms");
    append(text, absolute.toNanosPart() / 1_000 % 1_000, "us");
    append(text, absolute.toNanosPart() % 1_000, "ns");
    return text.toString();
  }

  private static void append(StringBuilder text, long value, String unit) {
    if (value != 0) {
      text.append(value).append(unit);
    }
  }

  private static BigDecimal unit(String text, String unit) {
    Long nanos = NANOS.get(unit);
    if (nanos != null) {
      return BigDecimal.valueOf(nanos);
    }
    throw new IllegalArgumentException(
        switch (unit) {
          case "" -> "\"" + text + "\" has a number without a unit" + HELP;
          case "d" -> "\"" + text + "\" has the unit \"d\", which is not known; a day is 24h";
          default -> "\"" + text + "\" has the unit \"" + unit + "\", which is not known" + HELP;
        });
  }
}
