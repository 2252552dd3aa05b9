package io.dbprovision.mysql.script;

import java.util.Set;

/** Tells statements that end a transaction, because they say so or because the servers do it. */
final class Commits {
  private static final Set<String> CONTROL = Set.of("BEGIN", "START", "COMMIT", "XA");

  /** The servers commit before these, and most of them after, too. */
  private static final Set<String> IMPLICIT =
      Set.of(
          "CREATE",
          "ALTER",
          "DROP",
          "RENAME",
          "TRUNCATE",
          "GRANT",
          "REVOKE",
          "INSTALL",
          "UNINSTALL",
          "ANALYZE",
          "CACHE",
          "CHECK",
          "FLUSH",
          "OPTIMIZE",
          "REPAIR",
          "RESET",
          "LOCK",
          "UNLOCK",
          "IMPORT",
          "CHANGE",
          "STOP",
          "PURGE");

  /** What is set for one transaction, one statement, or for more than the session. */
  private static final Set<String> PASSING =
      Set.of("TRANSACTION", "STATEMENT", "DEFAULT", "GLOBAL", "PERSIST", "PERSIST_ONLY");

  private Commits() {}

  /** Whether it begins or ends a transaction by its own words. */
  static boolean control(Piece statement) {
    return switch (statement.first()) {
      case "ROLLBACK" -> !statement.head().contains("TO");
      case "BEGIN" -> !statement.word(1).equals("NOT"); // else it is a block of MariaDB's
      case "SET" -> statement.head().contains("AUTOCOMMIT");
      default -> CONTROL.contains(statement.first());
    };
  }

  /** Whether the servers commit what was done before it. */
  static boolean implicit(Piece statement) {
    return switch (statement.first()) {
      case "CREATE", "DROP" -> !statement.word(1).equals("TEMPORARY");
      case "SET" ->
          statement.word(1).equals("PASSWORD")
              || (statement.word(1).equals("STATEMENT") // MariaDB: and then another one
                  && statement.head().stream()
                      .anyMatch(word -> IMPLICIT.contains(word) || CONTROL.contains(word)));
      case "LOAD" -> statement.word(1).equals("INDEX");
      default -> IMPLICIT.contains(statement.first());
    };
  }

  /** Whether it sets something for the session, until its end. */
  static boolean setting(Piece statement) {
    return switch (statement.first()) {
      case "USE" -> true;
      case "SET" ->
          !implicit(statement)
              && !PASSING.contains(statement.word(1))
              && !statement.head().contains("AUTOCOMMIT");
      default -> false;
    };
  }

  static boolean any(Entry entry) {
    return entry.statements().stream().anyMatch(one -> control(one) || implicit(one));
  }
}
