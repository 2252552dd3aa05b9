package io.dbprovision.core.secret.template;

import java.util.HexFormat;

/** Go's quoted strings and characters, as {@code %q} writes them. */
final class GoQuote {
  private GoQuote() {}

  static String text(String text, boolean asciiOnly) {
    StringBuilder quoted = new StringBuilder("\"");
    text.codePoints().forEach(c -> escape(quoted, c, '"', asciiOnly));
    return quoted.append('"').toString();
  }

  static String rune(long number, boolean asciiOnly) {
    StringBuilder quoted = new StringBuilder("'");
    escape(quoted, valid(number), '\'', asciiOnly);
    return quoted.append('\'').toString();
  }

  static String character(long number) {
    return Character.toString(valid(number));
  }

  static boolean fitsBackquotes(String text) {
    return text.codePoints()
        .noneMatch(c -> c == '`' || c == 0x7f || c == 0xFEFF || (c < ' ' && c != '\t'));
  }

  static boolean isPrintable(int c) {
    return c == ' '
        || switch (Character.getType(c)) {
          case Character.CONTROL,
              Character.FORMAT,
              Character.PRIVATE_USE,
              Character.SURROGATE,
              Character.UNASSIGNED,
              Character.LINE_SEPARATOR,
              Character.PARAGRAPH_SEPARATOR,
              Character.SPACE_SEPARATOR ->
              false;
          default -> true;
        };
  }

  private static int valid(long number) {
    boolean scalar =
        number >= 0
            && number <= Character.MAX_CODE_POINT
            && (number < Character.MIN_SURROGATE || number > Character.MAX_SURROGATE);
    return scalar ? (int) number : 0xFFFD;
  }

  private static void escape(StringBuilder to, int c, char quote, boolean asciiOnly) {
    if (c == quote || c == '\\') {
      to.append('\\').append((char) c);
    } else if (c < 0x80 ? isPrintable(c) : !asciiOnly && isPrintable(c)) {
      to.appendCodePoint(c);
    } else {
      switch (c) {
        case 0x07 -> to.append("\\a");
        case '\b' -> to.append("\\b");
        case '\f' -> to.append("\\f");
        case '\n' -> to.append("\\n");
        case '\r' -> to.append("\\r");
        case '\t' -> to.append("\\t");
        case 0x0b -> to.append("\\v");
        default -> {
          boolean octet = c < ' ' || c == 0x7f;
          to.append(octet ? "\\x" : c < 0x10000 ? "\\u" : "\\U");
          to.append(HexFormat.of().toHexDigits(c, octet ? 2 : c < 0x10000 ? 4 : 8));
        }
      }
    }
  }
}
