package io.dbprovision.core.secret;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.dbprovision.core.secret.template.TemplateException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class SecretTemplateTest {

  @ParameterizedTest
  @CsvSource({
    "Username, order_service",
    "Password, p@ss word",
    "Host, db.example.com",
    "Port, 5432",
    "Database, postgres",
    "SSLMode, require",
    "Namespace, team-a",
    "Name, orders",
    "CA, ca-pem",
    "TLSCert, cert-pem",
    "TLSKey, key-pem"
  })
  void everyDocumentedVariableIsThere(String variable, String expected) throws Exception {
    assertThat(render("{{." + variable + "}}")).isEqualTo(expected);
  }

  @Test
  void aConnectionStringIsEscapedAsAsked() throws Exception {
    assertThat(
            render(
                "postgresql://{{.Username}}:{{urlEncode .Password}}@{{.Host}}:{{.Port}}/{{.Database}}"))
        .isEqualTo("postgresql://order_service:p%40ss+word@db.example.com:5432/postgres");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "urlEncode",
        "urlPathEncode",
        "base64Encode",
        "base64Decode",
        "upper",
        "lower",
        "title",
        "trim",
        "quote",
        "squote"
      })
  void theIntegerPortIsNoTextForAStringFunction(String function) {
    assertThatExceptionOfType(TemplateException.class)
        .isThrownBy(() -> render("{{ " + function + " .Port }}"))
        .withMessage("1:4: " + function + ": argument 1 must be a string, not int");
  }

  @Test
  void aFunctionCalledWithTooFewArgumentsSaysHowMany() {
    assertThatExceptionOfType(TemplateException.class)
        .isThrownBy(() -> render("{{ replace \"a\" \"b\" }}"))
        .withMessage("1:4: replace: it takes 3, not 2");
  }

  @Test
  void aWrongFunctionNameGetsTheNearestOne() {
    assertThatExceptionOfType(TemplateException.class)
        .isThrownBy(() -> SecretTemplate.parse("{{ .Password | urlencode }}"))
        .withMessage("1:16: function \"urlencode\" does not exist; did you mean \"urlEncode\"?");
  }

  @Test
  void base64OfBytesThatAreNoTextIsAnError() {
    assertThatExceptionOfType(TemplateException.class)
        .isThrownBy(() -> render("{{ base64Decode \"/w==\" }}"))
        .withMessage("1:4: base64Decode: the decoded bytes are not UTF-8 text");
  }

  @Test
  void aReplaceThatWouldFillTheMemoryEndsInAnError() {
    String bomb = "{{$x := printf \"%1000000d\" 1}}{{len (replace $x \" \" $x)}}";
    assertThatExceptionOfType(TemplateException.class)
        .isThrownBy(() -> render(bomb))
        .withMessageContaining("larger than 1 MiB");
  }

  private static String render(String template) throws TemplateException {
    return SecretTemplate.parse(template).render(Samples.VALUES).reveal();
  }
}
