package io.dbprovision.postgres.copy;

import java.util.List;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Listens to psql: an error that is not tolerable ends it at once. Thread-safe. */
final class ScriptMessages implements Consumer<String> {
  private static final Pattern ERROR =
      Pattern.compile("psql(?::<stdin>:\\d+)?: (?:error: |ERROR: +|FATAL: +)+(.*)");

  private final Tolerance tolerance;
  private final Runnable end;
  private @Nullable String fatal;

  /**
   * @param end of the program
   */
  ScriptMessages(Tolerance tolerance, Runnable end) {
    this.tolerance = tolerance;
    this.end = end;
  }

  @Override
  public void accept(String line) {
    if (hear(line)) {
      end.run();
    }
  }

  /** True when it is to be ended. */
  private synchronized boolean hear(String line) {
    Matcher error = ERROR.matcher(line);
    if (fatal != null || !error.matches() || tolerance.allows(error.group(1))) {
      return false;
    }
    fatal = error.group(1);
    return true;
  }

  synchronized @Nullable String fatal() {
    return fatal;
  }

  synchronized List<String> warnings() {
    return tolerance.warnings();
  }
}
