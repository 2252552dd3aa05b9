package io.dbprovision.mysql.dumpfile;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * One statement as its words, names, texts and symbols. Comments and blanks are left out; what
 * stands in a comment for versions of the server is code. Immutable.
 */
public final class Code {
  private enum Kind {
    WORD,
    NAME,
    TEXT,
    SYMBOL
  }

  private record Token(Kind kind, int from, int to) {}

  private static final int FEW = 8;

  private final byte[] bytes;
  private final List<Token> tokens;

  private Code(byte[] bytes, List<Token> tokens) {
    this.bytes = bytes;
    this.tokens = tokens;
  }

  /**
   * @param backslashes whether they escape within texts
   */
  public static Code of(byte[] bytes, boolean backslashes) {
    return new Code(bytes, new Reader(bytes, backslashes).first(Integer.MAX_VALUE));
  }

  /** Its first few words and symbols only. */
  static Code beginning(byte[] bytes, boolean backslashes) {
    return new Code(bytes, new Reader(bytes, backslashes).first(FEW));
  }

  public int size() {
    return tokens.size();
  }

  /** Where it begins in the statement. */
  int from(int index) {
    return tokens.get(index).from();
  }

  /** Where it is over. */
  int to(int index) {
    return tokens.get(index).to();
  }

  public boolean isWord(int index, String word) {
    return is(index, Kind.WORD) && raw(index).equalsIgnoreCase(word);
  }

  boolean isSymbol(int index, char symbol) {
    return is(index, Kind.SYMBOL) && bytes[from(index)] == symbol;
  }

  /** Between single or double quotes. */
  boolean isText(int index) {
    return is(index, Kind.TEXT);
  }

  /**
   * A name with or without backticks, or with the quotes that {@code ANSI_QUOTES} makes names of.
   */
  boolean isName(int index) {
    return is(index, Kind.WORD) || is(index, Kind.NAME) || is(index, Kind.TEXT);
  }

  private boolean is(int index, Kind kind) {
    return index >= 0 && index < tokens.size() && tokens.get(index).kind() == kind;
  }

  /** Without its quotes; escapes by a backslash stay. */
  public String plain(int index) {
    String raw = raw(index);
    if (is(index, Kind.NAME) || is(index, Kind.TEXT)) {
      String mark = raw.substring(0, 1);
      boolean closed = raw.length() > 1 && raw.endsWith(mark);
      return raw.substring(1, closed ? raw.length() - 1 : raw.length()).replace(mark + mark, mark);
    }
    return raw;
  }

  /** In upper case, if it is a word; else empty. */
  public String word(int index) {
    return is(index, Kind.WORD) ? raw(index).toUpperCase(Locale.ROOT) : "";
  }

  private String raw(int index) {
    Token token = tokens.get(index);
    return new String(bytes, token.from(), token.to() - token.from(), StandardCharsets.UTF_8);
  }

  /** Goes through the bytes once. */
  private static final class Reader {
    private final byte[] bytes;
    private final boolean backslashes;
    private final List<Token> found = new ArrayList<>();

    Reader(byte[] bytes, boolean backslashes) {
      this.bytes = bytes;
      this.backslashes = backslashes;
    }

    List<Token> first(int count) {
      int at = 0;
      while (at < bytes.length && found.size() < count) {
        at = next(at);
      }
      return List.copyOf(found);
    }

    private int next(int at) {
      byte c = bytes[at];
      if (c >= 0 && c <= ' ') {
        return at + 1;
      }
      if (c == '#' || (c == '-' && is(at + 1, '-') && blank(at + 2))) {
        return line(at);
      }
      if (c == '/' && is(at + 1, '*')) {
        return comment(at);
      }
      if (c == '*' && is(at + 1, '/')) {
        return at + 2;
      }
      if (c == '\'' || c == '"' || c == '`') {
        return add(c == '`' ? Kind.NAME : Kind.TEXT, at, quoted(at, c));
      }
      int end = at;
      while (end < bytes.length && inWord(bytes[end])) {
        end++;
      }
      return end > at ? add(Kind.WORD, at, end) : add(Kind.SYMBOL, at, at + 1);
    }

    private int add(Kind kind, int from, int to) {
      found.add(new Token(kind, from, to));
      return to;
    }

    private int line(int at) {
      int end = at;
      while (end < bytes.length && bytes[end] != '\n') {
        end++;
      }
      return end;
    }

    private int comment(int at) {
      int mark = is(at + 2, 'M') ? at + 3 : at + 2;
      if (is(mark, '!')) {
        int end = mark + 1;
        while (end < bytes.length && bytes[end] >= '0' && bytes[end] <= '9') {
          end++;
        }
        return end;
      }
      int end = at + 2;
      while (end < bytes.length && !(bytes[end] == '*' && is(end + 1, '/'))) {
        end++;
      }
      return Math.min(bytes.length, end + 2);
    }

    private int quoted(int at, byte mark) {
      int end = at + 1;
      while (end < bytes.length) {
        if (bytes[end] == '\\' && backslashes && mark != '`') {
          end++;
        } else if (bytes[end] == mark) {
          if (!is(end + 1, (char) mark)) {
            return end + 1;
          }
          end++;
        }
        end++;
      }
      return bytes.length;
    }

    private boolean is(int at, char c) {
      return at < bytes.length && bytes[at] == c;
    }

    private boolean blank(int at) {
      return at >= bytes.length || (bytes[at] >= 0 && bytes[at] <= ' ');
    }

    private static boolean inWord(byte c) {
      return c < 0
          || (c >= 'a' && c <= 'z')
          || (c >= 'A' && c <= 'Z')
          || (c >= '0' && c <= '9')
          || c == '_'
          || c == '$';
    }
  }
}
