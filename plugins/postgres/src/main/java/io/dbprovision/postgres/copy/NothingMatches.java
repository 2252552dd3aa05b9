package io.dbprovision.postgres.copy;

import io.dbprovision.spi.EngineException;
import io.dbprovision.spi.ErrorKind;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What a manifest names and the database does not have: who wrote it can mend it. */
final class NothingMatches {
  private static final Pattern OF_A_DUMP =
      Pattern.compile(
          "pg_dump: error: no matching (schemas|tables) were found(?: for pattern \"(.*)\")?");

  private NothingMatches() {}

  /**
   * @param path of the engine's block
   * @param said by pg_dump
   */
  static Optional<EngineException> of(String path, List<String> said) {
    return said.stream()
        .map(OF_A_DUMP::matcher)
        .filter(Matcher::matches)
        .findFirst()
        .map(
            found ->
                EngineException.at(
                    ErrorKind.INVALID,
                    path + "." + found.group(1),
                    "matches nothing in the database%s: write %s that are there, with their schema (sales.orders), or leave it out"
                        .formatted(
                            found.group(2) == null ? "" : ", \"" + found.group(2) + "\"",
                            found.group(1))));
  }
}
