package io.dbprovision.core.secret.template;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.util.List;
import java.util.Map;
import org.assertj.core.api.AbstractStringAssert;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class GoTemplateTest {
  private static final Map<String, Object> DATA =
      Map.of(
          "Username",
          "alice",
          "Port",
          5432,
          "Secret",
          "hunter2",
          "List",
          List.of("a", "b"),
          "Map",
          Map.of("key", "hunter2"));

  @Test
  void aCommentFormatRendersFromItsFields() throws Exception {
    GoTemplate template = parse("managed by {{.Operator}} for {{.Namespace}}/{{.Name}}");

    assertThat(
            template.render(Map.of("Operator", "dbops", "Namespace", "team-a", "Name", "orders")))
        .isEqualTo("managed by dbops for team-a/orders");
  }

  @Test
  void aRotationNameRendersFromItsFields() throws Exception {
    assertThat(
            parse("{{.Username}}_{{.Date}}_{{.Timestamp}}")
                .render(Map.of("Username", "app", "Date", "20260102", "Timestamp", 1767312000L)))
        .isEqualTo("app_20260102_1767312000");
  }

  @Test
  void anUnknownFunctionIsAnErrorWithPositionAndSuggestion() {
    assertThatParsing("one\n  {{ .Username | prinf \"x\" }}")
        .isEqualTo("2:18: function \"prinf\" does not exist; did you mean \"print\"?");
  }

  @Test
  void aFunctionUnlikeAnyOtherGetsNoSuggestion() {
    assertThatParsing("{{ lookupSecret }}")
        .isEqualTo("1:4: function \"lookupSecret\" does not exist");
  }

  @Test
  void anUnknownFieldIsAnErrorWithPositionAndSuggestion() {
    assertThatRendering("a\nbc{{.username}}")
        .isEqualTo("2:5: field \".username\" does not exist; did you mean \".Username\"?");
  }

  @Test
  void aMissingKeyOfAMapIsAnErrorThoughGoWouldPrintNoValue() {
    assertThatRendering("{{.Map.kex}}")
        .isEqualTo("1:3: field \".kex\" does not exist; did you mean \".key\"?");
  }

  @Test
  void anUnknownVariableIsAnErrorWithASuggestion() {
    assertThatParsing("{{ $user := 1 }}{{ $usr }}")
        .isEqualTo("1:20: variable \"$usr\" is not defined; did you mean \"$user\"?");
  }

  @Test
  void aFieldInABranchNotTakenIsNoError() throws Exception {
    assertThat(parse("{{if false}}{{.Nonsense}}{{end}}ok").render(DATA)).isEqualTo("ok");
  }

  @Test
  void anActionWithoutEndIsReportedWhereItStarts() {
    assertThatParsing("ok\n {{ .Username ").isEqualTo("2:2: this action has no end: }} is missing");
  }

  @Test
  void anIfWithoutEndIsReportedWhereItStarts() {
    assertThatParsing("ok {{ if .Username }}x").isEqualTo("1:7: this if has no {{end}}");
  }

  @Test
  void columnsCountCharactersNotUtf16Units() {
    assertThatParsing("😀é{{nope}}").startsWith("1:5: ");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{{index .List .Secret}}",
        "{{len .Port | index .Secret}}",
        "{{.Secret.Field}}",
        "{{.Map.key.deeper}}",
        "{{eq .Secret 1}}",
        "{{lt .Secret 1}}",
        "{{slice .Secret 99}}",
        "{{call .Secret}}",
        "{{range .Secret}}{{end}}",
        "{{.Secret | .Username}}",
        "{{template \"hunter2\"}}",
        "{{\"hunter2\" | 1}}",
        "{{\"hunter2\\z\"}}",
        "{{\"hunter2",
        "{{`hunter2",
        "{{define \"hunter2\"}}a{{end}}{{define \"hunter2\"}}b{{end}}",
        "{{break \"hunter2\"}}"
      })
  void noErrorShowsAValueOrALiteral(String template) {
    assertThatExceptionOfType(TemplateException.class)
        .isThrownBy(() -> parse(template).render(DATA))
        .satisfies(e -> assertThat(e.getMessage()).doesNotContain("hunter2"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{{range 1000000000}}{{end}}",
        "{{range 9999}}{{range 9999}}{{range 9999}}{{end}}{{end}}{{end}}",
        "{{range 100000}}0123456789012345678901234567890{{end}}",
        "{{define \"a\"}}{{template \"a\"}}{{end}}{{template \"a\"}}",
        "{{define \"a\"}}{{if true}}{{with 1}}{{range 1}}{{template \"a\"}}{{end}}{{end}}{{end}}{{end}}"
            + "{{template \"a\"}}",
        "{{$x := \"ab\"}}{{range 64}}{{$x = print $x $x}}{{end}}",
        "{{printf \"%1000000d%1000000d\" 1 1}}",
        "{{range 100}}{{if printf \"%.1000000e\" 1.5}}{{end}}{{end}}",
        "{{range 100}}{{if printf \"%.1000000f\" 1.5}}{{end}}{{end}}",
        "{{range 100}}{{if printf \"%.1000000g\" 1.5}}{{end}}{{printf \"%1000000d\" 1}}{{end}}",
        "{{$x := \"\\x01\"}}{{range 18}}{{$x = print $x $x}}{{end}}{{range 999}}{{if urlquery $x}}{{end}}{{end}}",
        "{{$x := slice \"\\u2028\" 0}}{{range 17}}{{$x = print $x $x}}{{end}}"
            + "{{range 999}}{{$y := printf \"%q\" $x}}{{$y = js $x}}{{end}}",
        "{{$x := printf \"%1000000d\" 1}}{{range 100000}}{{len $x}}{{end}}",
        "{{$x := printf \"%1000000d\" 1}}{{range 100000}}{{if eq $x $x}}{{end}}{{end}}",
        "{{$x := printf \"%300000d\" 1}}{{$x | printf \"%q\" | html | js | urlquery | urlquery | urlquery"
            + " | urlquery | urlquery}}{{range 99}}{{printf \"%x\" $x}}{{end}}",
      })
  void aHostileTemplateEndsInAnErrorSoon(String template) {
    long start = System.nanoTime();
    assertThatRendering(template).contains("the template ");
    assertThat(System.nanoTime() - start).isLessThan(5_000_000_000L);
  }

  @Test
  void deepNestingOfParenthesesIsAnErrorAndNoStackOverflow() {
    assertThatParsing("{{" + "(".repeat(100_000) + "1" + ")".repeat(100_000) + "}}")
        .contains("nested deeper than");
  }

  @Test
  void deepNestingOfBlocksIsAnErrorAndNoStackOverflow() {
    assertThatParsing("{{if 1}}".repeat(10_000) + "{{end}}".repeat(10_000))
        .contains("nested deeper than");
  }

  @ParameterizedTest
  @ValueSource(strings = {"1", "e+", "a", "(", "$a.", "|", "0x", "1_", "{{", ".a", "{{if a}}"})
  void aLongUglyTextIsRefusedSoonAndInAShortMessage(String piece) {
    long start = System.nanoTime();
    String failure = failure(() -> parse("{{" + piece.repeat(250_000 / piece.length())));
    assertThat(failure).hasSizeLessThan(400);
    assertThat(System.nanoTime() - start).isLessThan(5_000_000_000L);
  }

  @ParameterizedTest
  @ValueSource(strings = {"1", "1.0e+", "a", ".a", "0x", "1_"})
  void aLongWordInAnActionIsRefusedSoonAndInAShortMessage(String piece) {
    long start = System.nanoTime();
    String failure =
        failure(() -> parse("{{" + piece.repeat(250_000 / piece.length()) + "}}").render(DATA));
    assertThat(failure).hasSizeLessThan(400);
    assertThat(System.nanoTime() - start).isLessThan(5_000_000_000L);
  }

  @Test
  void manyVariablesAreAnError() {
    assertThatParsing("{{$x := 1}}".repeat(201)).contains("more than 200 variables");
  }

  @Test
  void aTemplateOfMoreThan256KibIsAnError() {
    assertThatParsing("x".repeat(256 * 1024 + 1)).contains("longer than 256 KiB");
  }

  @Test
  void theOutputBoundCountsBytesOfUtf8() {
    assertThatRendering("{{range 600}}" + "é".repeat(1000) + "{{end}}").contains("1 MiB");
  }

  @Test
  void aThousandTurnsOfARangeAreNoAttack() throws Exception {
    assertThat(parse("{{range 1000}}{{.}},{{end}}").render(DATA)).endsWith("998,999,");
  }

  @Test
  void noneOfTheTypesShowsAValue() throws Exception {
    Value value = Value.of(List.of("hunter2", Map.of("a", "hunter2")));
    GoTemplate template = parse("hunter2{{\"hunter2\"}}");

    assertThat(value.toString()).doesNotContain("hunter2");
    assertThat(Value.fields(DATA).toString()).doesNotContain("hunter2");
    assertThat(template.toString()).doesNotContain("hunter2");
    assertThat(new Arguments(List.of(value), new Budget()).toString()).doesNotContain("hunter2");
    assertThat(new BoundedText(new Budget()).append("hunter2").toString())
        .doesNotContain("hunter2");
    assertThat(Lexer.tokens(new Source("hunter2{{\"hunter2\"}}")).toString())
        .doesNotContain("hunter2");
  }

  private static GoTemplate parse(String text) throws TemplateException {
    return GoTemplate.parse(text, TemplateFunctions.language());
  }

  private static AbstractStringAssert<?> assertThatParsing(String text) {
    return assertThat(failure(() -> parse(text)));
  }

  private static AbstractStringAssert<?> assertThatRendering(String text) {
    return assertThat(failure(() -> parse(text).render(DATA)));
  }

  private interface Attempt {
    Object run() throws TemplateException;
  }

  private static String failure(Attempt attempt) {
    try {
      attempt.run();
    } catch (TemplateException e) {
      return String.valueOf(e.getMessage());
    }
    throw new AssertionError("the template rendered");
  }
}
