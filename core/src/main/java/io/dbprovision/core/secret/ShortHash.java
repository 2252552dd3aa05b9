package io.dbprovision.core.secret;

import io.dbprovision.core.digest.Sha256;

/** Tells shortened names apart; must never change, for names on clusters were made with it. */
public final class ShortHash {
  public static final int LENGTH = 8;

  private ShortHash() {}

  /** Lower-case hexadecimal. */
  public static String of(String text) {
    return Sha256.hex(text).substring(0, LENGTH);
  }
}
