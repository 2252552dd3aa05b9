package io.dbprovision.core.secret;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.dbprovision.spi.SecretText;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class CredentialPayloadTest {

  @Test
  void withoutATemplateThereAreExactlyTheFourKeys() throws Exception {
    SecretContent content = CredentialPayload.of(SecretTemplateSpec.NONE, Samples.VALUES);

    assertThat(revealed(content))
        .isEqualTo(
            Map.of(
                "username", "order_service",
                "password", "p@ss word",
                "host", "db.example.com",
                "port", "5432"));
    assertThat(content.type()).isEqualTo("Opaque");
    assertThat(content.annotations()).isEmpty();
  }

  @Test
  void withTemplateDataThereAreExactlyTheRenderedKeys() throws Exception {
    SecretContent content =
        CredentialPayload.of(
            data(Map.of("url", "pg://{{.Username}}@{{.Host}}", ".pgpass", "*:{{.Password}}")),
            Samples.VALUES);

    assertThat(revealed(content))
        .isEqualTo(Map.of("url", "pg://order_service@db.example.com", ".pgpass", "*:p@ss word"));
  }

  @Test
  void aTemplateWithLabelsOnlyKeepsTheFourKeys() throws Exception {
    SecretContent content =
        CredentialPayload.of(
            new SecretTemplateSpec(
                "kubernetes.io/basic-auth", Map.of("a", "b"), Map.of(), Map.of()),
            Samples.VALUES);

    assertThat(content.data()).containsOnlyKeys("username", "password", "host", "port");
    assertThat(content.type()).isEqualTo("kubernetes.io/basic-auth");
  }

  @Test
  void theDefaultLabelsTellOperatorAndUser() throws Exception {
    assertThat(CredentialPayload.of(SecretTemplateSpec.NONE, Samples.VALUES).labels())
        .isEqualTo(
            Map.of(
                "app.kubernetes.io/managed-by", "db-provision-operator",
                "dbops.dbprovision.io/user", "orders",
                "dbops.dbprovision.io/credentials", "true"));
  }

  @Test
  void aTemplatesLabelsWinOverTheDefaultsButNotOverTheMark() throws Exception {
    SecretTemplateSpec template =
        new SecretTemplateSpec(
            "",
            Map.of(
                "app.kubernetes.io/managed-by", "us",
                "dbops.dbprovision.io/user", "other",
                "dbops.dbprovision.io/credentials", "false",
                "team", "a"),
            Map.of("note", "text"),
            Map.of());

    SecretContent content = CredentialPayload.of(template, Samples.VALUES);

    assertThat(content.labels())
        .isEqualTo(
            Map.of(
                "app.kubernetes.io/managed-by", "us",
                "dbops.dbprovision.io/user", "other",
                "dbops.dbprovision.io/credentials", "true",
                "team", "a"));
    assertThat(content.annotations()).isEqualTo(Map.of("note", "text"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "a b", "a/b", "é", "a\n", ".", "..", "..data", "a:b"})
  void anInvalidKeyIsAnErrorThatNamesIt(String key) {
    assertThatExceptionOfType(SecretSpecException.class)
        .isThrownBy(() -> CredentialPayload.of(data(Map.of(key, "x")), Samples.VALUES))
        .satisfies(
            e ->
                assertThat(e.path())
                    .isEqualTo("spec.passwordSecret.secretTemplate.data[" + key + "]"));
  }

  @Test
  void aTemplateThatFailsIsAnErrorWithPathAndPosition() {
    assertThatExceptionOfType(SecretSpecException.class)
        .isThrownBy(
            () -> CredentialPayload.of(data(Map.of("url", "x{{.Pasword}}")), Samples.VALUES))
        .withMessage(
            "spec.passwordSecret.secretTemplate.data[url]: 1:4: field \".Pasword\" does not exist;"
                + " did you mean \".Password\"?");
  }

  @Test
  void ofTwoMistakesTheFirstKeyIsAlwaysTold() {
    assertThatExceptionOfType(SecretSpecException.class)
        .isThrownBy(
            () ->
                CredentialPayload.of(data(Map.of("b", "{{", "a", "{{", "c", "{{")), Samples.VALUES))
        .satisfies(e -> assertThat(e.path()).endsWith("data[a]"));
  }

  @Test
  void allKeysTogetherMustFitIntoASecret() {
    String large = "{{range 700}}" + "x".repeat(1000) + "{{end}}";
    assertThatExceptionOfType(SecretSpecException.class)
        .isThrownBy(
            () -> CredentialPayload.of(data(Map.of("a", large, "b", large)), Samples.VALUES))
        .withMessage(
            "spec.passwordSecret.secretTemplate.data[b]: the Secret would be larger than 1 MiB");
  }

  @Test
  void aTemplateCantPlantAPasswordToRecover() {
    SecretTemplateSpec template =
        new SecretTemplateSpec(
            "", Map.of(), Map.of("dbops.dbprovision.io/managed-password", "x"), Map.of());
    assertThatExceptionOfType(SecretSpecException.class)
        .isThrownBy(() -> CredentialPayload.of(template, Samples.VALUES))
        .withMessageContaining("annotations[dbops.dbprovision.io/managed-password]");
  }

  @Test
  void aLongObjectNameStillGivesAValidLabel() {
    String label = LabelValues.of("n".repeat(53) + ".".repeat(200));

    assertThat(label).hasSizeLessThanOrEqualTo(63).matches("[a-z0-9]([-_.a-z0-9]*[a-z0-9])?");
  }

  private static SecretTemplateSpec data(Map<String, String> data) {
    return new SecretTemplateSpec("", Map.of(), Map.of(), data);
  }

  private static Map<String, String> revealed(SecretContent content) {
    return content.data().entrySet().stream()
        .collect(Collectors.toMap(Map.Entry::getKey, e -> e.getValue().reveal()));
  }

  @Test
  void aSecretOfOursGivesItsPasswordBack() throws Exception {
    SecretContent content = CredentialPayload.of(SecretTemplateSpec.NONE, Samples.VALUES);

    assertThat(CredentialRecovery.password(content.data(), Map.of()))
        .contains(SecretText.of("p@ss word"));
  }
}
