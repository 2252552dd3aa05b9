package io.dbprovision.mysql.user;

import io.dbprovision.spi.SecretText;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Optional;
import java.util.random.RandomGenerator;
import org.mariadb.jdbc.plugin.authentication.standard.ed25519.spec.EdDSANamedCurveTable;

/** Makes of a password what a login plug-in stores: no password is sent. */
enum Verifier {
  MYSQL_NATIVE_PASSWORD,
  CACHING_SHA2_PASSWORD,
  SHA256_PASSWORD,
  ED25519;

  private static final int SALT = 20;
  private static final String SHA2_OPENING = "$A$005$";
  private static final String SHA256_OPENING = "$5$";
  private static final String SALT_CHARACTERS =
      "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";

  static Optional<Verifier> named(String plugin) {
    for (Verifier verifier : values()) {
      if (verifier.plugin().equals(plugin)) {
        return Optional.of(verifier);
      }
    }
    return Optional.empty();
  }

  /** Its name in a manifest and on the server. */
  String plugin() {
    return name().toLowerCase(Locale.ROOT);
  }

  SecretText of(SecretText password, RandomGenerator random) {
    byte[] clear = password.reveal().getBytes(StandardCharsets.UTF_8);
    String text =
        switch (this) {
          case MYSQL_NATIVE_PASSWORD -> nativeText(clear);
          case CACHING_SHA2_PASSWORD -> crypt(SHA2_OPENING, "", clear, random);
          case SHA256_PASSWORD -> crypt(SHA256_OPENING, "$", clear, random);
          case ED25519 -> ed25519(clear);
        };
    return SecretText.of(text);
  }

  /**
   * Whether that is the password behind a verifier of this sort; false also for one that was made
   * with another number of rounds than ours.
   *
   * @param verifier each byte as one character
   */
  boolean accepts(SecretText password, SecretText verifier) {
    byte[] clear = password.reveal().getBytes(StandardCharsets.UTF_8);
    String stored = verifier.reveal();
    return switch (this) {
      case MYSQL_NATIVE_PASSWORD -> same(stored, nativeText(clear));
      case CACHING_SHA2_PASSWORD -> accepts(stored, SHA2_OPENING, "", clear);
      case SHA256_PASSWORD -> accepts(stored, SHA256_OPENING, "$", clear);
      case ED25519 -> same(stored, ed25519(clear));
    };
  }

  private static boolean accepts(String stored, String opening, String separator, byte[] clear) {
    int end = opening.length() + SALT;
    if (!stored.startsWith(opening) || stored.length() <= end) {
      return false;
    }
    byte[] salt = stored.substring(opening.length(), end).getBytes(StandardCharsets.ISO_8859_1);
    return same(stored.substring(end), separator + Sha256Crypt.digest(clear, salt));
  }

  private static boolean same(String one, String other) {
    return MessageDigest.isEqual(
        one.getBytes(StandardCharsets.ISO_8859_1), other.getBytes(StandardCharsets.ISO_8859_1));
  }

  private static String nativeText(byte[] clear) {
    MessageDigest sha = digest("SHA-1");
    return "*" + HexFormat.of().withUpperCase().formatHex(sha.digest(sha.digest(clear)));
  }

  private static String crypt(
      String opening, String separator, byte[] clear, RandomGenerator random) {
    StringBuilder salt = new StringBuilder(SALT);
    for (int i = 0; i < SALT; i++) {
      salt.append(SALT_CHARACTERS.charAt(random.nextInt(SALT_CHARACTERS.length())));
    }
    byte[] bytes = salt.toString().getBytes(StandardCharsets.US_ASCII);
    return opening + salt + separator + Sha256Crypt.digest(clear, bytes);
  }

  /** The public key whose private part is the password's digest, whatever its length. */
  private static String ed25519(byte[] clear) {
    byte[] scalar = digest("SHA-512").digest(clear);
    scalar[0] &= (byte) 0xf8;
    scalar[31] &= 0x3f;
    scalar[31] |= 0x40;
    byte[] key =
        EdDSANamedCurveTable.getByName("Ed25519").getB().scalarMultiply(scalar).toByteArray();
    return Base64.getEncoder().withoutPadding().encodeToString(key);
  }

  private static MessageDigest digest(String algorithm) {
    try {
      return MessageDigest.getInstance(algorithm);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has " + algorithm, e);
    }
  }
}
