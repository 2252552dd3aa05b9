package io.dbprovision.core.secret;

/**
 * How a password is made.
 *
 * @param length in characters
 * @param excludeChars characters that must not occur; may be empty
 */
public record PasswordPolicy(int length, boolean includeSpecialChars, String excludeChars) {
  public static final int MIN_LENGTH = 8;
  public static final int MAX_LENGTH = 128;
  public static final PasswordPolicy DEFAULT = new PasswordPolicy(32, true, "");

  /**
   * @throws IllegalArgumentException for a length out of bounds: the API's schema refuses it before
   */
  public PasswordPolicy {
    if (length < MIN_LENGTH || length > MAX_LENGTH) {
      throw new IllegalArgumentException(
          "a password has %d to %d characters, not %d".formatted(MIN_LENGTH, MAX_LENGTH, length));
    }
  }
}
