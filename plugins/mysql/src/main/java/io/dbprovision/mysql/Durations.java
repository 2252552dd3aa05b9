package io.dbprovision.mysql;

import java.time.Duration;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Durations as Kubernetes users write them: {@code 500ms}, {@code 30s}, {@code 1m30s}. */
final class Durations {
  private static final Pattern FORM =
      Pattern.compile("(?:(\\d{1,5})h)?(?:(\\d{1,6})m)?(?:(\\d{1,8})s)?(?:(\\d{1,9})ms)?");

  private Durations() {}

  /** Empty when it is no such text, or is nothing. */
  static Optional<Duration> parse(String text) {
    Matcher form = FORM.matcher(text.strip());
    if (!form.matches()) {
      return Optional.empty();
    }
    Duration sum =
        Duration.ofHours(number(form, 1))
            .plusMinutes(number(form, 2))
            .plusSeconds(number(form, 3))
            .plusMillis(number(form, 4));
    return sum.isZero() ? Optional.empty() : Optional.of(sum);
  }

  private static long number(Matcher form, int group) {
    return form.group(group) == null ? 0 : Long.parseLong(form.group(group));
  }
}
