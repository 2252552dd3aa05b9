package io.dbprovision.mysql.copy;

import io.dbprovision.jdbc.tool.Tool;
import io.dbprovision.jdbc.tool.ToolFinder;
import io.dbprovision.mysql.connect.ServerFacts;
import io.dbprovision.spi.EngineException;
import io.dbprovision.spi.ErrorKind;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A client program that fits a server: of the same product, and not older.
 *
 * @param title name and version, for people
 */
public record ClientProgram(Tool tool, String title) {
  private static final Pattern MARIADB = Pattern.compile("(\\d+)\\.(\\d+)(\\.\\d+)?-MariaDB");
  private static final Pattern MYSQL = Pattern.compile("Ver (\\d+)\\.(\\d+)(\\.\\d+)?");

  private record Found(Tool tool, int major, int minor, String version) {}

  /**
   * @throws EngineException UNSUPPORTED with the version that is needed and where it was looked
   */
  public static ClientProgram dump(List<Path> folders, ServerFacts facts) {
    return facts.mariadb()
        ? find(folders, facts, "mariadb-dump", "mysqldump")
        : find(folders, facts, "mysqldump");
  }

  /**
   * @throws EngineException UNSUPPORTED with the version that is needed and where it was looked
   */
  public static ClientProgram load(List<Path> folders, ServerFacts facts) {
    return facts.mariadb()
        ? find(folders, facts, "mariadb", "mysql")
        : find(folders, facts, "mysql");
  }

  private static ClientProgram find(List<Path> folders, ServerFacts facts, String... names) {
    ToolFinder finder = new ToolFinder(folders, ToolFinder.path());
    return finder.all(names).stream()
        .flatMap(tool -> version(tool, facts.mariadb()).stream())
        .filter(found -> notOlder(found, facts))
        .min(Comparator.comparingInt(Found::major).thenComparingInt(Found::minor))
        .map(found -> new ClientProgram(found.tool(), found.tool().name() + " " + found.version()))
        .orElseThrow(
            () ->
                EngineException.of(
                    ErrorKind.UNSUPPORTED,
                    "no "
                        + String.join(" or ", names)
                        + " of "
                        + facts.title()
                        + " or newer was found in "
                        + finder.places()
                        + "; name the folder that has it by --tools-dir"));
  }

  /** Empty for the other product's. */
  private static Optional<Found> version(Tool tool, boolean mariadb) {
    Matcher told = (mariadb ? MARIADB : MYSQL).matcher(tool.said());
    if (!told.find() || (!mariadb && tool.said().contains("MariaDB"))) {
      return Optional.empty();
    }
    String version =
        told.group(1) + "." + told.group(2) + (told.group(3) == null ? "" : told.group(3));
    return Optional.of(
        new Found(tool, Integer.parseInt(told.group(1)), Integer.parseInt(told.group(2)), version));
  }

  /** By the first two numbers: patches of the same series read the same. */
  private static boolean notOlder(Found found, ServerFacts facts) {
    return !facts.atLeast(found.major(), found.minor() + 1, 0);
  }
}
