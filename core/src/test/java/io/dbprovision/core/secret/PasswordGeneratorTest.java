package io.dbprovision.core.secret;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class PasswordGeneratorTest {
  private static final String LETTERS = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ";
  private static final String DIGITS = "0123456789";
  private static final String SPECIAL = "!@#$%^&*";

  // one seed, so that a failure can be repeated; the draws go on between the repetitions
  private final RandomGenerator random = new SplittableRandom(42);
  private final PasswordGenerator generator = new PasswordGenerator(random);

  @ParameterizedTest
  @ValueSource(ints = {8, 9, 32, 128})
  void aPasswordHasTheLengthAsked(int length) {
    assertThat(generate(length, true, "")).hasSize(length);
  }

  @Test
  void theDefaultIs32CharactersWithSpecialOnes() {
    assertThat(PasswordPolicy.DEFAULT).isEqualTo(new PasswordPolicy(32, true, ""));
  }

  @ParameterizedTest
  @ValueSource(ints = {-1, 0, 7, 129})
  void aLengthOutOfBoundsIsRefused(int length) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new PasswordPolicy(length, true, ""))
        .withMessageContaining("8 to 128");
  }

  @Test
  void theShortestPasswordsHoldEveryClass() {
    for (int i = 0; i < 500; i++) {
      assertThat(generate(8, true, ""))
          .matches(".*[a-z].*")
          .matches(".*[A-Z].*")
          .matches(".*[0-9].*")
          .matches(".*[!@#$%^&*].*")
          .matches("[a-zA-Z0-9!@#$%^&*]{8}");
    }
  }

  @Test
  void withoutSpecialCharactersThereAreLettersAndDigitsOnly() {
    for (int i = 0; i < 100; i++) {
      assertThat(generate(128, false, "")).matches("[a-zA-Z0-9]{128}");
    }
  }

  @Test
  void excludedCharactersNeverOccur() {
    for (int i = 0; i < 100; i++) {
      assertThat(generate(128, true, "0Oo1lI$&é")).doesNotContainPattern("[0Oo1lI$&é]");
    }
  }

  @Test
  void aClassExcludedAsAWholeIsNotAskedFor() {
    assertThat(generate(64, true, DIGITS + SPECIAL)).matches("[a-zA-Z]{64}");
  }

  @Test
  void excludingEverythingFallsBackToLettersAndDigits() {
    assertThat(generate(64, true, LETTERS + DIGITS + SPECIAL)).matches("[a-zA-Z0-9]{64}");
  }

  @Test
  void oneCharacterLeftIsUsedAlone() {
    assertThat(generate(8, false, (LETTERS + DIGITS).replace("x", ""))).isEqualTo("xxxxxxxx");
  }

  @Test
  void everyCharacterIsAboutAsFrequent() {
    // digits alone, so that the required classes do not tilt the counts: 10 values, 64,000 draws
    int[] counts = new int[10];
    for (int i = 0; i < 500; i++) {
      generate(128, false, LETTERS).chars().forEach(c -> counts[c - '0']++);
    }
    // expected 6,400 each, standard deviation 76
    assertThat(Arrays.stream(counts).boxed())
        .allSatisfy(count -> assertThat(count).isBetween(6_000, 6_800));
  }

  @RepeatedTest(3)
  void theRequiredCharactersStandAnywhere() {
    Set<Integer> places = new HashSet<>();
    for (int i = 0; i < 400; i++) {
      String password = generate(8, true, "");
      for (int at = 0; at < password.length(); at++) {
        if (DIGITS.indexOf(password.charAt(at)) >= 0) {
          places.add(at);
        }
      }
    }
    assertThat(places).hasSize(8);
  }

  @Test
  void noTwoPasswordsAreEqual() {
    Set<String> seen = new HashSet<>();
    for (int i = 0; i < 1000; i++) {
      assertThat(seen.add(generate(8, true, ""))).isTrue();
    }
  }

  private String generate(int length, boolean special, String excluded) {
    return generator.generate(new PasswordPolicy(length, special, excluded)).reveal();
  }
}
