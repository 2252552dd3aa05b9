package io.dbprovision.core.secret.template;

import java.util.ArrayList;
import java.util.List;

/**
 * Cuts a template into tokens; space inside an action is a token, for {@code $x.y} is one operand.
 */
final class Lexer {
  private static final String OPEN = "{{";
  private static final String CLOSE = "}}";
  private static final int TRIM_MARKER = 2;

  private final Source source;
  private final String text;
  private final List<Token> tokens = new ArrayList<>();
  private int position;
  private int parentheses;

  private Lexer(Source source) {
    this.source = source;
    this.text = source.text();
  }

  static List<Token> tokens(Source source) throws TemplateException {
    Lexer lexer = new Lexer(source);
    lexer.run();
    return List.copyOf(lexer.tokens);
  }

  private void run() throws TemplateException {
    while (position < text.length()) {
      int open = text.indexOf(OPEN, position);
      if (open < 0) {
        add(TokenType.TEXT, position, text.length());
        break;
      }
      boolean trim = trimsLeft(open + OPEN.length());
      int textEnd = trim ? withoutTrailingSpace(position, open) : open;
      if (textEnd > position) {
        add(TokenType.TEXT, position, textEnd);
      }
      position = open + OPEN.length() + (trim ? TRIM_MARKER : 0);
      if (text.startsWith("/*", position)) {
        comment(open);
      } else {
        tokens.add(new Token(TokenType.OPEN, OPEN, open));
        action(open);
      }
    }
    tokens.add(new Token(TokenType.EOF, "", text.length()));
  }

  private void comment(int open) throws TemplateException {
    int end = text.indexOf("*/", position + 2);
    if (end < 0) {
      throw source.error(open, "this comment has no end: */}} is missing");
    }
    position = end + 2;
    if (!atClose()) {
      throw source.error(open, "a comment must fill its action: {{/* ... */}}");
    }
    close();
  }

  private void action(int open) throws TemplateException {
    parentheses = 0;
    while (!atClose()) {
      if (position >= text.length()) {
        throw source.error(open, "this action has no end: }} is missing");
      }
      element(open);
    }
    if (parentheses > 0) {
      throw source.error(open, "a ( has no )");
    }
    int start = position;
    close();
    tokens.add(new Token(TokenType.CLOSE, CLOSE, start));
  }

  private void element(int open) throws TemplateException {
    int start = position;
    int c = text.codePointAt(position);
    switch (c) {
      case ' ', '\t', '\r', '\n' -> space();
      case '=' -> symbol(TokenType.ASSIGN, 1);
      case ',' -> symbol(TokenType.COMMA, 1);
      case '|' -> symbol(TokenType.PIPE, 1);
      case ':' -> {
        if (!text.startsWith(":=", position)) {
          throw source.error(position, "expected :=");
        }
        symbol(TokenType.DECLARE, 2);
      }
      case '(' -> {
        parentheses++;
        symbol(TokenType.OPEN_PAREN, 1);
      }
      case ')' -> {
        if (--parentheses < 0) {
          throw source.error(position, "a ) has no (");
        }
        symbol(TokenType.CLOSE_PAREN, 1);
      }
      case '"' -> quoted('"', TokenType.STRING, open);
      case '\'' -> quoted('\'', TokenType.CHARACTER, open);
      case '`' -> {
        int end = text.indexOf('`', position + 1);
        if (end < 0) {
          throw source.error(start, "this raw string has no end");
        }
        position = end + 1;
        add(TokenType.RAW_STRING, start, position);
      }
      case '$' -> name(TokenType.VARIABLE);
      default -> word(c);
    }
  }

  private void word(int c) throws TemplateException {
    int start = position;
    boolean dot = c == '.';
    if (dot && !isDigitAt(position + 1)) {
      name(TokenType.FIELD);
    } else if (dot || c == '+' || c == '-' || (c >= '0' && c <= '9')) {
      number();
    } else if (isNamePart(c)) {
      position = nameEnd(position);
      checkTerminated(start);
      String word = text.substring(start, position);
      add(TokenType.ofWord(word), start, position);
    } else {
      throw source.error(position, "unexpected character U+%04X in an action".formatted(c));
    }
  }

  /** A variable or field: the sign that starts it, then a name; a lone dot is the dot. */
  private void name(TokenType type) throws TemplateException {
    int start = position;
    position = nameEnd(position + 1);
    checkTerminated(start);
    boolean bare = position == start + 1;
    add(bare && type == TokenType.FIELD ? TokenType.DOT : type, start, position);
  }

  private void quoted(char quote, TokenType type, int open) throws TemplateException {
    int start = position;
    position++;
    while (position < text.length() && text.charAt(position) != '\n') {
      char c = text.charAt(position++);
      if (c == quote) {
        add(type, start, position);
        return;
      }
      if (c == '\\' && position < text.length() && text.charAt(position) != '\n') {
        position++;
      }
    }
    throw source.error(Math.max(start, open), "this string has no end on its line");
  }

  /** Takes all that may belong to a number; whether it is one is for {@link NumberLiteral}. */
  private void number() {
    int start = position;
    position++;
    boolean hex = text.regionMatches(true, isSign(start) ? start + 1 : start, "0x", 0, 2);
    while (position < text.length()) {
      char before = text.charAt(position - 1);
      boolean exponent = isSign(position) && (hex ? "pP" : "eE").indexOf(before) >= 0;
      if (text.charAt(position) != '.' && !isNamePart(text.charAt(position)) && !exponent) {
        break;
      }
      position++;
    }
    add(TokenType.NUMBER, start, position);
  }

  private boolean isSign(int at) {
    return text.charAt(at) == '+' || text.charAt(at) == '-';
  }

  private void space() {
    int start = position;
    while (position < text.length() && isSpace(text.charAt(position)) && !atClose()) {
      position++;
    }
    add(TokenType.SPACE, start, position);
  }

  private void symbol(TokenType type, int length) {
    add(type, position, position + length);
    position += length;
  }

  private void add(TokenType type, int start, int end) {
    tokens.add(new Token(type, text.substring(start, end), start));
  }

  private boolean atClose() {
    return text.startsWith(CLOSE, position) || trimsRight();
  }

  private boolean trimsRight() {
    return position + TRIM_MARKER < text.length()
        && isSpace(text.charAt(position))
        && text.charAt(position + 1) == '-'
        && text.startsWith(CLOSE, position + TRIM_MARKER);
  }

  private void close() {
    boolean trim = trimsRight();
    position += CLOSE.length() + (trim ? TRIM_MARKER : 0);
    while (trim && position < text.length() && isSpace(text.charAt(position))) {
      position++;
    }
  }

  private boolean trimsLeft(int at) {
    return at + 1 < text.length() && text.charAt(at) == '-' && isSpace(text.charAt(at + 1));
  }

  private int withoutTrailingSpace(int start, int end) {
    int last = end;
    while (last > start && isSpace(text.charAt(last - 1))) {
      last--;
    }
    return last;
  }

  private int nameEnd(int start) {
    int end = start;
    while (end < text.length() && isNamePart(text.codePointAt(end))) {
      end += Character.charCount(text.codePointAt(end));
    }
    return end;
  }

  /** Catches {@code $x+2}, which would else be two operands. */
  private void checkTerminated(int start) throws TemplateException {
    boolean terminated =
        position >= text.length()
            || isSpace(text.charAt(position))
            || ".,|:)(".indexOf(text.charAt(position)) >= 0
            || text.startsWith(CLOSE, position);
    if (!terminated) {
      throw source.error(
          position,
          "unexpected character U+%04X after \"%s\""
              .formatted(text.codePointAt(position), text.substring(start, position)));
    }
  }

  private boolean isDigitAt(int at) {
    return at < text.length() && text.charAt(at) >= '0' && text.charAt(at) <= '9';
  }

  private static boolean isSpace(char c) {
    return c == ' ' || c == '\t' || c == '\r' || c == '\n';
  }

  private static boolean isNamePart(int c) {
    return c == '_' || Character.isLetter(c) || Character.isDigit(c);
  }
}
