package io.dbprovision.mysql.dumpfile;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Finds where the statements of a dump end, whatever stands in their texts and comments; keeps
 * nothing but the beginning of the current one. For one thread.
 *
 * <p>What versions of the server take for code ({@code /*!} and a number) counts as code. {@code
 * DELIMITER} lines are statements of their own. Whether a backslash escapes is told by the dump's
 * own changes of {@code sql_mode}.
 */
public final class StatementSplitter {
  /** Hears of the statements in turn; comments and blanks belong to the one behind them. */
  public interface Listener {
    /** A part of the current statement. */
    void text(byte[] bytes, int from, int to) throws IOException;

    /**
     * It is whole, its delimiter included.
     *
     * @param groups pairs of parentheses that are in no other
     */
    void end(int groups) throws IOException;
  }

  private enum In {
    CODE,
    QUOTE,
    LINE,
    BLOCK,
    OPENING,
    OPENING_M,
    COMMAND
  }

  private static final byte[] COMMAND = {'D', 'E', 'L', 'I', 'M', 'I', 'T', 'E', 'R', ' '};
  private static final int NO_COMMAND = -1;
  private static final int HEAD = 16 * 1024;
  private static final int LONGEST_DELIMITER = 32;

  private final Listener listener;
  private final byte[] head = new byte[HEAD];
  private final SqlMode mode = new SqlMode();
  private final StringBuilder word = new StringBuilder();
  private int headLength;
  private byte[] delimiter = {';'};
  private In in = In.CODE;
  private byte quote;
  private boolean escaped;
  private byte last = '\n';
  private byte secondLast = '\n';
  private int matched;
  private int command = NO_COMMAND;
  private boolean empty = true;
  private int depth;
  private int groups;

  public StatementSplitter(Listener listener) {
    this.listener = listener;
  }

  /** The first words of the statement that is at its end. */
  public Code beginning() {
    return Code.beginning(Arrays.copyOf(head, headLength), mode.backslashes());
  }

  /** Whether a backslash escapes within a text, where the statement stands. */
  public boolean backslashes() {
    return mode.backslashes();
  }

  public void write(byte[] bytes, int offset, int length) throws IOException {
    int start = offset;
    int end = offset + length;
    int at = offset;
    while (at < end) {
      if (in == In.QUOTE) {
        at = quoted(bytes, at, end);
        continue;
      }
      byte c = bytes[at++];
      boolean ends = step(c);
      secondLast = last;
      last = c;
      if (ends) {
        take(bytes, start, at);
        start = at;
        finish();
      }
    }
    if (start < end) {
      take(bytes, start, end);
    }
  }

  /** Where the text is over, or the bytes are. Most of a dump goes through here. */
  private int quoted(byte[] bytes, int from, int end) {
    boolean backslashes = quote != '`' && mode.backslashes();
    byte closing = quote;
    boolean skip = escaped;
    for (int i = from; i < end; i++) {
      byte c = bytes[i];
      if (skip) {
        skip = false;
      } else if (c == closing) {
        in = In.CODE;
        escaped = false;
        secondLast = 0;
        last = closing;
        return i + 1;
      } else if (c == '\\') {
        skip = backslashes;
      }
    }
    escaped = skip;
    return end;
  }

  /** True when the byte is the statement's last. */
  private boolean step(byte c) {
    switch (in) {
      case LINE -> in = c == '\n' ? In.CODE : In.LINE;
      case BLOCK -> in = last == '*' && c == '/' ? In.CODE : In.BLOCK;
      case OPENING -> in = c == '!' ? In.CODE : c == 'M' ? In.OPENING_M : In.BLOCK;
      case OPENING_M -> in = c == '!' ? In.CODE : In.BLOCK;
      case COMMAND -> {
        return command(c);
      }
      case CODE, QUOTE -> {
        return code(c);
      }
    }
    return false;
  }

  private boolean code(byte c) {
    if (c == '\'' || c == '"' || c == '`') {
      in = In.QUOTE;
      quote = c;
      empty = false;
      matched = 0;
      return false;
    }
    if (c == '#' || (last == '-' && secondLast == '-' && c <= ' ' && c >= 0)) {
      in = c == '\n' ? In.CODE : In.LINE;
      return false;
    }
    if (c == '*' && last == '/' && secondLast != '*') {
      in = In.OPENING;
      return false;
    }
    if (beginsCommand(c)) {
      in = In.COMMAND;
      word.setLength(0);
      return false;
    }
    if (c == '(') {
      groups += depth == 0 ? 1 : 0;
      depth++;
    } else if (c == ')') {
      depth--;
    }
    return delimits(c);
  }

  /** A command of the client's stands at the beginning of a line and of a statement. */
  private boolean beginsCommand(byte c) {
    if (empty && last == '\n') {
      command = 0;
    }
    if (command >= 0 && (c == COMMAND[command] || c == (COMMAND[command] | ' '))) {
      command++;
      return command == COMMAND.length;
    }
    command = NO_COMMAND;
    if ((c < 0 || c > ' ') && c != '-' && c != '/' && c != '*') {
      empty = false;
    }
    return false;
  }

  private boolean delimits(byte c) {
    if (c == delimiter[matched]) {
      matched++;
    } else {
      matched = c == delimiter[0] ? 1 : 0;
    }
    return matched == delimiter.length;
  }

  private boolean command(byte c) {
    if (c != '\n') {
      if (word.length() < LONGEST_DELIMITER) {
        word.append((char) (c & 0xff));
      }
      return false;
    }
    String given = word.toString().strip();
    if (!given.isEmpty()) {
      delimiter = given.getBytes(StandardCharsets.ISO_8859_1);
    }
    return true;
  }

  private void take(byte[] bytes, int from, int to) throws IOException {
    int room = Math.min(to - from, HEAD - headLength);
    System.arraycopy(bytes, from, head, headLength, room);
    headLength += room;
    listener.text(bytes, from, to);
  }

  private void finish() throws IOException {
    listener.end(groups);
    if (beginning().isWord(0, "SET")) {
      mode.after(Code.of(Arrays.copyOf(head, headLength), mode.backslashes()));
    }
    headLength = 0;
    in = In.CODE;
    matched = 0;
    command = NO_COMMAND;
    empty = true;
    depth = 0;
    groups = 0;
  }
}
