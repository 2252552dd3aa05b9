package io.dbprovision.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import io.dbprovision.spi.Kind;
import io.dbprovision.spi.Mentions;
import io.dbprovision.spi.Section;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class MentionedObjectsTest {
  private final PostgresEngine engine = new PostgresEngine();

  @Test
  void aDatabaseMentionsWhoseItIsAndWhomItGivesSomething() {
    Mentions mentions =
        of(
            Kind.DATABASE,
            Map.of(
                "schemas", List.of(Map.of("name", "s", "owner", "keeper")),
                "defaultPrivileges", List.of(Map.of("role", "readers", "schema", "s")),
                "ownership", Map.of("roleName", "owning", "userName", "app")));

    assertThat(mentions.roles()).containsExactly("keeper", "readers");
    assertThat(mentions.given()).containsExactly("app", "owning", "readers");
    assertThat(mentions.databases()).isEmpty();
  }

  @Test
  void aGrantMentionsItsDatabasesAndTheRolesItIsAbout() {
    Mentions mentions =
        of(
            Kind.GRANT,
            Map.of(
                "grants",
                    List.of(
                        Map.of("database", "shop", "privileges", List.of("CONNECT")),
                        Map.of("database", "", "privileges", List.of("CREATE"))),
                "roles", List.of("writers"),
                "memberships", List.of(Map.of("role", "admins")),
                "defaultPrivileges",
                    List.of(
                        Map.of(
                            "database", "later",
                            "grantedBy", "maker",
                            "privileges", List.of("SELECT")))));

    assertThat(mentions.databases()).containsExactly("", "later", "shop");
    assertThat(mentions.roles()).containsExactly("admins", "maker", "writers");
    assertThat(mentions.privileges()).containsExactly("CONNECT", "CREATE", "SELECT");
  }

  @Test
  void loginsAndRolesMentionWhatTheyAreMembersOfAndARoleItsOwnEntries() {
    Map<String, Object> block =
        Map.of(
            "inRoles", List.of("readers"),
            "grants", List.of(Map.of("database", "shop", "privileges", List.of("CONNECT"))));

    assertThat(of(Kind.USER, block).roles()).containsExactly("readers");
    assertThat(of(Kind.USER, block).databases()).as("it has no such field").isEmpty();
    assertThat(of(Kind.ROLE, block).roles()).containsExactly("readers");
    assertThat(of(Kind.ROLE, block).databases()).containsExactly("shop");
  }

  private Mentions of(Kind kind, Map<String, Object> block) {
    return engine.mentions(kind, Section.of("spec.postgres", block));
  }
}
