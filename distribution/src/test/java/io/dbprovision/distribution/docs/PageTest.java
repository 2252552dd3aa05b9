package io.dbprovision.distribution.docs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dbprovision.distribution.docs.PageRun.Depth;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What DocsIT looks at pages with, on pages that are made up. No cluster is needed for these. */
class PageTest {
  @Test
  void aPageThatIsTrueHasNoFailures() {
    assertThat(
            failures(
                """
                # A page

                ```sh
                make demo ENGINE=mariadb && make demo-down    # a comment
                echo one > file; cat file | sed 's/one/two/'
                for name in a b; do
                  export X="$(cat file)"
                done
                hack/postgres.sh psql 15 .run/demo
                cat distribution/config/crd/kustomization.yaml
                ```

                1. indented, with a file:

                   ```yaml file=folder/mine.yaml
                   text: |
                     # no command
                   ```
                   ```sh
                   grep -q command folder/mine.yaml
                   ```

                ```console
                $ printf 'A    B\\n1    2\\n'
                A  B
                1  2
                ```
                """))
        .isEmpty();
  }

  @Test
  void whatNoRuleCoversAndWhatIsNotThereIsNamedWithItsLine() {
    assertThat(
            failures(
                """
                ```sh
                frobnicate --all
                make demo ENGIN=mariadb
                make demonstration || true
                echo $(make of-nothing) | cat
                hack/no-such-script.sh
                hack/postgres.sh frob 15
                cat distribution/config/nowhere.yaml
                kubectl frobnicate pods
                helm frobnicate
                hack/test-containers.sh -Dtest=NoSuchTest -Dno.such.property=1 > /dev/null
                ```
                ```console
                $ printf 'A    C\\n1    2\\n'
                A  B
                ```
                """))
        .satisfiesExactly(
            line -> assertThat(line).startsWith("made-up.md:2: ").contains("frobnicate", "no rule"),
            line -> assertThat(line).startsWith("made-up.md:3: ").contains("knows no ENGIN"),
            line -> assertThat(line).startsWith("made-up.md:4: ").contains("demonstration"),
            line -> assertThat(line).startsWith("made-up.md:5: ").contains("of-nothing"),
            line -> assertThat(line).startsWith("made-up.md:6: ").contains("no-such-script"),
            line -> assertThat(line).startsWith("made-up.md:7: ").contains("knows no frob"),
            line -> assertThat(line).startsWith("made-up.md:8: ").contains("nowhere.yaml"),
            line -> assertThat(line).startsWith("made-up.md:9: ").contains("no rule for kubectl"),
            line -> assertThat(line).startsWith("made-up.md:10: ").contains("no rule for helm"),
            line -> assertThat(line).startsWith("made-up.md:11: ").contains("NoSuchTest"),
            line -> assertThat(line).startsWith("made-up.md:14: ").contains("the columns are"));
  }

  @Test
  void aBlockThatNoRuleCoversIsNamedWithItsLine() {
    assertRefused("```bash\nls\n```\n", "made-up.md:1: ", "bash");
    assertRefused("text\n```sh\nls\n", "made-up.md:2: ", "no end");
    assertRefused("text\n```yaml\nspec: {}\n```\n", "line 2: ", "of= or file=");
    assertRefused("```yaml of=Nothing\nspec: {}\n```\n", "no document of kind Nothing");
    assertRefused("```yaml of=Pod/no/where\nspec: {}\n```\n", "no object at Pod/no/where");
    assertRefused("```yaml of=Pod\nspec: {\n```\n", "");
  }

  @Test
  void aPartIsPutIntoItsDocument() {
    assertThat(Fragments.completed("DatabaseUser", "spec: {passwordSecret: {secretName: x}}"))
        .contains("kind: \"DatabaseUser\"", "username: \"part\"", "secretName: \"x\"");
    assertThat(Fragments.completed("Pod/spec/containers/0", "envFrom: [{prefix: A}]"))
        .contains("image: \"application\"", "prefix: \"A\"");
  }

  private static void assertRefused(String page, String... words) {
    assertThatThrownBy(() -> failures(page))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContainingAll(words);
  }

  private static List<String> failures(String text) {
    return PageRun.in(Map.of("DOCS_TOOLS", "/nowhere"))
        .failures(Page.parse("made-up.md", text), Depth.TRIED);
  }
}
