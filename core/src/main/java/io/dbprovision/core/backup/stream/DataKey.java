package io.dbprovision.core.backup.stream;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.random.RandomGenerator;

/** The key of one backup; each use of it has a key of its own that is derived from it. */
final class DataKey {
  private final byte[] bytes;

  DataKey(byte[] bytes) {
    this.bytes = bytes.clone();
  }

  static DataKey fresh(RandomGenerator random) {
    byte[] bytes = new byte[EncryptionKey.BYTES];
    random.nextBytes(bytes);
    return new DataKey(bytes);
  }

  byte[] reveal() {
    return bytes.clone();
  }

  byte[] forSegments() {
    return derived("dbops backup v1 segments");
  }

  byte[] forManifest() {
    return derived("dbops backup v1 manifest");
  }

  byte[] forContents() {
    return derived("dbops backup v1 contents");
  }

  /** HKDF-Expand of RFC 5869 for one block. */
  private byte[] derived(String label) {
    byte[] text = label.getBytes(StandardCharsets.UTF_8);
    byte[] info = Arrays.copyOf(text, text.length + 1);
    info[text.length] = 1;
    return Aes.hmac(bytes, info);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof DataKey that && MessageDigest.isEqual(bytes, that.bytes);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(bytes);
  }

  @Override
  public String toString() {
    return "[data key]";
  }
}
