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
import io.dbprovision.spi.Section;
import java.util.List;
import java.util.Map;
import java.util.Objects;
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
    DatabaseSpec unfit =
        database("o_unfit", Map.of("ownership", Map.of("autoOwnership", true, "roleName", "a\0b")))
            .build();
    DatabaseSpec same =
        database(
                "o_same",
                Map.of(
                    "ownership",
                    Map.of("autoOwnership", true, "roleName", "o_one", "userName", "o_one")))
            .build();
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

  @Test
  void longNamesThatBeginAlikeHavePairsOfTheirOwn() {
    Map<String, Object> options =
        Map.of("ownership", Map.of("autoOwnership", true, "dropOnDelete", true));
    DatabaseSpec one = database("o_" + "x".repeat(57) + "_one", options).build();
    DatabaseSpec two = database("o_" + "x".repeat(57) + "_two", options).build();
    converge(lab.databases(), one);
    converge(lab.databases(), two);
    List<String> ofOne = names(one);
    List<String> ofTwo = names(two);
    assertThat(ofOne).doesNotContainAnyElementsOf(ofTwo).doesNotHaveDuplicates();

    assertThat(Lab.remove(lab.databases(), one, DropMode.DROP).failure()).isEmpty();
    assertThat(lab.users().names()).containsAll(ofTwo).doesNotContainAnyElementsOf(ofOne);
    assertThat(lab.databases().plan(two).changes()).isEmpty();
    assertThat(Lab.remove(lab.databases(), two, DropMode.DROP).failure()).isEmpty();
  }

  @Test
  void aPairThatWasMadeWithACutNameKeepsIt() {
    String name = "o_" + "y".repeat(55);
    String role = ("db_" + name + "_owner").substring(0, 63);
    String user = "o_user_of_cut";
    Map<String, Object> options =
        Map.of("ownership", Map.of("autoOwnership", true, "userName", user, "dropOnDelete", true));
    Section status =
        Section.of(
            "status.postgres", Map.of("ownership", Map.of("roleName", role, "userName", user)));
    DatabaseSpec made = database(name, options).recorded(status).build();
    converge(lab.databases(), made);
    assertThat(names(made)).containsExactlyInAnyOrder(role, user);
    assertThat(Lab.remove(lab.databases(), made, DropMode.DROP).failure()).isEmpty();
    assertThat(lab.users().names()).doesNotContain(role, user);
  }

  @Test
  void aPairThatAnotherDatabaseLivesOnGoesWhenThatIsGone() {
    Map<String, Object> options =
        Map.of(
            "ownership",
            Map.of(
                "autoOwnership",
                true,
                "roleName",
                "o_shared",
                "userName",
                "o_shared_app",
                "dropOnDelete",
                true));
    DatabaseSpec one = database("o_first", options).build();
    DatabaseSpec two = database("o_second", options).build();
    converge(lab.databases(), one);
    converge(lab.databases(), two);

    assertThat(Lab.remove(lab.databases(), one, DropMode.DROP).failure())
        .hasValueSatisfying(failure -> assertThat(failure.kind()).isEqualTo(ErrorKind.CONFLICT));
    assertThat(lab.databases().names()).doesNotContain("o_first");
    assertThat(lab.databases().plan(two).changes()).isEmpty();
    assertThat(Lab.remove(lab.databases(), one, DropMode.DROP).failure())
        .as("tried again, though the database is gone")
        .hasValueSatisfying(
            failure -> {
              assertThat(failure.kind()).isEqualTo(ErrorKind.CONFLICT);
              assertThat(failure.path()).contains("spec.postgres.ownership");
              assertThat(failure).hasMessageContaining("\"o_shared\" still owns 1 object(s)");
            });
    assertThat(lab.databases().removal(one, DropMode.RETAIN).changes()).isEmpty();

    assertThat(Lab.remove(lab.databases(), two, DropMode.DROP).failure()).isEmpty();
    assertThat(lab.users().names()).contains("o_shared", "o_shared_app");
    assertThat(paths(lab.databases().removal(one, DropMode.DROP)))
        .containsExactly("ownership.user", "ownership.role");
    assertThat(Lab.remove(lab.databases(), one, DropMode.DROP).failure()).isEmpty();
    assertThat(lab.users().names()).doesNotContain("o_shared", "o_shared_app");
    assertThat(lab.databases().removal(one, DropMode.DROP).changes()).isEmpty();
  }

  @Test
  void rolesOfOthersAreNotLeftBehindByADatabaseThatIsGone() {
    converge(lab.users(), withPassword("o_theirs", Map.of()));
    lab.server.execute("postgres", "DROP ROLE IF EXISTS o_nobodys", "CREATE ROLE o_nobodys");
    Map<String, Object> names =
        Map.of(
            "autoOwnership",
            true,
            "roleName",
            "o_nobodys",
            "userName",
            "o_theirs",
            "dropOnDelete",
            true);
    Map<String, Object> unfit =
        Map.of("autoOwnership", true, "roleName", "a\0b", "dropOnDelete", true);
    for (Map<String, Object> ownership : List.of(names, unfit)) {
      DatabaseSpec gone = database("o_gone", Map.of("ownership", ownership)).build();
      assertThat(lab.databases().removal(gone, DropMode.DROP).changes()).isEmpty();
      assertThat(lab.databases().removal(gone, DropMode.FORCE).changes()).isEmpty();
    }
    lab.server.execute("postgres", "DROP ROLE o_nobodys");
    assertThat(Lab.remove(lab.users(), withPassword("o_theirs", Map.of()), DropMode.DROP).failure())
        .isEmpty();
  }

  private List<String> names(DatabaseSpec spec) {
    Map<?, ?> pair =
        Objects.requireNonNull(
            (Map<?, ?>) lab.databases().plan(spec).sectionFacts().get("ownership"));
    return List.of(String.valueOf(pair.get("roleName")), String.valueOf(pair.get("userName")));
  }
}
