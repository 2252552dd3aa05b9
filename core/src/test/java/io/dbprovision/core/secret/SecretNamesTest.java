package io.dbprovision.core.secret;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class SecretNamesTest {
  private static final String RFC_1123 =
      "[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*";

  @Test
  void aUserNameThatIsNoSecretNameGetsOneWithAHash() {
    // names on clusters were made so: this must never change
    assertThat(SecretNames.valid("order_service-credentials"))
        .isEqualTo("order-service-credentials-a8503474");
  }

  @Test
  void aValidDefaultIsTakenAsItIs() {
    assertThat(SecretNames.valid("orders-credentials")).isEqualTo("orders-credentials");
  }

  @Test
  void aNameWithDotsIsTakenAsItIs() {
    assertThat(SecretNames.valid("my.own-secret")).isEqualTo("my.own-secret");
  }

  @Test
  void caseAndUnderscoreTellNamesApart() {
    Set<String> names = new HashSet<>();
    for (String user :
        new String[] {"order_service", "Order_service", "order__service", "ORDER_SERVICE"}) {
      names.add(SecretNames.valid(user + "-credentials"));
    }
    assertThat(names).hasSize(4).doesNotContain("order-service-credentials");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "_",
        "__",
        "A",
        "a_b",
        "-a",
        "a-",
        ".a",
        "a.",
        "a..b",
        "a.-b",
        "a-.b",
        "é",
        "😀",
        "a b",
        "İ",
        "a/../b",
        "UPPER.case_Name",
        "\"; DROP TABLE x",
        "a%b_c\\d",
        "\n"
      })
  void whateverIsAskedForTheNameIsValidAndStable(String wanted) {
    String name = SecretNames.valid(wanted);

    assertThat(name).matches(RFC_1123).matches(".*-[0-9a-f]{8}");
    assertThat(SecretNames.valid(wanted)).isEqualTo(name);
    assertThat(SecretNames.valid(name)).isEqualTo(name);
  }

  @ParameterizedTest
  @ValueSource(ints = {253, 254, 300, 1_000_000})
  void noNameIsLongerThan253(int length) {
    String name = SecretNames.valid("_".repeat(10) + "a".repeat(length));

    assertThat(name).hasSizeLessThanOrEqualTo(253).matches(RFC_1123);
  }

  @Test
  void a253CharacterNameIsStillTakenAsItIs() {
    assertThat(SecretNames.valid("a".repeat(253))).isEqualTo("a".repeat(253));
  }

  @Test
  void longNamesThatDifferAtTheEndOnlyStayApart() {
    assertThat(SecretNames.valid("a".repeat(300) + "x"))
        .isNotEqualTo(SecretNames.valid("a".repeat(300) + "y"));
  }

  @Test
  void aHostileRowOfHyphensTakesNoTime() {
    assertThat(SecretNames.valid("-".repeat(2_000_000) + ".")).matches("secret-[0-9a-f]{8}");
  }
}
