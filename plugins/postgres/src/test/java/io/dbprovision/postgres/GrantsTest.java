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

class GrantsTest extends GrantLabTest {
  @Test
  void everyLevelThereAndBack() {
    inside(
        "CREATE TABLE app.levels (id int, secret text)",
        "CREATE SEQUENCE app.levels_seq",
        "CREATE FUNCTION app.levels_f(int, text[]) RETURNS int LANGUAGE sql AS 'SELECT 1'",
        "CREATE FUNCTION app.levels_f() RETURNS int LANGUAGE sql AS 'SELECT 1'",
        "CREATE PROCEDURE app.levels_p(int) LANGUAGE sql AS 'SELECT 1'",
        "CREATE TYPE app.levels_t AS ENUM ('a')",
        "SELECT lo_create(424242)");
    GrantDesk desk = desk("g_levels");
    List<Map<String, ?>> entries =
        List.of(
            Map.of("database", DB, "privileges", List.of("CONNECT", " temp ", "Create")),
            entry("schema", "app", "privileges", List.of("CREATE")),
            entry("tables", List.of("levels"), "privileges", List.of("SELECT", "insert")),
            entry(
                "tables",
                List.of("levels"),
                "columns",
                List.of("secret"),
                "privileges",
                List.of("UPDATE")),
            entry("sequences", List.of("levels_seq"), "privileges", List.of("USAGE")),
            entry(
                "functions",
                List.of("levels_f(integer, text[])"),
                "privileges",
                List.of("EXECUTE")),
            entry("procedures", List.of("levels_p"), "privileges", List.of("EXECUTE")),
            entry("types", List.of("levels_t"), "privileges", List.of("USAGE")),
            Map.of(
                "database",
                DB,
                "largeObjects",
                List.of("424242"),
                "privileges",
                List.of("SELECT", "UPDATE")));
    List<String> expected =
        List.of(
            "column app.levels.secret UPDATE",
            "database g_app CONNECT",
            "database g_app CREATE",
            "database g_app TEMPORARY",
            "function app.levels_f(integer, text[]) EXECUTE",
            "function app.levels_p(integer) EXECUTE",
            "largeobject 424242 SELECT",
            "largeobject 424242 UPDATE",
            "schema app CREATE",
            "schema app USAGE",
            "sequence app.levels_seq USAGE",
            "table app.levels INSERT",
            "table app.levels SELECT",
            "type app.levels_t USAGE");
    desk.asks(Map.of("grants", entries)).converge();
    assertThat(held("g_levels")).containsExactlyElementsOf(expected);
    Plan after = desk.plan();
    assertThat(after.isEmpty()).isTrue();
    assertThat(after.claims()).hasSize(expected.size());
    assertThat(after.facts())
        .containsEntry("directGrants", entries.size())
        .containsEntry("roles", List.of())
        .containsEntry("defaultPrivileges", 0);
    for (int i = entries.size(); i > 0; i--) {
      Plan plan = desk.asks(Map.of("grants", entries.subList(0, i - 1))).converge();
      assertThat(plan.changes()).isNotEmpty().extracting(Change::cause).containsOnly(Cause.EXTRA);
      assertThat(desk.plan().isEmpty()).isTrue();
    }
    assertThat(held("g_levels")).isEmpty();
    assertThat(desk.issued).isEmpty();
  }

  @Test
  void theGrantOptionComesAndGoesByItself() {
    inside("CREATE TABLE app.opt (id int)");
    GrantDesk desk = desk("g_opt");
    Map<String, ?> plain = entry("tables", List.of("opt"), "privileges", List.of("SELECT"));
    Map<String, ?> passing =
        entry("tables", List.of("opt"), "privileges", List.of("SELECT"), "withGrantOption", true);
    desk.asks(grants(plain)).converge();
    Plan plan = desk.asks(grants(passing)).converge();
    assertThat(plan.changes()).hasSize(1).extracting(Change::cause).containsExactly(Cause.ABSENT);
    assertThat(held("g_opt"))
        .containsExactly("table app.opt SELECT", "table app.opt SELECT with grant option");
    desk.asks(grants(plain)).converge();
    assertThat(held("g_opt")).containsExactly("table app.opt SELECT");
    inside("GRANT SELECT ON app.opt TO g_opt WITH GRANT OPTION");
    assertThat(desk.drift()).containsExactly("grants.table.app.opt.extra SELECT with grant option");
    desk.correct();
    assertThat(held("g_opt")).containsExactly("table app.opt SELECT");
  }

  @Test
  void whatNobodyAsksForIsDriftAndLeftAlone() {
    inside("CREATE TABLE app.drifting (id int, note text)");
    GrantDesk desk = desk("g_drift");
    desk.asks(grants(entry("tables", List.of("drifting"), "privileges", List.of("SELECT"))))
        .converge();
    inside(
        "GRANT DELETE, UPDATE ON app.drifting TO g_drift",
        "GRANT INSERT (note) ON app.drifting TO g_drift",
        "CREATE TABLE app.elsewhere (id int)",
        "GRANT SELECT ON app.elsewhere TO g_drift",
        "GRANT TRUNCATE ON app.drifting TO PUBLIC");
    assertThat(desk.drift())
        .containsExactly(
            "grants.column.app.drifting.note.extra INSERT",
            "grants.table.app.drifting.extra DELETE, UPDATE");
    desk.converge();
    assertThat(held("g_drift")).hasSize(5);
    desk.correct();
    assertThat(held("g_drift"))
        .containsExactly("table app.drifting SELECT", "table app.elsewhere SELECT");
  }

  @Test
  void whatPublicHasDoesNotCount() {
    inside("CREATE TABLE app.open (id int)", "GRANT SELECT ON app.open TO PUBLIC");
    GrantDesk desk = desk("g_public");
    desk.asks(grants(entry("tables", List.of("open"), "privileges", List.of("SELECT")))).converge();
    assertThat(held("g_public")).containsExactly("table app.open SELECT");
  }

  @Test
  void aTableThatIsNotThereIsAwaitedAndTheRestIsDone() {
    inside("CREATE TABLE app.here (id int)");
    GrantDesk desk = desk("g_await");
    Plan plan =
        desk.asks(
                grants(
                    entry("tables", List.of("g_soon", "here"), "privileges", List.of("SELECT")),
                    Map.of("database", "g_nowhere", "privileges", List.of("CONNECT"))))
            .converge();
    assertThat(paths(plan))
        .containsExactlyInAnyOrder(
            "grants.table.app.here.missing",
            "grants.table.app.g_soon.missing",
            "grants.database.g_nowhere.missing");
    assertThat(held("g_await")).containsExactly("table app.here SELECT");
    assertThat(desk.plan().facts()).containsEntry("directGrants", 0);
    inside("CREATE TABLE app.g_soon (id int)");
    desk.complete();
    assertThat(held("g_await")).contains("table app.g_soon SELECT");
    assertThat(desk.plan().facts()).containsEntry("directGrants", 1);
    inside("DROP TABLE app.g_soon");
    desk.complete();
    inside("CREATE TABLE app.g_soon (id int)");
    assertThat(desk.complete().changes()).hasSize(2);
    assertThat(held("g_await")).contains("table app.g_soon SELECT");
  }

  @Test
  void columnsKeepTheirsWhenTheTablesGo() {
    inside("CREATE TABLE app.cols (a int, b int)");
    GrantDesk table = desk("g_cols");
    GrantDesk column = new GrantDesk(lab, "g_cols", Lab.owner("other"));
    table.asks(grants(entry("tables", List.of("cols"), "privileges", List.of("SELECT"))));
    column.asks(
        grants(
            entry(
                "tables", List.of("cols"), "columns", List.of("b"), "privileges", List.of("ALL"))));
    table.beside(column.claim()).converge();
    column.beside(table.claim()).converge();
    table.asks(Map.of()).converge();
    assertThat(held("g_cols"))
        .containsExactly(
            "column app.cols.b INSERT",
            "column app.cols.b REFERENCES",
            "column app.cols.b SELECT",
            "column app.cols.b UPDATE");
  }

  @Test
  void twoObjectsShareAPrivilegeUntilTheLastGoes() {
    inside("CREATE TABLE app.shared (id int)");
    GrantDesk one = desk("g_shared");
    GrantDesk two = new GrantDesk(lab, "g_shared", Lab.owner("two"));
    Map<String, ?> entry = entry("tables", List.of("shared"), "privileges", List.of("SELECT"));
    one.asks(grants(entry)).converge();
    two.asks(grants(entry)).beside(one.claim()).converge();
    one.asks(Map.of()).beside(two.claim()).converge();
    assertThat(held("g_shared")).containsExactly("table app.shared SELECT");
    assertThat(one.issued).as("whoever goes last takes it").hasSize(1);
    two.asks(Map.of()).beside(one.claim());
    assertThat(two.remove(DropMode.DROP).failure()).isEmpty();
    assertThat(held("g_shared")).isEmpty();
    one.beside().converge();
    assertThat(one.issued).isEmpty();
  }

  @Test
  void removalTakesWhatWasGivenAndNothingElse() {
    inside("CREATE TABLE app.rem (id int)", "CREATE TABLE app.rem2 (id int)");
    GrantDesk desk = desk("g_rem");
    inside("GRANT SELECT ON app.rem2 TO g_rem");
    desk.asks(
            grants(
                entry("tables", List.of("rem"), "privileges", List.of("SELECT")),
                Map.of("database", DB, "privileges", List.of("CONNECT"))))
        .converge();
    assertThat(desk.remove(DropMode.RETAIN).done()).isEmpty();
    assertThat(held("g_rem")).hasSize(3);
    assertThat(desk.remove(DropMode.DROP).failure()).isEmpty();
    assertThat(held("g_rem")).containsExactly("table app.rem2 SELECT");
    inside("REVOKE ALL ON app.rem2 FROM g_rem");
    Lab.remove(lab.users(), Lab.withPassword("g_rem", Map.of()), DropMode.DROP);
    assertThat(desk.remove(DropMode.DROP).done()).as("the grantee is gone").isEmpty();
    assertThat(Lab.failure(desk::plan).path()).contains("spec.userRef");
  }
}
