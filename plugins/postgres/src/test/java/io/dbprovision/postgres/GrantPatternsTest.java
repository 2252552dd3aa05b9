package io.dbprovision.postgres;

import static io.dbprovision.postgres.GrantDesk.grants;
import static io.dbprovision.postgres.Lab.paths;
import static org.assertj.core.api.Assertions.assertThat;

import io.dbprovision.spi.Cause;
import io.dbprovision.spi.Change;
import io.dbprovision.spi.DropMode;
import io.dbprovision.spi.Plan;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class GrantPatternsTest extends GrantLabTest {
  @Test
  void aPatternMeansAllAndNeverGrowsTheRecord() {
    inside("CREATE TABLE app.one (id int)", "CREATE VIEW app.two AS SELECT 1 AS x");
    GrantDesk desk = desk("g_star");
    desk.asks(grants(entry("tables", List.of("*"), "privileges", List.of("SELECT", "UPDATE"))))
        .converge();
    assertThat(held("g_star")).contains("table app.one SELECT", "table app.two UPDATE");
    assertThat(desk.issued).hasSize(2);
    inside("CREATE TABLE app.later (id int)");
    Plan plan = desk.complete();
    assertThat(plan.changes()).hasSize(2).extracting(Change::cause).containsOnly(Cause.ABSENT);
    assertThat(held("g_star")).contains("table app.later SELECT", "table app.later UPDATE");
    assertThat(desk.issued).hasSize(2);
    assertThat(desk.plan().isEmpty()).isTrue();
    inside("REVOKE UPDATE ON app.later FROM g_star");
    assertThat(desk.complete().changes()).as("drift is seen").hasSize(1);
    assertThat(held("g_star")).doesNotContain("table app.later UPDATE");
    desk.correct();
    assertThat(held("g_star")).contains("table app.later UPDATE");
    desk.asks(grants(entry("tables", List.of("one"), "privileges", List.of("SELECT")))).converge();
    assertThat(held("g_star")).containsExactly("table app.one SELECT");
  }

  @Test
  void aPatternOnAnEmptySchemaIsSatisfied() {
    inside("CREATE SCHEMA empty");
    GrantDesk desk = desk("g_empty");
    Map<String, ?> all =
        Map.of(
            "database",
            DB,
            "schema",
            "empty",
            "tables",
            List.of("*"),
            "privileges",
            List.of("ALL"));
    assertThat(desk.asks(grants(all)).plan().isEmpty()).isTrue();
    desk.converge();
    inside("CREATE TABLE empty.first (id int)");
    assertThat(desk.complete().changes()).isNotEmpty();
    assertThat(held("g_empty")).hasSize(major < 17 ? 7 : 8);
    inside("DROP SCHEMA empty CASCADE");
    assertThat(desk.plan().changes()).extracting(Change::cause).containsOnly(Cause.AWAITED);
    assertThat(paths(desk.plan())).containsExactly("grants.schema.empty.missing");
  }

  @Test
  void aSchemaAloneMeansItsUsageAndAllItsTables() {
    inside("CREATE SCHEMA whole", "CREATE TABLE whole.t (id int)");
    GrantDesk desk = desk("g_whole");
    Map<String, ?> reading =
        Map.of("database", DB, "schema", "whole", "privileges", List.of("SELECT"));
    desk.asks(grants(reading)).converge();
    assertThat(held("g_whole")).containsExactly("schema whole USAGE", "table whole.t SELECT");
    desk.asks(
            grants(
                Map.of(
                    "database",
                    DB,
                    "schema",
                    "whole",
                    "privileges",
                    List.of("ALL PRIVILEGES"),
                    "withGrantOption",
                    true)))
        .converge();
    assertThat(held("g_whole"))
        .hasSize(2 * ((major < 17 ? 7 : 8) + 2))
        .contains(
            "schema whole CREATE with grant option", "table whole.t TRIGGER with grant option");
    desk.asks(grants(reading)).converge();
    assertThat(held("g_whole")).containsExactly("schema whole USAGE", "table whole.t SELECT");
    assertThat(desk.remove(DropMode.DROP).failure()).isEmpty();
    assertThat(held("g_whole")).isEmpty();
  }

  @Test
  void defaultPrivilegesWorkOnWhatIsMadeAfterwards() {
    GrantDesk desk = desk("g_def");
    inside("CREATE SCHEMA made");
    List<Map<String, ?>> entries =
        List.of(
            defaults("made", "tables", "SELECT", "INSERT"),
            defaults("made", "sequences", "ALL"),
            defaults("made", "functions", "EXECUTE"),
            defaults("made", "types", "USAGE"),
            defaults("", "schemas", "USAGE", "CREATE"),
            defaults("unmade", "tables", "SELECT"));
    Plan plan = desk.asks(Map.of("defaultPrivileges", entries)).converge();
    assertThat(plan.changes()).anyMatch(change -> change.cause() == Cause.AWAITED);
    assertThat(desk.plan().facts()).containsEntry("defaultPrivileges", 5);
    inside("CREATE TABLE made.t (id int)", "CREATE SEQUENCE made.s", "CREATE SCHEMA made_later");
    assertThat(held("g_def"))
        .contains(
            "table made.t INSERT",
            "table made.t SELECT",
            "sequence made.s UPDATE",
            "schema made_later USAGE");
    inside("ALTER DEFAULT PRIVILEGES IN SCHEMA made GRANT DELETE ON TABLES TO g_def");
    assertThat(desk.drift())
        .containsExactly("grants.defaultPrivileges.g_owner.made.tables.extra DELETE");
    desk.asks(Map.of("defaultPrivileges", List.of())).converge();
    inside("CREATE TABLE made.after (id int)");
    assertThat(held("g_def"))
        .contains("table made.after DELETE")
        .doesNotContain("table made.after SELECT");
  }

  private static Map<String, ?> defaults(String schema, String type, String... privileges) {
    return Map.of(
        "database", DB,
        "schema", schema,
        "grantedBy", "g_owner",
        "objectType", type,
        "privileges", List.of(privileges));
  }
}
