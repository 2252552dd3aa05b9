package io.dbprovision.postgres.script;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Splits a text into statements as psql does: semicolons within quotes, dollar quotes, comments
 * (which nest), parentheses and {@code BEGIN ATOMIC} bodies end nothing. Not thread-safe.
 */
public final class ScriptLexer {
  private final String text;
  private final List<String> statements = new ArrayList<>();
  private final List<String> words = new ArrayList<>();
  private int at;
  private int start;
  private int parentheses;
  private int bodies;
  private boolean empty = true;

  private ScriptLexer(String text) {
    this.text = text;
  }

  /** Statements in order, without the semicolons; those of comments only are left out. */
  public static List<String> split(String text) {
    ScriptLexer lexer = new ScriptLexer(text);
    while (lexer.at < text.length()) {
      lexer.step();
    }
    lexer.end();
    return lexer.statements;
  }

  private void step() {
    char c = text.charAt(at);
    if (looking("--")) {
      int end = text.indexOf('\n', at);
      at = end < 0 ? text.length() : end;
    } else if (looking("/*")) {
      comment();
    } else if (Character.isWhitespace(c)) {
      at++;
    } else if (c == ';' && parentheses == 0 && bodies == 0) {
      end();
      at++;
      start = at;
    } else {
      empty = false;
      token(c);
    }
  }

  private void token(char c) {
    switch (c) {
      case '\'' -> quoted('\'', false);
      case '"' -> quoted('"', false);
      case '$' -> dollar();
      case '(' -> {
        parentheses++;
        at++;
      }
      case ')' -> {
        parentheses = Math.max(0, parentheses - 1);
        at++;
      }
      default -> {
        if (startsWord(c)) {
          word();
        } else if (Character.isDigit(c)) {
          skipWord(); // so that a dollar within it opens no quote
        } else {
          at++;
        }
      }
    }
  }

  private void word() {
    int from = at;
    skipWord();
    String word = text.substring(from, at).toUpperCase(Locale.ROOT);
    if (word.equals("E") && at < text.length() && text.charAt(at) == '\'') {
      quoted('\'', true);
      return;
    }
    words.add(word);
    if (words.getFirst().equals("CREATE") && routine()) {
      switch (word) {
        case "BEGIN" -> bodies++;
        case "CASE" -> bodies += bodies > 0 ? 1 : 0;
        case "END" -> bodies -= bodies > 0 ? 1 : 0;
        default -> {
          // of no meaning here
        }
      }
    }
  }

  private boolean routine() {
    List<String> head = words.subList(0, Math.min(4, words.size()));
    return head.contains("FUNCTION") || head.contains("PROCEDURE");
  }

  private void skipWord() {
    while (at < text.length() && (startsWord(text.charAt(at)) || inWord(text.charAt(at)))) {
      at++;
    }
  }

  private static boolean startsWord(char c) {
    return Character.isLetter(c) || c == '_' || c >= 0x80;
  }

  private static boolean inWord(char c) {
    return Character.isDigit(c) || c == '$';
  }

  private void quoted(char quote, boolean backslashes) {
    at++;
    while (at < text.length()) {
      char c = text.charAt(at);
      if (c == '\\' && backslashes) {
        at += 2;
      } else if (c == quote && at + 1 < text.length() && text.charAt(at + 1) == quote) {
        at += 2;
      } else {
        at++;
        if (c == quote) {
          return;
        }
      }
    }
    at = text.length();
  }

  private void dollar() {
    int end = at + 1;
    while (end < text.length()
        && (startsWord(text.charAt(end))
            || (end > at + 1 && Character.isDigit(text.charAt(end))))) {
      end++;
    }
    if (end >= text.length() || text.charAt(end) != '$') {
      at++;
      return;
    }
    String tag = text.substring(at, end + 1);
    int close = text.indexOf(tag, end + 1);
    at = close < 0 ? text.length() : close + tag.length();
  }

  private void comment() {
    int depth = 0;
    do {
      if (looking("/*")) {
        depth++;
        at += 2;
      } else if (looking("*/")) {
        depth--;
        at += 2;
      } else {
        at++;
      }
    } while (depth > 0 && at < text.length());
  }

  private boolean looking(String token) {
    return text.startsWith(token, at);
  }

  private void end() {
    if (!empty) {
      statements.add(text.substring(start, Math.min(at, text.length())).strip());
    }
    empty = true;
    parentheses = 0;
    bodies = 0;
    words.clear();
  }
}
