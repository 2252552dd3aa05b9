package io.dbprovision.postgres.script;

import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Tells statements that begin or end transactions, and those that are about the session alone. */
final class Transactions {
  private static final Set<String> CONTROL =
      Set.of("BEGIN", "START", "COMMIT", "END", "ROLLBACK", "ABORT", "PREPARE");

  /** What is set for the transaction alone. */
  private static final Set<String> PASSING = Set.of("LOCAL", "TRANSACTION", "CONSTRAINTS");

  private static final Pattern HEAD =
      Pattern.compile("(?s)(?:\\s|--[^\\n]*(?:\\n|$)|/\\*.*?\\*/)*(\\p{L}+)\\s*(\\p{L}*).*");

  private Transactions() {}

  static boolean control(String statement) {
    Head head = Head.of(statement);
    return switch (head.first()) {
      case "ROLLBACK" -> !head.second().equals("TO");
      case "PREPARE" -> head.second().equals("TRANSACTION");
      default -> CONTROL.contains(head.first());
    };
  }

  /** Whether it sets something for the session, until its end. */
  static boolean setting(String statement) {
    Head head = Head.of(statement);
    return head.first().equals("RESET")
        || (head.first().equals("SET") && !PASSING.contains(head.second()));
  }

  /** The first words of a statement, in capitals; empty ones when it begins otherwise. */
  private record Head(String first, String second) {
    static Head of(String statement) {
      Matcher words = HEAD.matcher(statement);
      return words.matches()
          ? new Head(
              words.group(1).toUpperCase(Locale.ROOT), words.group(2).toUpperCase(Locale.ROOT))
          : new Head("", "");
    }
  }

  static boolean anyControl(List<String> statements) {
    return statements.stream().anyMatch(Transactions::control);
  }
}
