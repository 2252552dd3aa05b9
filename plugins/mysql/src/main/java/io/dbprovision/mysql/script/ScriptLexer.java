package io.dbprovision.mysql.script;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Splits a text into statements: semicolons within quotes, comments and the bodies of routines end
 * nothing. Comments with an exclamation mark are read as the statements that they are to the
 * servers. Not thread-safe.
 */
final class ScriptLexer {
  private static final int LONGEST_VERSION = 6;

  private final String text;
  private final Quoting quoting;
  private final List<Piece> pieces = new ArrayList<>();
  private Blocks blocks = new Blocks();
  private int at;
  private int start;
  private int executed;
  private boolean empty = true;

  private ScriptLexer(String text, Quoting quoting) {
    this.text = text;
    this.quoting = quoting;
  }

  /** Statements in order, without the semicolons; those of comments only are left out. */
  static List<Piece> split(String text, Quoting quoting) {
    ScriptLexer lexer = new ScriptLexer(text, quoting);
    while (lexer.at < text.length()) {
      lexer.step();
    }
    lexer.end();
    return lexer.pieces;
  }

  private void step() {
    char c = text.charAt(at);
    if (c == '#' || dashes()) {
      skipTo("\n");
    } else if (looking("/*!") || looking("/*M!")) {
      executed++;
      skipVersion();
    } else if (looking("/*")) {
      at += 2;
      skipTo("*/");
    } else if (executed > 0 && looking("*/")) {
      executed--;
      at += 2;
    } else if (Character.isWhitespace(c)) {
      at++;
    } else if (c == ';' && executed == 0 && !blocks.inside()) {
      end();
      at++;
      start = at;
    } else {
      empty = false;
      token(c);
    }
  }

  /** Two of them begin a comment only before a space, a control character or the end. */
  private boolean dashes() {
    return looking("--") && (at + 2 >= text.length() || text.charAt(at + 2) <= ' ');
  }

  private void skipVersion() {
    at = text.indexOf('!', at) + 1;
    int most = Math.min(text.length(), at + LONGEST_VERSION);
    while (at < most && Character.isDigit(text.charAt(at))) {
      at++;
    }
  }

  private void token(char c) {
    switch (c) {
      case '\'' -> quoted(c, quoting.backslashes());
      case '"' -> quoted(c, quoting.backslashes() && !quoting.names());
      case '`' -> quoted(c, false);
      default -> {
        if (c == '$' && blocks.follows("AS")) {
          dollars();
        } else if (inWord(c)) {
          word();
        } else if (looking(":=")) {
          at += 2;
          blocks.other();
        } else {
          at++;
          blocks.symbol(c);
        }
      }
    }
  }

  private void word() {
    int from = at;
    while (at < text.length() && inWord(text.charAt(at))) {
      at++;
    }
    char before = from == 0 ? ' ' : text.charAt(from - 1);
    if (before == '.' || text.startsWith("@@", Math.max(0, from - 2))) {
      blocks.variable(text.substring(from, at).toUpperCase(Locale.ROOT));
    } else if (before == '@' || Character.isDigit(text.charAt(from))) {
      blocks.other();
    } else {
      blocks.word(text.substring(from, at).toUpperCase(Locale.ROOT));
    }
  }

  private static boolean inWord(char c) {
    return c == '_' || c == '$' || c >= 0x80 || Character.isLetterOrDigit(c);
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
          break;
        }
      }
    }
    at = Math.min(at, text.length());
    blocks.other();
  }

  /** The body of a routine in another language. */
  private void dollars() {
    int end = text.indexOf('$', at + 1);
    if (end < 0) {
      at = text.length();
    } else {
      String tag = text.substring(at, end + 1);
      at = end + 1;
      skipTo(tag);
    }
    blocks.other();
  }

  /** Behind the next such text, or to the end. */
  private void skipTo(String closing) {
    int found = text.indexOf(closing, at);
    at = found < 0 ? text.length() : found + closing.length();
  }

  private boolean looking(String token) {
    return text.startsWith(token, at);
  }

  private void end() {
    int end = Math.min(at, text.length());
    if (!empty) {
      while (Character.isWhitespace(text.charAt(start))) {
        start++;
      }
      pieces.add(new Piece(start, text.substring(start, end).stripTrailing(), blocks.head()));
    }
    empty = true;
    blocks = new Blocks();
  }
}
