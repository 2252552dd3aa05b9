package io.dbprovision.postgres.copy;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Remembers in which lines of a script default privileges are changed, and whose. Older servers
 * refuse that with the very words with which they refuse to give an object to another owner, and
 * psql tells no more than the line. One thread writes; any may ask.
 */
final class DefaultRightsLines extends FilterOutputStream {
  private static final String START = "ALTER DEFAULT PRIVILEGES ";
  private static final Pattern ROLE =
      Pattern.compile("FOR ROLE (\"(?:[^\"]|\"\")+\"|\\S+) .*", Pattern.DOTALL);
  private static final int LONGEST = 256;
  private static final int MOST = 10_000;

  private final Map<Integer, String> roles;
  private final StringBuilder text = new StringBuilder();
  private boolean candidate = true;
  private int line = 1;

  /**
   * @param roles gets the role for the number of each such line
   */
  DefaultRightsLines(OutputStream psql, Map<Integer, String> roles) {
    super(psql);
    this.roles = roles;
  }

  static Map<Integer, String> none() {
    return new ConcurrentHashMap<>();
  }

  @Override
  public void write(int b) throws IOException {
    write(new byte[] {(byte) b}, 0, 1);
  }

  /** Looks first: psql may complain of a line as soon as it has it. */
  @Override
  public void write(byte[] bytes, int offset, int length) throws IOException {
    for (int i = offset; i < offset + length; i++) {
      see(bytes[i]);
    }
    out.write(bytes, offset, length);
  }

  private void see(byte b) {
    if (b == '\n') {
      if (candidate && text.length() > START.length()) {
        note();
      }
      text.setLength(0);
      candidate = true;
      line++;
    } else if (candidate) {
      int at = text.length();
      candidate = at >= START.length() || b == START.charAt(at);
      if (at < LONGEST) {
        text.append((char) (b & 0xff));
      }
    }
  }

  private void note() {
    String rest = text.substring(START.length());
    Matcher found = ROLE.matcher(new String(rest.getBytes(ISO_8859_1), UTF_8));
    if (found.matches() && roles.size() < MOST) {
      roles.put(line, found.group(1));
    }
  }
}
