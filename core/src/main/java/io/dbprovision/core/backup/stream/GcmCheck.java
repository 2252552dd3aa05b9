package io.dbprovision.core.backup.stream;

import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * The tag of one AES-GCM message of any length, in bounded memory, of its ciphertext alone. The
 * platform's GCM keeps the whole message until it knows the tag.
 *
 * <p>GHASH is linear, so it is put together from the platform's own: as associated data without a
 * message, {@code n} blocks with the hash G give the tag {@code (G ^ L) * H ^ E}, where L tells the
 * length and E encrypts the nonce. Out of that comes {@code G * H}; what was hashed before is
 * multiplied by {@code H^n} and added. Only one multiplication for each chunk is our own.
 */
final class GcmCheck {
  static final int TAG = 16;
  static final int NONCE = 12;

  private static final int CHUNK = 64 * 1024;

  private final SecretKeySpec key;
  private final Cipher gcm = Aes.cipher("AES/GCM/NoPadding");
  private final Cipher block = Aes.cipher("AES/ECB/NoPadding");
  private final byte[] nonce;
  private final Gf128 hashKey;
  private final Gf128 wholeChunk;
  private final byte[] chunk = new byte[CHUNK];
  private int inChunk;
  private long length;
  private long chunks;
  private Gf128 sum = Gf128.ZERO;

  GcmCheck(byte[] key, byte[] nonce) {
    this.key = new SecretKeySpec(key, "AES");
    this.nonce = nonce.clone();
    try {
      block.init(Cipher.ENCRYPT_MODE, this.key);
    } catch (GeneralSecurityException e) {
      throw new IllegalArgumentException("not an AES key", e);
    }
    this.hashKey = Gf128.of(encrypted(new byte[TAG]));
    this.wholeChunk = hashKey.power(CHUNK / TAG);
  }

  void update(byte[] ciphertext, int offset, int count) {
    int done = 0;
    while (done < count) {
      int taken = Math.min(count - done, CHUNK - inChunk);
      System.arraycopy(ciphertext, offset + done, chunk, inChunk, taken);
      inChunk += taken;
      done += taken;
      if (inChunk == CHUNK) {
        hashChunk(wholeChunk);
      }
    }
  }

  /** Ends the message; its last block is filled up with zeros, as GCM has it. */
  byte[] tag() {
    if (inChunk > 0) {
      int blocks = (inChunk + TAG - 1) / TAG;
      Arrays.fill(chunk, inChunk, blocks * TAG, (byte) 0);
      hashChunk(hashKey.power(blocks));
    }
    Gf128 lengths = Gf128.of(ByteBuffer.allocate(TAG).putLong(0).putLong(length * 8).array());
    Gf128 mask = Gf128.of(encrypted(counterBlock(nonce)));
    return sum.plus(lengths.times(hashKey)).plus(mask).bytes();
  }

  private void hashChunk(Gf128 shift) {
    int padded = (inChunk + TAG - 1) / TAG * TAG;
    Gf128 mask;
    Gf128 tag;
    try {
      // any nonce will do, as its mask is taken away again; the platform wants a new one each time
      byte[] own = ByteBuffer.allocate(NONCE).putInt(0).putLong(chunks++).array();
      mask = Gf128.of(encrypted(counterBlock(own)));
      gcm.init(Cipher.ENCRYPT_MODE, key, new GCMParameterSpec(TAG * Byte.SIZE, own));
      gcm.updateAAD(chunk, 0, padded);
      tag = Gf128.of(gcm.doFinal());
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("hashing", e);
    }
    Gf128 lengths = Gf128.of(ByteBuffer.allocate(TAG).putLong(padded * 8L).putLong(0).array());
    Gf128 ownSum = tag.plus(mask).plus(lengths.times(hashKey));
    sum = sum.times(shift).plus(ownSum);
    length += inChunk;
    inChunk = 0;
  }

  private byte[] encrypted(byte[] text) {
    try {
      return block.doFinal(text);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("encrypting a block", e);
    }
  }

  private static byte[] counterBlock(byte[] nonce) {
    return ByteBuffer.allocate(TAG).put(nonce).putInt(1).array();
  }
}
