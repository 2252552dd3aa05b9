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
          case CACHING_SHA2_PASSWORD -> crypt("$A$005$", "", clear, random);
          case SHA256_PASSWORD -> crypt("$5$", "$", clear, random);
          case ED25519 -> ed25519(clear);
        };
    return SecretText.of(text);
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
