package io.dbprovision.postgres.grant;

import static org.assertj.core.api.Assertions.assertThat;

import io.dbprovision.spi.ErrorKind;
import io.dbprovision.spi.Section;
import io.dbprovision.spi.Validation;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class GrantChecksTest {
  private static List<String> paths(Map<String, ?> block) {
    return GrantChecks.validate(Section.of("spec.postgres", block)).problems().stream()
        .map(Validation.Problem::path)
        .toList();
  }

  private static List<String> entry(Map<String, ?> entry) {
    return paths(Map.of("grants", List.of(entry)));
  }

  @Test
  void onlyWordsOfTheServerArePrivileges() {
    for (String word :
        List.of(
            "SELECT; DROP TABLE x",
            "SELECT, INSERT",
            "",
            "OWNER",
            "SUPERUSER",
            "MEMBER",
            "sélect")) {
      assertThat(
              entry(
                  Map.of(
                      "schema", "s", "tables", List.of("t"), "privileges", List.of("ALL", word))))
          .as(word)
          .containsExactly("spec.postgres.grants[0].privileges[1]");
    }
    assertThat(
            entry(
                Map.of(
                    "schema",
                    "s",
                    "tables",
                    List.of("t"),
                    "privileges",
                    List.of(" select ", "All"))))
        .isEmpty();
  }

  @Test
  void aMisspeltPrivilegeIsRecognised() {
    assertThat(said(Map.of("schema", "s", "tables", List.of("t"), "privileges", List.of("SELCT"))))
        .isEqualTo("is no privilege of PostgreSQL; did you mean SELECT?");
  }

  @Test
  void whatOnlyNewerServersHaveIsNotOfferedAsIfAllHadIt() {
    assertThat(
            said(Map.of("schema", "s", "tables", List.of("t"), "privileges", List.of("CONNECT"))))
        .isEqualTo(
            "CONNECT cannot be held on a table; there are [SELECT, INSERT, UPDATE, DELETE,"
                + " TRUNCATE, REFERENCES, TRIGGER], and since PostgreSQL 17 MAINTAIN. Put it into"
                + " an entry of its own");
  }

  private static String said(Map<String, ?> entry) {
    return GrantChecks.validate(Section.of("spec.postgres", Map.of("grants", List.of(entry))))
        .problems()
        .getFirst()
        .message();
  }

  @Test
  void aPrivilegeMustFitWhatItIsOn() {
    String first = "spec.postgres.grants[0].privileges[0]";
    assertThat(entry(Map.of("privileges", List.of("SELECT")))).containsExactly(first);
    assertThat(entry(Map.of("schema", "s", "privileges", List.of("EXECUTE"))))
        .containsExactly(first);
    assertThat(
            entry(
                Map.of("schema", "s", "sequences", List.of("q"), "privileges", List.of("INSERT"))))
        .containsExactly(first);
    assertThat(
            entry(
                Map.of(
                    "schema",
                    "s",
                    "tables",
                    List.of("t"),
                    "columns",
                    List.of("c"),
                    "privileges",
                    List.of("DELETE"))))
        .containsExactly(first);
    assertThat(entry(Map.of("privileges", List.of())))
        .containsExactly("spec.postgres.grants[0].privileges");
  }

  @Test
  void everyFieldIsNamedWithItsPath() {
    List<String> all = List.of("ALL");
    assertThat(entry(Map.of("tables", List.of("t"), "privileges", all)))
        .containsExactly("spec.postgres.grants[0].schema");
    assertThat(entry(Map.of("schema", "pg_catalog", "privileges", all)))
        .containsExactly("spec.postgres.grants[0].schema");
    assertThat(
            entry(
                Map.of(
                    "schema",
                    "s",
                    "tables",
                    List.of("*"),
                    "columns",
                    List.of("c"),
                    "privileges",
                    all)))
        .containsExactly("spec.postgres.grants[0].columns");
    assertThat(entry(Map.of("largeObjects", List.of("12", "4294967296"), "privileges", all)))
        .containsExactly("spec.postgres.grants[0].largeObjects[1]");
    assertThat(
            entry(Map.of("schema", "s", "types", List.of("a", "x".repeat(64)), "privileges", all)))
        .containsExactly("spec.postgres.grants[0].types[1]");
    assertThat(paths(Map.of("roles", List.of("ok", "nul\0"))))
        .containsExactly("spec.postgres.roles[1]");
    assertThat(paths(Map.of("memberships", List.of(Map.of("admin", true)))))
        .containsExactly("spec.postgres.memberships[0].role");
    assertThat(
            paths(
                Map.of(
                    "defaultPrivileges",
                    List.of(
                        Map.of("objectType", "views", "grantedBy", "o", "privileges", all),
                        Map.of("objectType", "tables", "grantedBy", "o", "privileges", all),
                        Map.of(
                            "objectType",
                            "schemas",
                            "schema",
                            "s",
                            "grantedBy",
                            "o",
                            "privileges",
                            all)))))
        .containsExactly(
            "spec.postgres.defaultPrivileges[0].objectType",
            "spec.postgres.defaultPrivileges[1].schema",
            "spec.postgres.defaultPrivileges[2].schema");
  }

  @Test
  void aRolesOwnEntriesAreCheckedWhateverElseItsBlockHolds() {
    Section role =
        Section.of(
            "spec.postgres",
            Map.of("login", true, "grants", List.of(Map.of("privileges", List.of("NONE")))));
    assertThat(GrantChecks.validateInline(role).problems())
        .singleElement()
        .satisfies(
            problem -> {
              assertThat(problem.path()).isEqualTo("spec.postgres.grants[0].privileges[0]");
              assertThat(problem.kind()).isEqualTo(ErrorKind.INVALID);
            });
  }
}
