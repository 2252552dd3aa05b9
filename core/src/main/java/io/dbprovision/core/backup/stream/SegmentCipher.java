package io.dbprovision.core.backup.stream;

import java.nio.ByteBuffer;
import javax.crypto.AEADBadTagException;

/**
 * Seals segments, or opens them, one after the other: each is bound to the header, to its number
 * and to whether it is the last, so that none can be left out, doubled, moved or taken from
 * elsewhere. For one backup, one direction and one thread.
 */
sealed interface SegmentCipher permits GcmSegments, DigestSegments {
  /** Bytes of every segment but the last. */
  int PLAIN = 64 * 1024;

  /** What sealing adds to each. */
  int TAG = 16;

  int SEALED = PLAIN + TAG;

  int NONCE = 12;

  /**
   * @return the length of what was written, {@code length} and the tag
   */
  int seal(byte[] plain, int length, boolean last, byte[] sealed);

  /**
   * @return the length of what was written
   * @throws AEADBadTagException when the bytes are not what was sealed as this segment
   */
  int open(byte[] sealed, int length, boolean last, byte[] plain) throws AEADBadTagException;

  /** 11 bytes of the segment's number, then 1 for the last segment and 0 for the others. */
  static byte[] nonce(long number, boolean last) {
    return ByteBuffer.allocate(NONCE)
        .put(new byte[3])
        .putLong(number)
        .put((byte) (last ? 1 : 0))
        .array();
  }
}
