package io.dbprovision.postgres.copy;

import io.dbprovision.postgres.connect.Failures;
import io.dbprovision.spi.EngineException;
import io.dbprovision.spi.ErrorKind;
import java.sql.SQLException;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Makes sentences of what pg_dump says. Its details repeat statements: only its own words and the
 * server's primary message are told.
 */
final class DumpFailure {
  private static final Pattern ERROR =
      Pattern.compile("(?:pg_dump|pg_restore|psql)(?::<stdin>:\\d+)?: error: (.*)");
  private static final Pattern SERVER = Pattern.compile(".*?(?:ERROR|FATAL): +(.*)");

  /** Of the connection, not of the server: a detail, and the only one that repeats no statement. */
  private static final Pattern LOST =
      Pattern.compile(
          "detail: Error message from server: "
              + "((?:server closed the connection|no connection to the server|could not receive data|"
              + "could not send data|SSL connection has been closed|SSL SYSCALL error).*)");

  private static final String FULL = "No space left on device";
  private static final int LONGEST = 500;

  private DumpFailure() {}

  static EngineException of(String tool, int status, List<String> said) {
    String words = words(said);
    String ended =
        status > 128 ? tool + " was ended by signal " + (status - 128) : tool + " failed";
    return EngineException.of(
        kind(words), ended + (words.isEmpty() ? "" : ": " + words) + way(words));
  }

  static EngineException of(SQLException failure) {
    String said = Failures.said(failure);
    EngineException known = Failures.of(failure);
    return EngineException.of(
            known.kind(), "what the database holds could not be read: " + said + way(said))
        .causedBy(failure);
  }

  /** The first error, and what the server said if that stands further below. */
  static String words(List<String> said) {
    String server = "";
    String first = "";
    for (String line : said) {
      Matcher error = ERROR.matcher(line);
      Matcher primary = SERVER.matcher(line);
      Matcher lost = LOST.matcher(line);
      if (first.isEmpty() && line.contains("error: ") && error.matches()) {
        first = error.group(1);
      }
      if (server.isEmpty() && primary.matches()) {
        server = primary.group(1);
      } else if (server.isEmpty() && lost.find()) {
        server = lost.group(1);
      } else if (server.isEmpty() && !first.contains(FULL) && line.contains(FULL)) {
        // processes that write at once write into each other's lines
        server = FULL;
      }
    }
    if (!server.isEmpty()) {
      boolean alone = first.isEmpty() || first.contains("ERROR: ") || first.contains("FATAL: ");
      return shortened(alone ? server : first + ": " + server);
    }
    if (!first.isEmpty()) {
      return shortened(first);
    }
    return said.stream()
        .filter(line -> !line.isBlank())
        .findFirst()
        .map(DumpFailure::shortened)
        .orElse("");
  }

  private static String shortened(String text) {
    return text.length() <= LONGEST ? text : text.substring(0, LONGEST) + "…";
  }

  static ErrorKind kind(String words) {
    String said = words.toLowerCase(Locale.ROOT);
    if (said.contains("permission denied")
        || said.contains("must be owner")
        || said.contains("must be superuser")
        || said.contains("must be able to set role")
        || said.contains("must be member of role")
        || said.contains("row-level security")) {
      return ErrorKind.PERMISSION;
    }
    if (said.contains("lock timeout") || said.contains("statement timeout")) {
      return ErrorKind.TIMEOUT;
    }
    if (said.contains("no matching tables")
        || said.contains("no matching schemas")
        || said.contains("no matching")) {
      return ErrorKind.INVALID;
    }
    if (said.contains("no space left") || said.contains("disk full")) {
      return ErrorKind.EXHAUSTED;
    }
    boolean lost =
        said.contains("could not connect")
            || said.contains("connection to server")
            || said.contains("server closed the connection")
            || said.contains("terminating connection");
    return lost ? ErrorKind.UNREACHABLE : ErrorKind.INTERNAL;
  }

  private static String way(String words) {
    String said = words.toLowerCase(Locale.ROOT);
    if (said.contains("row-level security")) {
      return "; its policies hide rows from its own owner too: take FORCE ROW LEVEL SECURITY off the"
          + " table, or leave it out with excludeTables";
    }
    if (said.contains("permission denied")) {
      return "; give it to the database's owner, or leave it out with excludeTables or"
          + " excludeSchemas";
    }
    // pg_dump bounds its waiting for locks as a statement's time
    return said.contains("lock timeout") || said.contains("statement timeout")
        ? "; somebody holds a lock on a table: try again later, or raise lockWaitTimeout"
        : "";
  }
}
