package io.dbprovision.core.secret;

import static org.assertj.core.api.Assertions.assertThat;

import io.dbprovision.spi.SecretText;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

final class SecretRedactionTest {
  private static final String SECRET = "hunter2";
  private static final TemplateValues VALUES =
      new TemplateValues(
          "u", SecretText.of(SECRET), "h", 1, "d", "", "ns", "n", "", "", SecretText.of(SECRET));

  @Test
  void theValuesOfATemplateShowNeitherPasswordNorKey() {
    assertThat(VALUES.toString()).contains("u", "h", "ns").doesNotContain(SECRET);
  }

  @Test
  void theContentOfASecretShowsItsKeysOnly() throws Exception {
    SecretTemplateSpec template =
        new SecretTemplateSpec(
            "", Map.of(), Map.of("note", SECRET), Map.of("url", SECRET + "{{.Password}}"));

    assertThat(CredentialPayload.of(template, VALUES).toString())
        .contains("url", "note")
        .doesNotContain(SECRET);
    assertThat(template.toString()).contains("url", "note").doesNotContain(SECRET);
  }

  @Test
  void aTemplateShowsNothingOfItsText() throws Exception {
    assertThat(SecretTemplate.parse(SECRET)).asString().doesNotContain(SECRET);
    assertThat(SecretTemplate.parse("{{.Password}}").render(VALUES).toString())
        .doesNotContain(SECRET);
  }

  @Test
  void aGeneratedOrRecoveredPasswordDoesNotShow() {
    SecretText generated =
        new PasswordGenerator(new SplittableRandom(1)).generate(PasswordPolicy.DEFAULT);

    assertThat(generated.toString()).doesNotContain(generated.reveal());
    assertThat(
            CredentialRecovery.password(
                    Map.of(), Map.of(SecretKeys.MANAGED_PASSWORD_ANNOTATION, SECRET))
                .toString())
        .doesNotContain(SECRET);
  }
}
