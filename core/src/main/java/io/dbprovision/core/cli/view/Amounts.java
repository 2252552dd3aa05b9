package io.dbprovision.core.cli.view;

import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Times and sizes in few characters. */
public final class Amounts {
  private static final long MINUTE = 60;
  private static final long HOUR = 60 * MINUTE;
  private static final long DAY = 24 * HOUR;

  private Amounts() {}

  /**
   * As kubectl shows ages; of the future as well.
   *
   * @param time null: not known
   */
  public static String age(@Nullable Instant time, Instant now) {
    return time == null ? "-" : span(Duration.between(time, now).abs());
  }

  public static String span(Duration time) {
    long seconds = time.toSeconds();
    if (seconds < 2 * MINUTE) {
      return seconds + "s";
    }
    if (seconds < 2 * HOUR) {
      return seconds / MINUTE + "m";
    }
    return seconds < 2 * DAY ? seconds / HOUR + "h" : seconds / DAY + "d";
  }

  public static String bytes(long bytes) {
    String[] units = {"B", "KiB", "MiB", "GiB", "TiB"};
    double size = bytes;
    int unit = 0;
    while (size >= 1024 && unit < units.length - 1) {
      size /= 1024;
      unit++;
    }
    return unit == 0
        ? bytes + " B"
        : String.format(Locale.ROOT, size < 10 ? "%.1f %s" : "%.0f %s", size, units[unit]);
  }
}
