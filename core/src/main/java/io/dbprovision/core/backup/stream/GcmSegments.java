package io.dbprovision.core.backup.stream;

import java.security.GeneralSecurityException;
import javax.crypto.AEADBadTagException;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/** AES-256-GCM; the key serves one backup only, so a counter is nonce enough. */
final class GcmSegments implements SegmentCipher {
  private final Cipher cipher;
  private final SecretKeySpec key;
  private final byte[] binding;
  private long number;

  GcmSegments(byte[] key, byte[] binding) {
    this.cipher = Aes.cipher("AES/GCM/NoPadding");
    this.key = new SecretKeySpec(key, "AES");
    this.binding = binding.clone();
  }

  @Override
  public int seal(byte[] plain, int length, boolean last, byte[] sealed) {
    try {
      return run(Cipher.ENCRYPT_MODE, plain, length, last, sealed);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("sealing a segment", e);
    }
  }

  @Override
  public int open(byte[] sealed, int length, boolean last, byte[] plain)
      throws AEADBadTagException {
    try {
      return run(Cipher.DECRYPT_MODE, sealed, length, last, plain);
    } catch (AEADBadTagException damaged) {
      throw damaged;
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("opening a segment", e);
    }
  }

  private int run(int mode, byte[] from, int length, boolean last, byte[] into)
      throws GeneralSecurityException {
    cipher.init(
        mode, key, new GCMParameterSpec(TAG * Byte.SIZE, SegmentCipher.nonce(number, last)));
    number++;
    cipher.updateAAD(binding);
    return cipher.doFinal(from, 0, length, into, 0);
  }
}
