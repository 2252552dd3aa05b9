package io.dbprovision.core.backup.stream;

import io.dbprovision.core.digest.Sha256;
import io.dbprovision.spi.EngineException;
import io.dbprovision.spi.ErrorKind;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.regex.Pattern;

/** The user's key: 32 bytes that are never printed. */
public final class EncryptionKey {
  public static final int BYTES = 32;

  private static final byte[] LABEL = "dbops backup key id v1".getBytes(StandardCharsets.UTF_8);
  private static final int ID_LENGTH = 8;
  private static final Pattern ID = Pattern.compile("[0-9a-f]{%d}".formatted(ID_LENGTH));

  private final byte[] bytes;

  private EncryptionKey(byte[] bytes) {
    this.bytes = bytes;
  }

  /**
   * @throws EngineException INVALID unless there are 32 bytes
   */
  public static EncryptionKey of(byte[] bytes) {
    if (bytes.length != BYTES) {
      throw EngineException.of(
          ErrorKind.INVALID,
          "an encryption key has exactly 32 raw bytes, and this one has "
              + bytes.length
              + "; make one with: openssl rand 32");
    }
    return new EncryptionKey(bytes.clone());
  }

  /** Which key it is, without giving it away: 8 characters of hex. */
  public String id() {
    MessageDigest digest = Sha256.digest();
    digest.update(LABEL);
    digest.update(bytes);
    return Sha256.hex(digest.digest()).substring(0, ID_LENGTH);
  }

  /** Whether a text can be what {@link #id} gives. */
  static boolean isId(String text) {
    return ID.matcher(text).matches();
  }

  /** A copy. */
  public byte[] reveal() {
    return bytes.clone();
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof EncryptionKey that && MessageDigest.isEqual(bytes, that.bytes);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(bytes);
  }

  @Override
  public String toString() {
    return "[key " + id() + "]";
  }
}
