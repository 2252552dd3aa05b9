package io.dbprovision.core.backup.stream;

import java.io.IOException;
import java.io.InputStream;
import java.security.GeneralSecurityException;
import java.util.Objects;
import javax.crypto.Cipher;
import javax.crypto.spec.IvParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/** Decrypts AES-CBC as it comes. The platform's stream swallows a wrong end; this one throws. */
final class CbcFile extends InputStream {
  private static final int IV = 16;
  private static final int BUFFER = 64 * 1024;

  private final InputStream in;
  private final Cipher cipher = Aes.cipher("AES/CBC/PKCS5Padding");
  private final byte[] encrypted = new byte[BUFFER];
  private byte[] plain = new byte[0];
  private int from;
  private boolean ended;

  CbcFile(InputStream in, EncryptionKey key) throws IOException {
    this.in = in;
    byte[] iv = in.readNBytes(IV);
    if (iv.length < IV) {
      throw new IOException("too short");
    }
    try {
      cipher.init(
          Cipher.DECRYPT_MODE, new SecretKeySpec(key.reveal(), "AES"), new IvParameterSpec(iv));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java platform has AES-CBC", e);
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
    while (from == plain.length) {
      if (ended) {
        return -1;
      }
      more();
    }
    int count = Math.min(length, plain.length - from);
    System.arraycopy(plain, from, into, offset, count);
    from += count;
    return count;
  }

  private void more() throws IOException {
    from = 0;
    int count = in.read(encrypted, 0, BUFFER);
    if (count >= 0) {
      byte[] decrypted = cipher.update(encrypted, 0, count);
      plain = decrypted == null ? new byte[0] : decrypted;
      return;
    }
    try {
      plain = cipher.doFinal();
      ended = true;
    } catch (GeneralSecurityException e) {
      throw new IOException("wrong end", e);
    }
  }

  @Override
  public void close() throws IOException {
    in.close();
  }
}
