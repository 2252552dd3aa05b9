package io.dbprovision.postgres.copy;

import java.util.List;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Listens to pg_restore, which goes on after errors and counts them. One that is not tolerable ends
 * it at once. Thread-safe.
 */
final class RestoreMessages implements Consumer<String> {
  private static final Pattern ENTRY =
      Pattern.compile("pg_restore: from TOC entry \\d+; \\d+ \\d+ (.*)");
  private static final Pattern ERROR =
      Pattern.compile("pg_restore: error: (?:could not execute query: )?(?:ERROR: +)?(.*)");

  /** In a line that several processes may have written at once, where its end is in one piece. */
  private static final Pattern PIECE =
      Pattern.compile("(?:pg_restore:|error:|warning:|detail:|hint:| )*");

  /** What a process is at; an error's mark in front of it is another's. */
  private static final Pattern PROGRESS =
      Pattern.compile(
          "(?:launching|finished|processing|skipping|creating|executing|entering|transferring"
              + "|reducing|implied|connecting|disabling|enabling|setting|dropping|while|from) .*");

  private static final String QUERY = "could not execute query: ";

  private static final Pattern IGNORED =
      Pattern.compile("pg_restore: warning: errors ignored on restore: (\\d+)");

  private final Tolerance tolerance;
  private final boolean parallel;
  private final Runnable end;
  private String entry = "";
  private int tolerated;
  private int ignored;
  private int tables;
  private @Nullable String fatal;

  /**
   * @param parallel several processes: then it counts an error wherever it hears of it
   * @param end of the program
   */
  RestoreMessages(Tolerance tolerance, boolean parallel, Runnable end) {
    this.tolerance = tolerance;
    this.parallel = parallel;
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
    return parallel ? hearPieces(line) : hearLine(line);
  }

  /**
   * Nobody knows which entry an error belongs to: only what is tolerable anywhere is tolerated, see
   * {@link TableOfContents#late}.
   */
  private boolean hearPieces(String line) {
    Matcher marks = PIECE.matcher(line);
    String said = marks.lookingAt() ? line.substring(marks.end()) : line;
    if (said.startsWith("processing data for table ")) {
      tables++;
    }
    boolean query = said.startsWith(QUERY);
    boolean error =
        query || (marks.group().contains("error:") && !PROGRESS.matcher(said).matches());
    if (!error) {
      return false;
    }
    return judge("", query ? said.substring(QUERY.length()).replaceFirst("^ERROR: +", "") : said);
  }

  /** True when that is no error to go on after. */
  private boolean judge(String at, String words) {
    if (tolerance.allows(at, words)) {
      tolerated++;
      return false;
    }
    boolean first = fatal == null;
    fatal = first ? words : fatal;
    return first;
  }

  private boolean hearLine(String line) {
    Matcher at = ENTRY.matcher(line);
    Matcher error = ERROR.matcher(line);
    Matcher count = IGNORED.matcher(line);
    if (line.startsWith("pg_restore: processing data for table ")) {
      tables++;
    } else if (at.matches()) {
      entry = at.group(1);
    } else if (count.matches()) {
      ignored = Integer.parseInt(count.group(1));
    } else if (error.matches()) {
      return judge(entry, error.group(1));
    }
    return false;
  }

  /** Whether the exit status is explained by what was tolerated. */
  synchronized boolean accounts(int status) {
    return status == 0 || (status == 1 && tolerated > 0 && (parallel || ignored == tolerated));
  }

  synchronized @Nullable String fatal() {
    return fatal;
  }

  synchronized List<String> warnings() {
    return tolerance.warnings();
  }

  synchronized int tables() {
    return tables;
  }
}
