package io.dbprovision.core.backup.stream;

import java.util.Arrays;
import java.util.Optional;

/** How earlier operators encrypted a whole file. */
public enum ForeignEncryption {
  NONE("none"),
  /** A nonce of 12 bytes, the ciphertext, a tag of 16 bytes over all of it. */
  GCM("aes-256-gcm"),
  /** An IV of 16 bytes and padded ciphertext; nothing tells whether it was changed. */
  CBC("aes-256-cbc");

  private final String word;

  ForeignEncryption(String word) {
    this.word = word;
  }

  /**
   * @param word as a manifest names the algorithm
   */
  public static Optional<ForeignEncryption> of(String word) {
    return Arrays.stream(values()).filter(way -> way.word.equals(word)).findFirst();
  }
}
