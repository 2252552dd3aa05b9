package io.dbprovision.core.backup.stream;

import io.dbprovision.core.digest.Sha256;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** What each part begins with: magic, number of the part, header of the backup. */
final class Preamble {
  static final int MAGIC_LENGTH = 8;

  private static final byte[] MAGIC = "DBOPSBK1".getBytes(StandardCharsets.US_ASCII);
  private static final int NUMBERS = 2 * Integer.BYTES;

  private final byte[] header;

  Preamble(BackupHeader backup, Compression compression, boolean encrypted) {
    this.header =
        Json.bytes(
            Json.object()
                .put("version", 1)
                .put("uid", backup.uid())
                .put("engine", backup.engine())
                .put("database", backup.database())
                .put("format", backup.format())
                .put("compression", compression.word())
                .put("segments", encrypted ? "AES-256-GCM" : "SHA-256")
                .put("segmentBytes", SegmentCipher.PLAIN));
  }

  static Preamble of(Manifest manifest) {
    return new Preamble(manifest.header(), manifest.compression(), manifest.encrypted());
  }

  /** True when an object that begins so is a part of a backup. */
  static boolean isMagic(byte[] start) {
    return Arrays.equals(start, MAGIC);
  }

  /** The text to which each segment and the wrapped key are bound. */
  byte[] binding() {
    return Sha256.digest().digest(header);
  }

  int length() {
    return MAGIC.length + NUMBERS + header.length;
  }

  byte[] bytes(int part) {
    return ByteBuffer.allocate(length())
        .put(MAGIC)
        .putInt(part)
        .putInt(header.length)
        .put(header)
        .array();
  }
}
