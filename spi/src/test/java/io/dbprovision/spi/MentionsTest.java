package io.dbprovision.spi;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class MentionsTest {
  @Test
  void anEngineThatSaysNothingIsReadByTheUsualKeys() {
    Mentions mentions =
        Mentions.byUsualKeys(
            section(
                Map.of(
                    "inRoles", List.of("readers", "writers"),
                    "schemas", List.of(Map.of("name", "s", "owner", "keeper")),
                    "ownership", Map.of("roleName", "owning", "userName", "app", "on", true),
                    "grants",
                        List.of(
                            Map.of("database", "shop", "privileges", List.of("SELECT")),
                            Map.of("database", "", "privileges", List.of("ALL"))))));

    assertThat(mentions.databases()).containsExactly("", "shop");
    assertThat(mentions.roles()).containsExactly("keeper", "readers", "writers");
    assertThat(mentions.given()).containsExactly("app", "owning");
    assertThat(mentions.privileges()).containsExactly("ALL", "SELECT");
  }

  @Test
  void textsAreFoundAtTheirPlaceOnlyThroughAllLists() {
    Section section =
        section(
            Map.of(
                "grants",
                List.of(Map.of("on", "b"), Map.of("on", List.of("a", "c")), "wrong"),
                "on",
                "elsewhere"));

    assertThat(Mentions.texts(section, "grants", "on")).containsExactly("a", "b", "c");
    assertThat(Mentions.texts(section, "on")).containsExactly("elsewhere");
    assertThat(Mentions.texts(section, "grants")).containsExactly("wrong");
    assertThat(Mentions.texts(section, "missing", "on")).isEmpty();
  }

  @Test
  void onlyADatabaseMayHaveNoName() {
    Mentions mentions =
        Mentions.builder()
            .databases(List.of(""))
            .roles(List.of("", "r"))
            .given(List.of(""))
            .build();

    assertThat(mentions.databases()).containsExactly("");
    assertThat(mentions.roles()).containsExactly("r");
    assertThat(mentions.given()).isEmpty();
  }

  private static Section section(Map<String, ?> values) {
    return Section.of("spec.x", values);
  }
}
