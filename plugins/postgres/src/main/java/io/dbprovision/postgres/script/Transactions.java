package io.dbprovision.postgres.script;

import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Tells statements that begin or end transactions. */
final class Transactions {
  private static final Set<String> CONTROL =
      Set.of("BEGIN", "START", "COMMIT", "END", "ROLLBACK", "ABORT", "PREPARE");
  private static final Pattern HEAD =
      Pattern.compile("(?s)(?:\\s|--[^\\n]*(?:\\n|$)|/\\*.*?\\*/)*(\\p{L}+)\\s*(\\p{L}*).*");

  private Transactions() {}

  static boolean control(String statement) {
    Matcher head = HEAD.matcher(statement);
    if (!head.matches()) {
      return false;
    }
    String first = head.group(1).toUpperCase(Locale.ROOT);
    String second = head.group(2).toUpperCase(Locale.ROOT);
    return switch (first) {
      case "ROLLBACK" -> !second.equals("TO");
      case "PREPARE" -> second.equals("TRANSACTION");
      default -> CONTROL.contains(first);
    };
  }

  static boolean anyControl(List<String> statements) {
    return statements.stream().anyMatch(Transactions::control);
  }
}
