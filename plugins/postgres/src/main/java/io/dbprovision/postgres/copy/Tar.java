package io.dbprovision.postgres.copy;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Pattern;

/**
 * The least of POSIX tar (ustar): plain files of one folder, whose names pg_dump gave them. Nothing
 * else is ever unpacked: no folder, no link, no name with a slash after the first part.
 */
final class Tar {
  static final int BLOCK = 512;
  static final String FOLDER = "directory/";
  private static final Pattern FILE = Pattern.compile("[A-Za-z0-9_][A-Za-z0-9_.-]{0,63}");
  private static final int SIZE_AT = 124;
  private static final int CHECKSUM_AT = 148;
  private static final int TYPE_AT = 156;
  private static final int MAGIC_AT = 257;
  private static final byte[] MAGIC = "ustar".getBytes(US_ASCII);

  private Tar() {}

  /** Whether it can be the name of a file of a dump: one that leads nowhere else. */
  static boolean isFile(String name) {
    return FILE.matcher(name).matches();
  }

  static boolean zero(byte[] block) {
    for (byte each : block) {
      if (each != 0) {
        return false;
      }
    }
    return true;
  }

  /** Whether the bytes begin as a tar does. */
  static boolean magic(byte[] start, int length) {
    for (int i = 0; i < MAGIC.length; i++) {
      if (length <= MAGIC_AT + i || start[MAGIC_AT + i] != MAGIC[i]) {
        return false;
      }
    }
    return true;
  }

  static boolean valid(byte[] header) {
    return number(header, CHECKSUM_AT, 8) == sum(header);
  }

  static long size(byte[] header) {
    return number(header, SIZE_AT, 12);
  }

  static String name(byte[] header) {
    int end = 0;
    while (end < 100 && header[end] != 0) {
      end++;
    }
    return new String(header, 0, end, US_ASCII);
  }

  /** Octal digits; or, for what is too large for them, binary behind a marking bit. */
  private static long number(byte[] header, int at, int length) {
    long value = 0;
    if ((header[at] & 0x80) != 0) {
      for (int i = 1; i < length; i++) {
        value = (value << 8) | (header[at + i] & 0xff);
      }
      return value;
    }
    for (int i = 0; i < length; i++) {
      byte digit = header[at + i];
      if (digit >= '0' && digit <= '7') {
        value = (value << 3) | (digit - '0');
      } else if (digit != ' ' && digit != 0) {
        return -1;
      }
    }
    return value;
  }

  private static long sum(byte[] header) {
    long sum = 0;
    for (int i = 0; i < BLOCK; i++) {
      boolean checksum = i >= CHECKSUM_AT && i < CHECKSUM_AT + 8;
      sum += checksum ? ' ' : header[i] & 0xff;
    }
    return sum;
  }

  static byte[] header(String name, long size) {
    byte[] header = new byte[BLOCK];
    put(header, 0, name);
    put(header, 100, "0000600\0");
    put(header, 108, "0000000\0");
    put(header, 116, "0000000\0");
    if (size < 1L << 33) {
      put(header, SIZE_AT, "%011o\0".formatted(size));
    } else {
      header[SIZE_AT] = (byte) 0x80;
      for (int i = 0; i < Long.BYTES; i++) {
        header[SIZE_AT + 11 - i] = (byte) (size >>> (8 * i));
      }
    }
    put(header, 136, "00000000000\0");
    header[TYPE_AT] = '0';
    put(header, MAGIC_AT, "ustar\00000");
    put(header, CHECKSUM_AT, "%06o\0 ".formatted(sum(header)));
    return header;
  }

  private static void put(byte[] header, int at, String text) {
    byte[] bytes = text.getBytes(US_ASCII);
    System.arraycopy(bytes, 0, header, at, bytes.length);
  }

  /**
   * Unpacks into an empty folder.
   *
   * @throws IOException for anything but whole plain files and the end mark
   */
  static void unpack(InputStream tar, Path folder) throws IOException {
    byte[] block = new byte[BLOCK];
    int files = 0;
    for (fill(tar, block); !zero(block); fill(tar, block)) {
      String name = name(block);
      String file = name.startsWith(FOLDER) ? name.substring(FOLDER.length()) : name;
      long size = size(block);
      boolean plain = block[TYPE_AT] == '0' || block[TYPE_AT] == 0;
      if (!valid(block) || !plain || size < 0 || !isFile(file)) {
        throw new IOException("a member of the tar is no plain file of a dump");
      }
      try (OutputStream out = Files.newOutputStream(folder.resolve(file))) {
        copy(tar, out, size);
      }
      tar.skipNBytes((BLOCK - size % BLOCK) % BLOCK);
      files++;
    }
    fill(tar, block);
    if (!zero(block) || files == 0) {
      throw new EOFException("the tar has no end mark");
    }
    tar.transferTo(OutputStream.nullOutputStream());
  }

  private static void copy(InputStream in, OutputStream out, long size) throws IOException {
    byte[] buffer = new byte[64 * 1024];
    long left = size;
    while (left > 0) {
      int read = in.read(buffer, 0, (int) Math.min(left, buffer.length));
      if (read < 0) {
        throw new EOFException("the tar ends within a member");
      }
      out.write(buffer, 0, read);
      left -= read;
    }
  }

  private static void fill(InputStream in, byte[] block) throws IOException {
    if (in.readNBytes(block, 0, BLOCK) < BLOCK) {
      throw new EOFException("the tar ends before its end mark");
    }
  }
}
