package io.dbprovision.postgres.copy;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.util.Optional;
import java.util.regex.Pattern;

/** A script: pg_dump writes a remark as its first line and one at its end. */
final class PlainShape implements Shape {
  static final String HEAD = "--\n-- PostgreSQL database dump\n--\n";
  private static final Pattern END =
      Pattern.compile(
          "(?s).*\n--\n-- PostgreSQL database dump complete\n--\n\n"
              + "(\\\\unrestrict [A-Za-z0-9]+\n\n)?");
  private static final int KEPT = 256;

  private final StringBuilder head = new StringBuilder();
  private final byte[] tail = new byte[KEPT];
  private int kept;

  @Override
  public void seen(byte[] bytes, int offset, int length) {
    if (head.length() < HEAD.length()) {
      int more = Math.min(length, HEAD.length() - head.length());
      head.append(new String(bytes, offset, more, ISO_8859_1));
    }
    int added = Math.min(length, KEPT);
    int stay = Math.min(kept, KEPT - added);
    System.arraycopy(tail, kept - stay, tail, 0, stay);
    System.arraycopy(bytes, offset + length - added, tail, stay, added);
    kept = stay + added;
  }

  /** Whether pg_dump wrote it; only then there is an end to look for. */
  boolean known() {
    return head.toString().equals(HEAD);
  }

  @Override
  public Optional<String> flaw() {
    if (!known()) {
      return Optional.of("does not begin as one of pg_dump's scripts does");
    }
    return END.matcher(new String(tail, 0, kept, ISO_8859_1)).matches()
        ? Optional.empty()
        : Optional.of("ends before the line that says it is complete");
  }
}
