package io.dbprovision.storage.s3;

import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collections;
import java.util.List;

/**
 * One part in memory: pieces that are made as they are needed and used again, so that a small
 * object takes little and a large one never two copies.
 */
final class PartBuffer {
  private static final int PIECE = 256 * 1024;

  private final List<byte[]> pieces = new ArrayList<>();
  private final int limit;
  private int size;

  /**
   * @param memory bytes in all; one piece of it is left to what sends the part
   */
  PartBuffer(int memory) {
    this.limit = (memory / PIECE - 1) * PIECE;
  }

  int size() {
    return size;
  }

  boolean full() {
    return size == limit;
  }

  /** Takes what there is room for. */
  void take(ByteBuffer bytes) {
    while (bytes.hasRemaining() && !full()) {
      int piece = size / PIECE;
      if (piece == pieces.size()) {
        pieces.add(new byte[PIECE]);
      }
      int offset = size % PIECE;
      int length = Math.min(bytes.remaining(), PIECE - offset);
      bytes.get(pieces.get(piece), offset, length);
      size += length;
    }
  }

  void clear() {
    size = 0;
  }

  /** From its beginning, as often as it is asked for. */
  InputStream stream() {
    List<InputStream> streams = new ArrayList<>();
    for (int at = 0; at < size; at += PIECE) {
      streams.add(new ByteArrayInputStream(pieces.get(at / PIECE), 0, Math.min(PIECE, size - at)));
    }
    return new SequenceInputStream(Collections.enumeration(streams));
  }

  /** What a bucket with locks asks for, and every other one checks as well. */
  String md5() {
    try {
      MessageDigest digest = MessageDigest.getInstance("MD5");
      for (int at = 0; at < size; at += PIECE) {
        digest.update(pieces.get(at / PIECE), 0, Math.min(PIECE, size - at));
      }
      return Base64.getEncoder().encodeToString(digest.digest());
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("the JVM has no MD5, which S3's protocol needs", e);
    }
  }
}
