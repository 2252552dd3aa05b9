package io.dbprovision.core.backup.stream;

import java.security.GeneralSecurityException;
import javax.crypto.AEADBadTagException;
import javax.crypto.Cipher;
import javax.crypto.Mac;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/** The platform's ciphers, for small texts at once. */
final class Aes {
  private static final int TAG_BITS = 128;

  private Aes() {}

  static Cipher cipher(String transformation) {
    try {
      return Cipher.getInstance(transformation);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java platform has " + transformation, e);
    }
  }

  static byte[] hmac(byte[] key, byte[] text) {
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(key, "HmacSHA256"));
      return mac.doFinal(text);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java platform has HmacSHA256", e);
    }
  }

  static byte[] seal(byte[] key, byte[] nonce, byte[] bound, byte[] plain) {
    try {
      return gcm(Cipher.ENCRYPT_MODE, key, nonce, bound, plain);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("sealing", e);
    }
  }

  /**
   * @throws AEADBadTagException for another key, nonce or bound text, and for changed bytes
   */
  static byte[] open(byte[] key, byte[] nonce, byte[] bound, byte[] sealed)
      throws AEADBadTagException {
    try {
      return gcm(Cipher.DECRYPT_MODE, key, nonce, bound, sealed);
    } catch (AEADBadTagException e) {
      throw e;
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("opening", e);
    }
  }

  private static byte[] gcm(int mode, byte[] key, byte[] nonce, byte[] bound, byte[] text)
      throws GeneralSecurityException {
    Cipher cipher = cipher("AES/GCM/NoPadding");
    cipher.init(mode, new SecretKeySpec(key, "AES"), new GCMParameterSpec(TAG_BITS, nonce));
    cipher.updateAAD(bound);
    return cipher.doFinal(text);
  }
}
