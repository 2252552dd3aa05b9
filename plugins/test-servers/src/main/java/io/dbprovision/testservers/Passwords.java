package io.dbprovision.testservers;

import java.security.SecureRandom;
import java.util.HexFormat;

/** Passwords of the servers' own logins. */
public final class Passwords {
  private Passwords() {}

  /** A new one of letters and digits, which needs no quoting anywhere. */
  public static String random() {
    byte[] bytes = new byte[16];
    new SecureRandom().nextBytes(bytes);
    return HexFormat.of().formatHex(bytes);
  }
}
