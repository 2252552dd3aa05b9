package io.dbprovision.storage.s3;

import java.time.Duration;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Durations as Kubernetes users write them: {@code 720h}, {@code 1h30m}, {@code 90s}. */
final class GoDuration {
  private static final Pattern FORM =
      Pattern.compile("(?:(\\d{1,7})h)?(?:(\\d{1,8})m)?(?:(\\d{1,9})s)?");

  private GoDuration() {}

  /** Empty when it is no such text, or is nothing. */
  static Optional<Duration> parse(String text) {
    Matcher form = FORM.matcher(text);
    if (!form.matches()) {
      return Optional.empty();
    }
    Duration sum =
        Duration.ofHours(number(form, 1)).plusMinutes(number(form, 2)).plusSeconds(number(form, 3));
    return sum.isZero() ? Optional.empty() : Optional.of(sum);
  }

  private static long number(Matcher form, int group) {
    return form.group(group) == null ? 0 : Long.parseLong(form.group(group));
  }
}
