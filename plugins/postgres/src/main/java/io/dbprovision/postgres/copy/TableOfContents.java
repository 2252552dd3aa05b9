package io.dbprovision.postgres.copy;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.dbprovision.jdbc.tool.ToolProcess;
import io.dbprovision.spi.EngineException;
import io.dbprovision.spi.ErrorKind;
import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/**
 * What a restore selects of an archive, in three lists for {@code --use-list}. A run with one of
 * them is told nothing of the selection: pg_restore leaves out the rights of what is in no list.
 *
 * @param most what is in neither of the others
 * @param late what one process restores after all else, see {@link #LATE}
 * @param roles what tells of roles, when these get other names
 */
record TableOfContents(Path most, Path late, Path roles) {
  private static final Predicate<String> ROLES =
      entry("ACL|DEFAULT ACL|POLICY|COMMENT \\S+ POLICY");

  /**
   * What may fail and is left out then, and what pg_restore does after it. Only one process tells
   * clearly what failed: several write into each other's lines.
   */
  private static final Predicate<String> LATE =
      entry(
          "ACL|DEFAULT ACL|COMMENT \\S+ EXTENSION|COMMENT \\S+ SCHEMA public"
              + "|MATERIALIZED VIEW DATA|EVENT TRIGGER|COMMENT \\S+ EVENT TRIGGER");

  private static Predicate<String> entry(String sorts) {
    return Pattern.compile("\\d+; \\d+ \\d+ (?:" + sorts + ") .*").asMatchPredicate();
  }

  /** In the scratch folder of the order. */
  static TableOfContents in(Path scratch) {
    return new TableOfContents(
        scratch.resolve("most"), scratch.resolve("late"), scratch.resolve("roles"));
  }

  /**
   * Reads it.
   *
   * @param listing a run of {@code pg_restore --list}
   * @param mapped whether roles get other names
   */
  void divide(ToolProcess listing, boolean mapped) {
    try (listing;
        BufferedReader lines = new BufferedReader(new InputStreamReader(listing.stdout(), UTF_8));
        BufferedWriter toMost = Files.newBufferedWriter(most);
        BufferedWriter toLate = Files.newBufferedWriter(late);
        BufferedWriter toRoles = Files.newBufferedWriter(roles)) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        BufferedWriter to =
            mapped && ROLES.test(line) ? toRoles : LATE.test(line) ? toLate : toMost;
        to.write(line);
        to.newLine();
      }
      int status = listing.finish();
      if (status != 0) {
        throw RestoreFailure.of("pg_restore", status, null, listing.said());
      }
    } catch (IOException e) {
      throw EngineException.of(
              ErrorKind.EXHAUSTED, "the scratch folder takes no more; make that larger")
          .causedBy(e);
    }
  }

  /** Whether anything is in one of the lists. */
  static boolean any(Path list) {
    try {
      return Files.size(list) > 0;
    } catch (IOException e) {
      throw EngineException.of(ErrorKind.INTERNAL, "the scratch folder cannot be read").causedBy(e);
    }
  }
}
