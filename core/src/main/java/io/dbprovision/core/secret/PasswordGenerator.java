package io.dbprovision.core.secret;

import io.dbprovision.spi.SecretText;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;

/** Makes passwords. As safe for threads as its source of randomness. */
public final class PasswordGenerator {
  private static final List<String> LETTERS_AND_DIGITS =
      List.of("abcdefghijklmnopqrstuvwxyz", "ABCDEFGHIJKLMNOPQRSTUVWXYZ", "0123456789");
  private static final String SPECIAL = "!@#$%^&*";

  private final RandomGenerator random;

  /**
   * @param random a {@link java.security.SecureRandom} outside of tests
   */
  public PasswordGenerator(RandomGenerator random) {
    this.random = random;
  }

  /**
   * Holds at least one character of each class of which the policy leaves any. When it leaves none
   * at all, letters and digits are used as if nothing were excluded.
   */
  public SecretText generate(PasswordPolicy policy) {
    List<String> classes = classes(policy);
    String alphabet = String.join("", classes);
    List<Character> password = new ArrayList<>(policy.length());
    for (String required : classes) {
      password.add(anyOf(required));
    }
    while (password.size() < policy.length()) {
      password.add(anyOf(alphabet));
    }
    // else the first characters would tell their class
    Collections.shuffle(password, random);
    return SecretText.of(password.stream().map(String::valueOf).collect(Collectors.joining()));
  }

  private static List<String> classes(PasswordPolicy policy) {
    List<String> wanted = new ArrayList<>(LETTERS_AND_DIGITS);
    if (policy.includeSpecialChars()) {
      wanted.add(SPECIAL);
    }
    List<String> left =
        wanted.stream()
            .map(characters -> without(characters, policy.excludeChars()))
            .filter(characters -> !characters.isEmpty())
            .toList();
    return left.isEmpty() ? LETTERS_AND_DIGITS : left;
  }

  private static String without(String characters, String excluded) {
    return characters
        .chars()
        .filter(c -> excluded.indexOf(c) < 0)
        .mapToObj(Character::toString)
        .collect(Collectors.joining());
  }

  /** {@code nextInt(bound)} draws again where a plain remainder would favour the first ones. */
  private char anyOf(String characters) {
    return characters.charAt(random.nextInt(characters.length()));
  }
}
