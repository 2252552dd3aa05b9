package io.dbprovision.mysql.user;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/**
 * The SHA-256 of crypt(3) as MySQL uses it: a salt of 20 characters, and 5,000 rounds. After Ulrich
 * Drepper's specification; the letters in comments are its steps.
 */
final class Sha256Crypt {
  private static final int ROUNDS = 5000;
  private static final int SIZE = 32;
  private static final String DIGITS =
      "./0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";

  private Sha256Crypt() {}

  /** The 43 characters of the digest. */
  static String digest(byte[] password, byte[] salt) {
    MessageDigest sha = sha256();
    sha.update(password); // B (4-8)
    sha.update(salt);
    sha.update(password);
    byte[] b = sha.digest();

    sha.update(password); // A (1-3)
    sha.update(salt);
    repeat(sha, b, password.length); // (9-10)
    for (int bits = password.length; bits > 0; bits >>= 1) { // (11)
      sha.update((bits & 1) == 0 ? password : b);
    }
    byte[] a = sha.digest();

    for (int i = 0; i < password.length; i++) { // DP (13-15)
      sha.update(password);
    }
    byte[] p = stretched(sha.digest(), password.length);
    for (int i = 0; i < 16 + (a[0] & 0xff); i++) { // DS (17-19)
      sha.update(salt);
    }
    byte[] s = stretched(sha.digest(), salt.length);

    byte[] c = a;
    for (int round = 0; round < ROUNDS; round++) { // (21)
      sha.update(round % 2 == 0 ? c : p);
      if (round % 3 != 0) {
        sha.update(s);
      }
      if (round % 7 != 0) {
        sha.update(p);
      }
      sha.update(round % 2 == 0 ? p : c);
      c = sha.digest();
    }
    return text(c);
  }

  private static void repeat(MessageDigest sha, byte[] bytes, int length) {
    for (int left = length; left > 0; left -= SIZE) {
      sha.update(bytes, 0, Math.min(SIZE, left));
    }
  }

  private static byte[] stretched(byte[] digest, int length) {
    byte[] all = new byte[length];
    for (int at = 0; at < length; at += SIZE) {
      System.arraycopy(digest, 0, all, at, Math.min(SIZE, length - at));
    }
    return all;
  }

  /** (22): groups of three bytes, each ten places after the one before. */
  private static String text(byte[] digest) {
    StringBuilder text = new StringBuilder(43);
    int first = 0;
    for (int i = 0; i < 10; i++) {
      int second = (first + 10) % 30;
      int third = (first + 20) % 30;
      append(text, digest[first], digest[second], digest[third], 4);
      first = (first + 21) % 30;
    }
    append(text, (byte) 0, digest[31], digest[30], 3);
    return text.toString();
  }

  private static void append(StringBuilder text, byte high, byte middle, byte low, int count) {
    int bits = ((high & 0xff) << 16) | ((middle & 0xff) << 8) | (low & 0xff);
    for (int i = 0; i < count; i++) {
      text.append(DIGITS.charAt(bits & 0x3f));
      bits >>= 6;
    }
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}
