package io.dbprovision.postgres.copy;

import io.dbprovision.jdbc.tool.Tool;
import io.dbprovision.jdbc.tool.ToolFinder;
import io.dbprovision.spi.EngineException;
import io.dbprovision.spi.ErrorKind;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** PostgreSQL's client programs, of the version that fits a server. Thread-safe. */
final class PgTools {
  private static final Pattern VERSION =
      Pattern.compile("(\\w+) \\(PostgreSQL\\) (\\d+)(?:\\.(\\d+))?.*");

  /** Where Debian has them, a folder for each major version. */
  private static final Path DEBIAN = Path.of("/usr/lib/postgresql");

  private final ToolFinder finder;

  PgTools(List<Path> folders) {
    this.finder =
        new ToolFinder(
            folders, Stream.concat(Stream.of(DEBIAN), ToolFinder.path().stream()).toList());
  }

  /**
   * A program with its version.
   *
   * @param minor 0 for one that is not released yet
   */
  record PgTool(Tool tool, String name, int major, int minor) {
    /** Such as {@code pg_dump 18.1}. */
    String title() {
      return name + " " + major + "." + minor;
    }

    /** Knows the command that lets no other command of psql's own run. */
    boolean restricts() {
      return switch (major) {
        case 13 -> minor >= 22;
        case 14 -> minor >= 19;
        case 15 -> minor >= 14;
        case 16 -> minor >= 10;
        case 17 -> minor >= 6;
        default -> major >= 18;
      };
    }
  }

  /**
   * The lowest version that serves a server of that major version: what newer ones write, older
   * ones may not read.
   *
   * @throws EngineException UNSUPPORTED with what was looked for and where
   */
  PgTool find(String program, int major) {
    return find(program, major, tool -> true, "");
  }

  PgTool find(String program, int major, Predicate<PgTool> fits, String needed) {
    List<PgTool> found = new ArrayList<>();
    for (Tool tool : finder.all(program)) {
      Matcher version = VERSION.matcher(tool.said());
      if (version.matches()) {
        String minor = version.group(3);
        found.add(
            new PgTool(
                tool,
                version.group(1),
                Integer.parseInt(version.group(2)),
                minor == null ? 0 : Integer.parseInt(minor)));
      }
    }
    return found.stream()
        .filter(tool -> tool.major() >= major && fits.test(tool))
        .min(Comparator.comparingInt(PgTool::major))
        .orElseThrow(() -> missing(program, major, needed, found));
  }

  private EngineException missing(String program, int major, String needed, List<PgTool> found) {
    List<String> versions = found.stream().map(PgTool::title).toList();
    return EngineException.of(
        ErrorKind.UNSUPPORTED,
        "there is no "
            + program
            + " of version "
            + major
            + " or newer"
            + needed
            + "; searched: "
            + finder.places()
            + (versions.isEmpty() ? "" : "; found: " + String.join(", ", versions))
            + ". Name a folder that has one with --tools-dir");
  }
}
