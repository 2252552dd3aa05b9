package io.dbprovision.mysql.dumpfile;

import java.nio.charset.StandardCharsets;

/** The last bytes that went by: whether they are what the dump program writes at its end. */
public final class Trailer {
  private static final int KEPT = 512;
  private static final String END = "\n-- Dump completed";

  private final byte[] ring = new byte[KEPT];
  private long length;

  public void write(byte[] bytes, int offset, int count) {
    int skip = Math.max(0, count - KEPT);
    for (int i = skip; i < count; i++) {
      ring[(int) ((length + i) % KEPT)] = bytes[offset + i];
    }
    length += count;
  }

  public boolean complete() {
    int kept = (int) Math.min(length, KEPT);
    byte[] tail = new byte[kept];
    for (int i = 0; i < kept; i++) {
      tail[i] = ring[(int) ((length - kept + i) % KEPT)];
    }
    String text = new String(tail, StandardCharsets.ISO_8859_1);
    int at = text.lastIndexOf(END);
    return at >= 0 && text.endsWith("\n") && text.indexOf('\n', at + 1) == text.length() - 1;
  }
}
