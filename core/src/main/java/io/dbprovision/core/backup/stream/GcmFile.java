package io.dbprovision.core.backup.stream;

import io.dbprovision.spi.StoredObject;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Objects;
import javax.crypto.Cipher;
import javax.crypto.ShortBufferException;
import javax.crypto.spec.IvParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * Decrypts a file that is one GCM message as it comes; at its end the tag is compared and an
 * IOException thrown when it is another. Whoever must not see unproven bytes reads it twice.
 */
final class GcmFile extends InputStream {
  private final InputStream in;
  private final GcmCheck check;
  private final Cipher counter = Aes.cipher("AES/CTR/NoPadding");
  private long left;
  private boolean proven;

  GcmFile(InputStream in, StoredObject object, EncryptionKey key) throws IOException {
    this.in = in;
    this.left = object.size() - GcmCheck.NONCE - GcmCheck.TAG;
    byte[] nonce = in.readNBytes(GcmCheck.NONCE);
    if (left < 0 || nonce.length < GcmCheck.NONCE) {
      throw new IOException("too short");
    }
    this.check = new GcmCheck(key.reveal(), nonce);
    byte[] first = ByteBuffer.allocate(GcmCheck.TAG).put(nonce).putInt(2).array();
    try {
      counter.init(
          Cipher.DECRYPT_MODE, new SecretKeySpec(key.reveal(), "AES"), new IvParameterSpec(first));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java platform has AES in counter mode", e);
    }
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public int read(byte[] into, int offset, int length) throws IOException {
    Objects.checkFromIndexSize(offset, length, into.length);
    if (left == 0) {
      prove();
      return -1;
    }
    int count = in.read(into, offset, (int) Math.min(length, left));
    if (count < 0) {
      throw new IOException("cut");
    }
    check.update(into, offset, count);
    left -= count;
    try {
      return counter.update(into, offset, count, into, offset);
    } catch (ShortBufferException e) {
      throw new IllegalStateException("counter mode gives a byte for a byte", e);
    }
  }

  private void prove() throws IOException {
    if (!proven) {
      byte[] tag = in.readNBytes(GcmCheck.TAG);
      if (!MessageDigest.isEqual(tag, check.tag()) || in.read() >= 0) {
        throw new IOException("another tag");
      }
      proven = true;
    }
  }

  @Override
  public void close() throws IOException {
    in.close();
  }
}
