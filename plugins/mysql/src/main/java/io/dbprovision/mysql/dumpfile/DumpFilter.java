package io.dbprovision.mysql.dumpfile;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;

/**
 * Passes a dump on to the client program, as far as {@link StatementRules} say. Rows go through as
 * they come; of everything else one statement at a time is held. For one thread.
 */
public final class DumpFilter extends OutputStream {
  /** Nothing but rows is longer. */
  static final int LONGEST = 64 * 1024 * 1024;

  /** Enough to see what a statement is, behind the comments before it. */
  private static final int ENOUGH = 64 * 1024;

  /** The dump itself is to blame, not who takes it. */
  public static final class Refusal extends IOException {
    private static final long serialVersionUID = 1;

    Refusal(String message) {
      super(message);
    }
  }

  private final OutputStream out;
  private final StatementRules rules;
  private final Trailer trailer = new Trailer();
  private final StatementSplitter splitter;
  private final ByteArrayOutputStream held = new ByteArrayOutputStream();
  private boolean passing;
  private boolean looked;
  private boolean closed;

  public DumpFilter(OutputStream out, StatementRules rules) {
    this.out = out;
    this.rules = rules;
    this.splitter = new StatementSplitter(new Statements());
  }

  /** Whether the last line is the dump program's own. */
  public boolean complete() {
    return trailer.complete();
  }

  @Override
  public void write(int one) throws IOException {
    write(new byte[] {(byte) one}, 0, 1);
  }

  @Override
  public void write(byte[] bytes, int offset, int length) throws IOException {
    trailer.write(bytes, offset, length);
    splitter.write(bytes, offset, length);
  }

  @Override
  public void flush() throws IOException {
    out.flush();
  }

  /** What is behind the last delimiter is a comment, or a statement that was cut off. */
  @Override
  public void close() throws IOException {
    if (!closed) {
      closed = true;
      if (complete()) {
        held.writeTo(out);
      }
      out.close();
    }
  }

  private final class Statements implements StatementSplitter.Listener {
    @Override
    public void text(byte[] bytes, int from, int to) throws IOException {
      if (passing) {
        out.write(bytes, from, to - from);
        return;
      }
      held.write(bytes, from, to - from);
      if (held.size() > ENOUGH && !looked) {
        looked = true;
        if (isRows(held.toByteArray())) {
          passing = true;
          held.writeTo(out);
          held.reset();
        }
      }
      if (held.size() > LONGEST) {
        throw new Refusal("a statement of the dump is longer than a server takes");
      }
    }

    @Override
    public void end(int groups) throws IOException {
      if (!passing) {
        judge(held.toByteArray());
      }
      held.reset();
      passing = false;
      looked = false;
    }
  }

  private boolean isRows(byte[] statement) {
    Code code = Code.beginning(statement, splitter.backslashes());
    return code.isWord(0, "INSERT") || code.isWord(0, "REPLACE");
  }

  private void judge(byte[] statement) throws IOException {
    if (isRows(statement)) {
      out.write(statement);
      return;
    }
    byte[] plain = withoutSandbox(statement);
    out.write(rules.judge(plain, Code.of(plain, splitter.backslashes())));
    if (rules.databases().size() > 1) {
      throw new Refusal("the dump holds more than one database");
    }
  }

  /** The first line of newer dumps is for the client that reads a file of them, and no other. */
  private static byte[] withoutSandbox(byte[] statement) {
    String begin =
        new String(statement, 0, Math.min(20, statement.length), StandardCharsets.ISO_8859_1);
    if (!begin.startsWith("/*M!999999\\-") && !begin.startsWith("/*!999999\\-")) {
      return statement;
    }
    int end = 0;
    while (end < statement.length && statement[end] != '\n') {
      end++;
    }
    byte[] rest = new byte[statement.length - end];
    System.arraycopy(statement, end, rest, 0, rest.length);
    return rest;
  }
}
