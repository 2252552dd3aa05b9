package io.dbprovision.postgres.sql;

import java.time.Duration;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Durations as PostgreSQL writes them, and the {@code m} that Kubernetes users write. */
public final class Wait {
  private static final Pattern FORM = Pattern.compile("\\s*(\\d{1,9})\\s*(us|ms|s|m|min|h|d)?\\s*");

  private Wait() {}

  /** Empty when it is no such text; zero means no limit. */
  public static Optional<Duration> parse(String text) {
    Matcher form = FORM.matcher(text);
    if (!form.matches()) {
      return Optional.empty();
    }
    long number = Long.parseLong(form.group(1));
    String unit = form.group(2) == null ? "ms" : form.group(2);
    return Optional.of(
        switch (unit) {
          case "us" -> Duration.ofNanos(number * 1_000);
          case "s" -> Duration.ofSeconds(number);
          case "m", "min" -> Duration.ofMinutes(number);
          case "h" -> Duration.ofHours(number);
          case "d" -> Duration.ofDays(number);
          default -> Duration.ofMillis(number);
        });
  }
}
