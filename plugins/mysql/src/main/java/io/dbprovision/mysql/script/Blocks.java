package io.dbprovision.mysql.script;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Set;

/**
 * Follows the words of one statement, to tell whether a semicolon ends it or only something within
 * the routine that it makes. For one statement, not thread-safe.
 *
 * <p>{@code IF}, {@code REPEAT} and {@code FOR} are blocks only where a statement may begin: else
 * they are functions, or parts of other clauses. So it is followed where that is.
 */
final class Blocks {
  private static final int HEAD = 12;

  /** What may follow END and belongs to it; all but BEGIN that open something. */
  private static final Set<String> CLOSED = Set.of("IF", "CASE", "LOOP", "WHILE", "REPEAT", "FOR");

  /** What CREATE makes, of that which has no body. */
  private static final Set<String> PLAIN =
      Set.of(
          "TABLE",
          "VIEW",
          "INDEX",
          "DATABASE",
          "SCHEMA",
          "USER",
          "ROLE",
          "SERVER",
          "SEQUENCE",
          "TEMPORARY",
          "TABLESPACE",
          "LOGFILE",
          "RESOURCE");

  /** Those that begin a body of one statement; none of them is in a routine's header. */
  private static final Set<String> VERBS =
      Set.of(
          "RETURN",
          "SELECT",
          "INSERT",
          "UPDATE",
          "DELETE",
          "REPLACE",
          "CALL",
          "WITH",
          "TRUNCATE",
          "CREATE",
          "DROP",
          "ALTER",
          "RENAME",
          "ANALYZE",
          "OPTIMIZE",
          "PREPARE",
          "EXECUTE",
          "SHOW",
          "FLUSH",
          "LOCK",
          "KILL",
          "GRANT",
          "REVOKE",
          "SIGNAL",
          "VALUES");

  private enum Sort {
    UNKNOWN,
    PLAIN,
    ROUTINE,
    TRIGGER,
    EVENT
  }

  private enum Open {
    BLOCK,
    CASE_STATEMENT,
    CASE_EXPRESSION
  }

  private final List<String> head = new ArrayList<>();
  private final Deque<Open> open = new ArrayDeque<>();
  private Sort sort = Sort.UNKNOWN;
  private String previous = "";
  private int parentheses;
  private boolean body;

  /** Between the parameters and the body: no more than words of the header were met. */
  private boolean header;

  /** Whether a statement of the body may begin here. */
  private boolean beginning;

  private boolean ended;

  List<String> head() {
    return head;
  }

  /** Whether a semicolon ends nothing but a part of the statement. */
  boolean inside() {
    return !open.isEmpty();
  }

  boolean follows(String word) {
    return previous.equals(word);
  }

  /** A word that is no part of a longer name, in upper case. */
  void word(String word) {
    if (head.size() < HEAD) {
      head.add(word);
      sort(word);
    }
    boolean closes = ended && CLOSED.contains(word);
    ended = false;
    if (!closes) {
      if (body) {
        inBody(word);
      } else {
        before(word);
      }
    }
    previous = word;
  }

  /** A part of a longer name, in upper case: of a variable, where the statement sets some. */
  void variable(String part) {
    if (!head.isEmpty() && head.getFirst().equals("SET") && head.size() < HEAD) {
      head.add(part);
    }
    other();
  }

  /** A name, a number or a text. */
  void other() {
    ended = false;
    previous = "";
    beginning &= header;
  }

  void symbol(char c) {
    ended = false;
    previous = "";
    switch (c) {
      case '(' -> {
        parentheses++;
        beginning &= header;
      }
      case ')' -> {
        parentheses = Math.max(0, parentheses - 1);
        if (parentheses == 0 && sort == Sort.ROUTINE && !body) {
          bodyMayBegin();
        }
      }
      case ';', ':' -> beginning = body; // the end of a statement, or of a label
      default -> beginning &= header;
    }
  }

  private void sort(String word) {
    if (head.size() == 1) {
      if (CLOSED.contains(word)) { // MariaDB has blocks without a routine
        body = true;
        beginning = true;
      }
      return;
    }
    boolean makes = head.getFirst().equals("CREATE") || head.getFirst().equals("ALTER");
    if (makes && sort == Sort.UNKNOWN) {
      sort =
          switch (word) {
            case "PROCEDURE", "FUNCTION" -> Sort.ROUTINE;
            case "TRIGGER" -> Sort.TRIGGER;
            case "EVENT" -> Sort.EVENT;
            default -> PLAIN.contains(word) ? Sort.PLAIN : Sort.UNKNOWN;
          };
    }
  }

  private void before(String word) {
    boolean now =
        switch (word) {
          case "ROW" -> sort == Sort.TRIGGER && previous.equals("EACH");
          case "DO" -> sort == Sort.EVENT;
          default -> false;
        };
    if (now) {
      bodyMayBegin();
    } else if (head.equals(List.of("BEGIN", "NOT", "ATOMIC"))) {
      bodyMayBegin();
      enter(Open.BLOCK, true);
    }
  }

  private void bodyMayBegin() {
    body = true;
    header = true;
    beginning = true;
  }

  private void inBody(String word) {
    switch (word) {
      case "BEGIN", "LOOP" -> enter(Open.BLOCK, true);
      case "WHILE" -> enter(Open.BLOCK, false);
      case "CASE" -> enter(beginning ? Open.CASE_STATEMENT : Open.CASE_EXPRESSION, false);
      case "IF", "FOR", "REPEAT" -> {
        if (beginning) {
          enter(Open.BLOCK, word.equals("REPEAT"));
        }
      }
      case "END" -> {
        open.poll();
        ended = true;
        beginning = false;
      }
      case "THEN", "ELSE", "DO" -> beginning = open.peek() != Open.CASE_EXPRESSION;
      default -> plain(word);
    }
  }

  private void plain(String word) {
    boolean sets = word.equals("SET") && !previous.startsWith("CHAR");
    header &= !sets && !VERBS.contains(word);
    beginning &= header;
  }

  private void enter(Open what, boolean statementsFollow) {
    open.push(what);
    header = false;
    beginning = statementsFollow;
  }
}
