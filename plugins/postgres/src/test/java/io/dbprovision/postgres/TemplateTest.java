package io.dbprovision.postgres;

import static io.dbprovision.postgres.Lab.converge;
import static io.dbprovision.postgres.Lab.database;
import static io.dbprovision.postgres.Lab.failure;
import static org.assertj.core.api.Assertions.assertThat;

import io.dbprovision.spi.DatabaseSpec;
import io.dbprovision.spi.EngineException;
import io.dbprovision.spi.ErrorKind;
import io.dbprovision.spi.Owner;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Whose database may be copied, and whose role may be used. */
class TemplateTest extends LabTest {
  private static final Owner STRANGER =
      new Owner("cluster-1", "default", "team-b", "stolen", "uid-of-stranger");

  @Test
  void aDatabaseOfAnotherTenantIsNoTemplate() {
    converge(lab.databases(), database("t_theirs", Map.of()).build());
    refused(Map.of("template", "t_theirs"), "spec.postgres.template");
    assertThat(lab.databases().names()).doesNotContain("t_stolen");

    converge(lab.databases(), database("t_own_copy", Map.of("template", "t_theirs")).build());
    assertThat(lab.databases().names()).contains("t_own_copy");
  }

  @Test
  void aDatabaseThatNobodyOwnsIsATemplateOnlyWhenItIsMarkedSo() {
    lab.server.execute(
        "postgres", "DROP DATABASE IF EXISTS t_plain", "CREATE DATABASE t_plain OWNER dbops_admin");
    refused(Map.of("template", "t_plain"), "spec.postgres.template");

    lab.server.execute("postgres", "ALTER DATABASE t_plain IS_TEMPLATE true");
    converge(lab.databases(), database("t_of_plain", Map.of("template", "t_plain")).build());
    assertThat(lab.databases().names()).contains("t_of_plain");
    lab.server.execute("postgres", "ALTER DATABASE t_plain IS_TEMPLATE false");
  }

  @Test
  void aTemplateThatIsNotThereIsWaitedFor() {
    EngineException failure =
        failure(
            () -> lab.databases().plan(database("t_late", Map.of("template", "t_none")).build()));
    assertThat(failure.kind()).isEqualTo(ErrorKind.NOT_FOUND);
    assertThat(failure).hasMessageContaining("spec.postgres.template");
  }

  @Test
  void theOperatorsOwnRolesAreNobodysToName() {
    lab.server.execute("postgres", "DROP ROLE IF EXISTS _dbops_db_1", "CREATE ROLE _dbops_db_1");
    for (String field : new String[] {"inRoles", "owner"}) {
      EngineException failure =
          failure(
              () -> {
                if (field.equals("owner")) {
                  lab.databases()
                      .plan(database("t_owned", Map.of()).databaseOwner("_dbops_db_1").build());
                } else {
                  lab.users()
                      .plan(
                          Lab.withPassword("t_member", Map.of("inRoles", List.of("_dbops_db_1"))));
                }
              });
      assertThat(failure.kind()).as(field).isEqualTo(ErrorKind.PERMISSION);
    }
    lab.server.execute("postgres", "DROP ROLE _dbops_db_1");
  }

  private void refused(Map<String, ?> options, String field) {
    DatabaseSpec spec =
        DatabaseSpec.builder("t_stolen", STRANGER).section(Lab.section(options)).build();
    EngineException failure = failure(() -> lab.databases().plan(spec));
    assertThat(failure.kind()).isEqualTo(ErrorKind.PERMISSION);
    assertThat(failure).hasMessageContaining(field);
  }
}
