package io.dbprovision.postgres.copy;

import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Listens to psql: an error that is not tolerable ends it at once. Thread-safe. */
final class ScriptMessages implements Consumer<String> {
  /** psql's own, and those that kept it from the server. */
  private static final Pattern ERROR =
      Pattern.compile(
          "psql(?::<stdin>:(\\d+))?: (?:error: |ERROR: +|FATAL: +)+(?:[0-9A-Z]{5}: )?(.*)");

  /** The server's, whose word for an error may be of any language, and then its code. */
  private static final Pattern CODED =
      Pattern.compile(
          "psql:<stdin>:\\d+: (?!(?:DEBUG|LOG|INFO|NOTICE|WARNING|ERROR|FATAL|PANIC):)"
              + "[^:]+: +(?!00|01|02)[0-9A-Z]{5}: (.*)");

  private static final String TRANSLATED =
      " (the server says so in its own language, in which nobody can tell here what may be left"
          + " out of a script; set lc_messages to C for the database's owner, or take the backup"
          + " with format: custom)";

  private final Tolerance tolerance;
  private final Map<Integer, String> defaults;
  private final Runnable end;
  private @Nullable String fatal;

  /**
   * @param defaults whose default privileges which line of the script changes
   * @param end of the program
   */
  ScriptMessages(Tolerance tolerance, Map<Integer, String> defaults, Runnable end) {
    this.tolerance = tolerance;
    this.defaults = defaults;
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
    if (fatal != null) {
      return false;
    }
    Matcher coded = CODED.matcher(line);
    if (coded.matches()) {
      fatal = coded.group(1) + TRANSLATED;
      return true;
    }
    Matcher error = ERROR.matcher(line);
    if (!error.matches() || tolerable(error.group(1), error.group(2))) {
      return false;
    }
    fatal = error.group(2);
    return true;
  }

  private boolean tolerable(@Nullable String line, String words) {
    String role = line == null ? null : defaults.get(Integer.valueOf(line));
    return role == null ? tolerance.allows(words) : tolerance.allowsDefaults(role, words);
  }

  synchronized @Nullable String fatal() {
    return fatal;
  }

  synchronized List<String> warnings() {
    return tolerance.warnings();
  }
}
