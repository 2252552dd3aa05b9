package io.dbprovision.postgres.copy;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.IOException;
import java.io.OutputStream;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Takes the two lines out of a script by which pg_dump restricts psql itself: psql is restricted
 * already, and would refuse them. They are looked for where pg_dump writes them, behind the first
 * remarks and at the very end; anywhere else they are left for psql to refuse.
 */
final class Unrestricted extends OutputStream {
  private static final int HEAD = 512;
  private static final int TAIL = 256;
  private static final Pattern OPENING =
      Pattern.compile("(?:\\s*(?:--[^\\n]*)?\\n)*?(\\\\restrict [A-Za-z0-9]+\\n)");
  private static final Pattern CLOSING =
      Pattern.compile("\\n(\\\\unrestrict [A-Za-z0-9]+\\n)\\s*$");

  private final OutputStream psql;
  private final PlainShape shape;
  private final StringBuilder held = new StringBuilder();
  private boolean begun;

  Unrestricted(OutputStream psql, PlainShape shape) {
    this.psql = psql;
    this.shape = shape;
  }

  @Override
  public void write(int b) throws IOException {
    write(new byte[] {(byte) b}, 0, 1);
  }

  @Override
  public void write(byte[] bytes, int offset, int length) throws IOException {
    shape.seen(bytes, offset, length);
    if (begun && length > TAIL) {
      // all that was held is certainly not the end
      emit(held.length());
      psql.write(bytes, offset, length - TAIL);
      held.append(new String(bytes, offset + length - TAIL, TAIL, ISO_8859_1));
      return;
    }
    held.append(new String(bytes, offset, length, ISO_8859_1));
    if (!begun && held.length() >= HEAD) {
      begin();
    }
    if (begun && held.length() > 2 * TAIL) {
      emit(held.length() - TAIL);
    }
  }

  private void begin() {
    begun = true;
    Matcher opening = OPENING.matcher(held);
    if (opening.lookingAt()) {
      held.delete(opening.start(1), opening.end(1));
    }
  }

  private void emit(int count) throws IOException {
    psql.write(held.substring(0, count).getBytes(ISO_8859_1));
    held.delete(0, count);
  }

  @Override
  public void flush() throws IOException {
    psql.flush();
  }

  @Override
  public void close() throws IOException {
    if (!begun) {
      begin();
    }
    Matcher closing = CLOSING.matcher(held);
    if (closing.find()) {
      held.delete(closing.start(1), closing.end(1));
    }
    emit(held.length());
    psql.close();
  }
}
