package io.dbprovision.postgres.copy;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.BufferedInputStream;
import java.io.BufferedReader;
import java.io.DataInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The files that an unpacked archive of format directory names. pg_restore puts the names of its
 * table of contents, and those of its lists of large objects, behind the folder's as they are: one
 * with a slash would have it read any file that this process can, into the database. Fields as in
 * pg_backup_archiver.c and pg_backup_directory.c.
 */
final class FolderContents {
  private static final String CONTENTS = "toc.dat";
  private static final String LARGE_OBJECTS = "BLOBS";
  private static final Pattern LISTS = Pattern.compile("blobs(?:_\\d{1,10})?\\.toc");
  private static final Pattern LIST_LINE = Pattern.compile("\\d{1,10} (\\S+)");
  private static final byte[] MAGIC = {'P', 'G', 'D', 'M', 'P', 1};

  /** pg_dump 10 wrote the first of them, 17 and 18 the last. */
  private static final int OLDEST = 13;

  private static final int COMPRESSION_BYTE = 15;
  private static final int NEWEST = 16;
  private static final int TABLE_ACCESS_METHOD = 14;
  private static final int TIME_FIELDS = 7;
  private static final int LONGEST_NAME = 256;

  private final DataInputStream in;
  private int version;

  private FolderContents(DataInputStream in) {
    this.in = in;
  }

  /**
   * @throws IOException when a name leads out of the folder, or cannot be told
   */
  static void check(Path folder) throws IOException {
    try (DataInputStream in =
        new DataInputStream(
            new BufferedInputStream(Files.newInputStream(folder.resolve(CONTENTS))))) {
      new FolderContents(in).entries();
    }
    List<Path> files;
    try (Stream<Path> all = Files.list(folder)) {
      files = all.toList();
    }
    for (Path file : files) {
      String name = file.getFileName().toString();
      if (LISTS.matcher(name).matches()) {
        list(file);
      } else if (name.startsWith("blobs") || name.startsWith(CONTENTS + ".")) {
        throw new IOException("it has a file \"" + name + "\", which pg_dump writes in no archive");
      }
    }
  }

  private static void list(Path file) throws IOException {
    try (BufferedReader lines = Files.newBufferedReader(file, ISO_8859_1)) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        Matcher form = LIST_LINE.matcher(line);
        if (!form.matches()) {
          throw new IOException("a list of its large objects is none");
        }
        requireWithin(form.group(1));
      }
    }
  }

  private static void requireWithin(String name) throws IOException {
    if (!Tar.isFile(name)) {
      throw new IOException("it names a file outside of itself");
    }
  }

  private void entries() throws IOException {
    head();
    int entries = number();
    for (int i = 0; i < entries; i++) {
      entry();
    }
  }

  private void head() throws IOException {
    byte[] magic = in.readNBytes(MAGIC.length);
    version = in.readUnsignedByte();
    in.readByte(); // the revision
    int integer = in.readUnsignedByte();
    in.readByte(); // bytes of an offset, of which there are none
    in.readByte(); // says tar
    if (!Arrays.equals(magic, MAGIC)
        || version < OLDEST
        || version > NEWEST
        || integer != Integer.BYTES) {
      throw new IOException("its table of contents is of a form that is not known");
    }
    if (version >= COMPRESSION_BYTE) {
      in.readByte();
    } else {
      number();
    }
    for (int i = 0; i < TIME_FIELDS; i++) {
      number();
    }
    pass(3); // database, versions of server and program
  }

  private void entry() throws IOException {
    number(); // its id
    number(); // whether it has data
    pass(3); // two ids, tag
    String sort = text();
    number(); // section
    pass(version >= TABLE_ACCESS_METHOD ? 6 : 5); // statements, schema, tablespace
    if (version >= NEWEST) {
      number(); // relation kind
    }
    pass(2); // owner, "false"
    while (pass()) {
      // what it depends on
    }
    String file = text();
    if (!file.isEmpty()) {
      requireWithin(file);
      if (sort.equals(LARGE_OBJECTS) && !LISTS.matcher(file).matches()) {
        throw new IOException("a list of its large objects has a name that pg_dump does not give");
      }
    }
  }

  /** A sign, then the bytes from the lowest on. */
  private int number() throws IOException {
    boolean negative = in.readByte() != 0;
    int value = Integer.reverseBytes(in.readInt());
    if (value < 0) {
      throw new IOException("its table of contents has a number that is too large");
    }
    return negative ? -value : value;
  }

  private void pass(int texts) throws IOException {
    for (int i = 0; i < texts; i++) {
      pass();
    }
  }

  /** False for a text that is none. */
  private boolean pass() throws IOException {
    int length = number();
    if (length >= 0) {
      in.skipNBytes(length);
    }
    return length >= 0;
  }

  /** As C reads it: to its first zero byte. Names and sorts are short. */
  private String text() throws IOException {
    int length = Math.max(0, number());
    String start = new String(in.readNBytes(Math.min(length, LONGEST_NAME)), ISO_8859_1);
    in.skipNBytes(length - Math.min(length, LONGEST_NAME));
    int end = start.indexOf('\0');
    return end < 0 ? start : start.substring(0, end);
  }
}
