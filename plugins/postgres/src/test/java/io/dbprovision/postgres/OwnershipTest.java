package io.dbprovision.postgres;

import static io.dbprovision.postgres.Lab.converge;
import static io.dbprovision.postgres.Lab.database;
import static io.dbprovision.postgres.Lab.failure;
import static io.dbprovision.postgres.Lab.paths;
import static io.dbprovision.postgres.Lab.withPassword;
import static org.assertj.core.api.Assertions.assertThat;

import io.dbprovision.spi.DatabaseSpec;
import io.dbprovision.spi.DropMode;
import io.dbprovision.spi.ErrorKind;
import io.dbprovision.spi.PlanOutcome;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class OwnershipTest extends LabTest {
  @Test
  void aPairOfRolesOwnsTheDatabaseAndGoesWithIt() {
    DatabaseSpec spec =
        database(
                "o_auto",
                Map.of(
                    "schemas", List.of(Map.of("name", "app")),
                    "ownership", Map.of("autoOwnership", true, "dropOnDelete", true)))
            .build();
    converge(lab.databases(), spec);

    assertThat(lab.databases().plan(spec).facts()).containsEntry("owner", "db_o_auto_owner");
    assertThat(lab.databases().plan(spec).sectionFacts())
        .containsEntry(
            "ownership",
            Map.of("roleName", "db_o_auto_owner", "userName", "db_o_auto_app", "phase", "Ready"));
    lab.server.execute("o_auto", "SET ROLE db_o_auto_owner; CREATE TABLE app.t (x int)");
    assertThat(
            lab.server.ask(
                "o_auto", "SELECT has_table_privilege('db_o_auto_app', 'app.t', 'INSERT')"))
        .containsExactly("t");

    lab.server.execute(
        "postgres",
        "REVOKE db_o_auto_owner FROM db_o_auto_app"
            + (major >= 16 ? " GRANTED BY dbops_admin" : ""));
    assertThat(paths(lab.databases().plan(spec))).contains("ownership.membership");

    assertThat(Lab.remove(lab.databases(), spec, DropMode.DROP).failure()).isEmpty();
    assertThat(lab.users().names()).doesNotContain("db_o_auto_owner", "db_o_auto_app");
  }

  @Test
  void namesOfAPairThatCannotBeAreRefusedAndHinderNobodyElse() {
    Map<String, Object> switchedOn = Map.of("autoOwnership", true);
    DatabaseSpec unfit =
        database("o_unfit", Map.of("ownership", Map.of("autoOwnership", true, "roleName", "a\0b")))
            .build();
    DatabaseSpec same = database("o".repeat(62), Map.of("ownership", switchedOn)).build();
    DatabaseSpec plain = database("o_plain", Map.of()).build();
    assertThat(lab.databases().planAll(List.of(unfit, plain, same)))
        .satisfiesExactly(
            one -> assertThat(one).isInstanceOf(PlanOutcome.Failed.class),
            one -> assertThat(one).isInstanceOf(PlanOutcome.Planned.class),
            one -> assertThat(one).isInstanceOf(PlanOutcome.Failed.class));
  }

  @Test
  void anExistingDatabaseCanBeGivenAPair() {
    converge(lab.databases(), database("o_later", Map.of()).build());
    DatabaseSpec spec =
        database(
                "o_later",
                Map.of(
                    "ownership",
                    Map.of("autoOwnership", true, "roleName", "o_role", "userName", "o_user")))
            .build();
    assertThat(paths(converge(lab.databases(), spec)))
        .startsWith("ownership.role", "ownership.user", "ownership.membership", "owner");
    assertThat(Lab.remove(lab.databases(), spec, DropMode.DROP).failure()).isEmpty();
    assertThat(lab.users().names()).contains("o_role", "o_user");
    lab.server.execute("postgres", "DROP ROLE o_user", "DROP ROLE o_role");
  }

  @Test
  void aRoleOfSomebodyElseIsNotTakenForThePair() {
    lab.server.execute("postgres", "DROP ROLE IF EXISTS o_foreign", "CREATE ROLE o_foreign");
    DatabaseSpec spec =
        database(
                "o_not",
                Map.of("ownership", Map.of("autoOwnership", true, "roleName", "o_foreign")))
            .build();
    assertThat(failure(() -> lab.databases().plan(spec)).kind()).isEqualTo(ErrorKind.CONFLICT);
  }

  @Test
  void defaultPrivilegesAreGivenForWhatTheOwnerCreatesLater() {
    converge(lab.users(), withPassword("o_reader", Map.of()));
    converge(lab.users(), withPassword("o_maker", Map.of()));
    DatabaseSpec spec =
        database(
                "o_defaults",
                Map.of(
                    "schemas",
                    List.of(Map.of("name", "app")),
                    "defaultPrivileges",
                    List.of(
                        Map.of(
                            "role",
                            "o_reader",
                            "schema",
                            "app",
                            "objectType",
                            "tables",
                            "privileges",
                            List.of("ALL")),
                        Map.of(
                            "role",
                            "o_reader",
                            "schema",
                            "app",
                            "objectType",
                            "functions",
                            "privileges",
                            List.of("EXECUTE")))))
            .databaseOwner("o_maker")
            .build();
    converge(lab.databases(), spec);
    lab.server.execute("o_defaults", "SET ROLE o_maker; CREATE TABLE app.t (x int)");
    assertThat(
            lab.server.ask(
                "o_defaults", "SELECT has_table_privilege('o_reader', 'app.t', 'TRUNCATE')"))
        .containsExactly("t");
    DatabaseSpec wrong =
        database(
                "o_defaults",
                Map.of(
                    "defaultPrivileges",
                    List.of(
                        Map.of(
                            "role",
                            "o_reader",
                            "schema",
                            "app",
                            "objectType",
                            "tables",
                            "privileges",
                            List.of("EXECUTE; DROP TABLE x")))))
            .build();
    assertThat(failure(() -> lab.databases().plan(wrong)).path())
        .contains("spec.postgres.defaultPrivileges[0].privileges");
  }
}
