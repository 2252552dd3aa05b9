package io.dbprovision.postgres.user;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.security.DigestException;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Base64;
import org.postgresql.util.PasswordUtil;

/**
 * The verifier of a password by RFC 5803, as the driver makes it, in half of the time for passwords
 * of plain characters such as ours: what the key alone adds to each of the thousands of digests is
 * digested once. It is most of what a new login costs us.
 */
final class ScramSha256 {
  private static final int BLOCK = 64;
  private static final byte INNER = 0x36;
  private static final byte OUTER = 0x5c;

  private final MessageDigest inner;
  private final MessageDigest outer;

  private ScramSha256(byte[] key) throws GeneralSecurityException {
    inner = begun(key, INNER);
    outer = begun(key, OUTER);
  }

  static String verifier(String password, int iterations, byte[] salt) {
    if (!password.chars().allMatch(character -> character >= ' ' && character <= '~')
        || password.length() > BLOCK) {
      // others are normalised first, or their key is digested first
      return PasswordUtil.encodeScramSha256(password.toCharArray(), iterations, salt);
    }
    try {
      byte[] salted = new ScramSha256(password.getBytes(US_ASCII)).derived(salt, iterations);
      ScramSha256 keys = new ScramSha256(salted);
      byte[] stored =
          MessageDigest.getInstance("SHA-256")
              .digest(keys.authenticated("Client Key".getBytes(US_ASCII)));
      byte[] server = keys.authenticated("Server Key".getBytes(US_ASCII));
      Base64.Encoder base64 = Base64.getEncoder();
      return "SCRAM-SHA-256$%d:%s$%s:%s"
          .formatted(
              iterations,
              base64.encodeToString(salt),
              base64.encodeToString(stored),
              base64.encodeToString(server));
    } catch (GeneralSecurityException | CloneNotSupportedException e) {
      throw new IllegalStateException("this Java has no SHA-256 that can be copied", e);
    }
  }

  /** PBKDF2 (RFC 8018) for a key as long as the digest. */
  private byte[] derived(byte[] salt, int iterations)
      throws CloneNotSupportedException, DigestException {
    byte[] first = Arrays.copyOf(salt, salt.length + Integer.BYTES);
    first[first.length - 1] = 1;
    byte[] block = authenticated(first);
    byte[] key = block.clone();
    for (int iteration = 1; iteration < iterations; iteration++) {
      authenticate(block);
      for (int at = 0; at < key.length; at++) {
        key[at] ^= block[at];
      }
    }
    return key;
  }

  private byte[] authenticated(byte[] text) throws CloneNotSupportedException {
    return ((MessageDigest) outer.clone()).digest(((MessageDigest) inner.clone()).digest(text));
  }

  /** HMAC of a block, in its place. */
  private void authenticate(byte[] block) throws CloneNotSupportedException, DigestException {
    for (MessageDigest started : new MessageDigest[] {inner, outer}) {
      MessageDigest digest = (MessageDigest) started.clone();
      digest.update(block);
      digest.digest(block, 0, block.length);
    }
  }

  private static MessageDigest begun(byte[] key, byte pad) throws GeneralSecurityException {
    byte[] block = Arrays.copyOf(key, BLOCK);
    for (int at = 0; at < block.length; at++) {
      block[at] ^= pad;
    }
    MessageDigest digest = MessageDigest.getInstance("SHA-256");
    digest.update(block);
    return digest;
  }
}
