package io.dbprovision.postgres.copy;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.util.Arrays;

/**
 * What the first bytes of a dump tell.
 *
 * @param format what it looks like
 * @param script whether pg_dump wrote the script
 * @param tool the major version of the oldest pg_restore that can read it; 0 when any can
 */
record DumpHead(Format format, boolean script, int tool) {
  static final int ENOUGH = 2 * Tar.BLOCK;
  private static final byte[] ARCHIVE = "PGDMP".getBytes(US_ASCII);
  private static final int NEWEST_KNOWN = 16;

  static DumpHead of(byte[] start) {
    if (archive(start, 0)) {
      return new DumpHead(Format.CUSTOM, false, reader(start, 0));
    }
    if (Tar.magic(start, start.length)) {
      // the table of contents is the first member of either
      int reader = archive(start, Tar.BLOCK) ? reader(start, Tar.BLOCK) : 0;
      boolean own = Tar.name(start).equals("toc.dat");
      return new DumpHead(own ? Format.TAR : Format.DIRECTORY, false, reader);
    }
    PlainShape shape = new PlainShape();
    shape.seen(start, 0, start.length);
    return new DumpHead(Format.PLAIN, shape.known(), 0);
  }

  private static boolean archive(byte[] bytes, int at) {
    return bytes.length > at + ARCHIVE.length + 2
        && Arrays.equals(bytes, at, at + ARCHIVE.length, ARCHIVE, 0, ARCHIVE.length);
  }

  /** By the archive's own version, 1.x; of one that is not known, the newest there is. */
  private static int reader(byte[] bytes, int at) {
    int version = bytes[at + ARCHIVE.length + 1];
    if (version > NEWEST_KNOWN) {
      return 18;
    }
    return switch (version) {
      case 16 -> 17;
      case 15 -> 16;
      default -> 0;
    };
  }
}
