package io.dbprovision.postgres.copy;

import java.util.Optional;

/**
 * An archive of format custom, as pg_backup_archiver.c and pg_backup_custom.c write it to a stream:
 * a head, a table of contents, and then for each entry that has data its blocks, in whole. Every
 * field is a whole number, or one that tells how many bytes to pass over.
 */
final class CustomShape implements Shape {
  private static final byte[] MAGIC = {'P', 'G', 'D', 'M', 'P'};
  private static final int FORMAT_CUSTOM = 1;
  private static final int TABLE_ACCESS_METHOD = 14;
  private static final int COMPRESSION_BYTE = 15;
  private static final int RELATION_KIND = 16;
  private static final int TIME_FIELDS = 7;
  private static final int HEAD_TEXTS = 3;
  private static final int DATA = 1;
  private static final int LARGE_OBJECTS = 3;

  private enum Part {
    MAGIC_AND_VERSION,
    HEAD_NUMBERS,
    HEAD_TEXTS,
    ENTRIES,
    FIELD,
    DEPENDENCIES,
    BLOCK_TYPE,
    BLOCK_ID,
    LARGE_OBJECT,
    CHUNK
  }

  private final byte[] head = new byte[MAGIC.length + 6];
  private int headed;
  private Part part = Part.MAGIC_AND_VERSION;
  private int integer = Integer.BYTES;
  private int offsetBytes = Long.BYTES;
  private int version;
  private long skip;
  private int digits;
  private long number;
  private boolean negative;
  private int left;
  private long entries;
  private int field;
  private long expected;
  private long found;
  private boolean largeObjects;
  private boolean behind;
  private String flaw = "";

  @Override
  public void seen(byte[] bytes, int offset, int length) {
    int at = offset;
    int end = offset + length;
    while (at < end && flaw.isEmpty()) {
      if (skip > 0) {
        long passed = Math.min(skip, end - at);
        skip -= passed;
        at += (int) passed;
      } else {
        take(bytes[at]);
        at++;
      }
    }
  }

  private void take(byte next) {
    if (part == Part.MAGIC_AND_VERSION) {
      head(next);
    } else if (part == Part.BLOCK_TYPE && found == expected) {
      // some versions write the table of contents once more when they write to a file
      skip = Long.MAX_VALUE;
      behind = true;
    } else if (part == Part.BLOCK_TYPE) {
      largeObjects = next == LARGE_OBJECTS;
      part = Part.BLOCK_ID;
      if (next != DATA && next != LARGE_OBJECTS) {
        flaw = "has a block of no known sort";
      }
    } else {
      number(next);
    }
  }

  private void head(byte next) {
    head[headed] = next;
    headed++;
    if (headed <= MAGIC.length && next != MAGIC[headed - 1]) {
      flaw = "does not begin as an archive of pg_dump's does";
    }
    if (headed == head.length) {
      version = head[6];
      integer = head[8];
      offsetBytes = head[9];
      if (head[5] != 1 || head[10] != FORMAT_CUSTOM || integer < 1 || integer > 8) {
        flaw = "is an archive of a version or format that is not known";
      }
      // the compression: a byte, or before that a number like those that follow
      skip = version >= COMPRESSION_BYTE ? 1 : 0;
      left = TIME_FIELDS + (version >= COMPRESSION_BYTE ? 0 : 1);
      part = Part.HEAD_NUMBERS;
    }
  }

  /** A sign, then the bytes from the lowest on. */
  private void number(byte next) {
    if (digits == 0) {
      negative = next != 0;
    } else {
      number |= (next & 0xffL) << (8 * (digits - 1));
    }
    digits++;
    if (digits > integer) {
      long value = negative ? -number : number;
      digits = 0;
      number = 0;
      read(value);
    }
  }

  private void read(long value) {
    switch (part) {
      case HEAD_NUMBERS -> {
        left--;
        if (left == 0) {
          part = Part.HEAD_TEXTS;
          left = HEAD_TEXTS;
        }
      }
      case HEAD_TEXTS -> {
        skip = Math.max(0, value);
        left--;
        part = left == 0 ? Part.ENTRIES : part;
      }
      case ENTRIES -> {
        entries = value;
        field = 0;
        part = entries > 0 ? Part.FIELD : Part.BLOCK_TYPE;
      }
      case FIELD -> field(value);
      case DEPENDENCIES -> {
        if (value >= 0) {
          skip = value;
        } else {
          // where its data is, which a stream cannot know
          skip = 1L + offsetBytes;
          entries--;
          field = 0;
          part = entries > 0 ? Part.FIELD : Part.BLOCK_TYPE;
        }
      }
      case BLOCK_ID -> part = largeObjects ? Part.LARGE_OBJECT : Part.CHUNK;
      case LARGE_OBJECT -> {
        if (value == 0) {
          blockEnds();
        } else {
          part = Part.CHUNK;
        }
      }
      case CHUNK -> {
        if (value > 0) {
          skip = value;
        } else if (value < 0) {
          flaw = "has a block of a negative length";
        } else if (largeObjects) {
          part = Part.LARGE_OBJECT;
        } else {
          blockEnds();
        }
      }
      case MAGIC_AND_VERSION, BLOCK_TYPE -> throw new IllegalStateException("no number here");
    }
  }

  /**
   * Of an entry: its id, whether it has data, two ids as texts, tag, sort, section (a number),
   * definition, drop and copy statements, schema, tablespace, access method, kind (a number),
   * owner, "false"; then what it depends on.
   */
  private void field(long value) {
    int at = field;
    field++;
    boolean method = version >= TABLE_ACCESS_METHOD;
    boolean kind = version >= RELATION_KIND;
    int texts = 12 + (method ? 1 : 0) + 2 + (kind ? 1 : 0);
    boolean plain = at == 0 || at == 1 || at == 6 || (kind && at == 13);
    if (at == 1 && value != 0) {
      expected++;
    }
    if (!plain) {
      skip = Math.max(0, value);
    }
    if (field == texts) {
      part = Part.DEPENDENCIES;
    }
  }

  private void blockEnds() {
    found++;
    part = Part.BLOCK_TYPE;
  }

  @Override
  public Optional<String> flaw() {
    if (!flaw.isEmpty()) {
      return Optional.of(flaw);
    }
    if (!behind && (part != Part.BLOCK_TYPE || skip > 0 || digits > 0)) {
      return Optional.of("ends within its table of contents or a table's rows");
    }
    return found == expected
        ? Optional.empty()
        : Optional.of(
            "has the rows of " + found + " tables, and " + expected + " in its table of contents");
  }
}
