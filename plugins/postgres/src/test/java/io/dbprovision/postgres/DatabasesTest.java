package io.dbprovision.postgres;

import static io.dbprovision.postgres.Lab.converge;
import static io.dbprovision.postgres.Lab.database;
import static io.dbprovision.postgres.Lab.failure;
import static io.dbprovision.postgres.Lab.paths;
import static io.dbprovision.postgres.Lab.withPassword;
import static org.assertj.core.api.Assertions.assertThat;

import io.dbprovision.spi.Applied;
import io.dbprovision.spi.Cause;
import io.dbprovision.spi.ChangeId;
import io.dbprovision.spi.DatabaseSpec;
import io.dbprovision.spi.DropMode;
import io.dbprovision.spi.EngineException;
import io.dbprovision.spi.ErrorKind;
import io.dbprovision.spi.Owner;
import io.dbprovision.spi.Plan;
import io.dbprovision.spi.Risk;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class DatabasesTest extends LabTest {
  @Test
  void aMissingDatabaseIsMadeUnderItsOwnersNameWithItsRecord() {
    converge(lab.users(), withPassword("d_owner", Map.of()));
    DatabaseSpec spec =
        database("d_new", Map.of("connectionLimit", 9, "encoding", "UTF8", "lcCollate", "C"))
            .databaseOwner("d_owner")
            .comment("orders")
            .build();
    Plan plan = converge(lab.databases(), spec);

    assertThat(plan.changes().getFirst().id()).isEqualTo(new ChangeId("create"));
    assertThat(plan.changes().getFirst().cause()).isEqualTo(Cause.MISSING);
    Plan now = lab.databases().plan(spec);
    assertThat(now.facts()).containsEntry("name", "d_new").containsEntry("owner", "d_owner");
    assertThat(now.facts().get("sizeBytes")).isInstanceOf(Long.class);
    assertThat(now.sectionFacts())
        .containsEntry("encoding", "UTF8")
        .containsEntry("collation", "C");
    assertThat(lab.databases().names()).contains("d_new").noneMatch(n -> n.startsWith("_dbops_"));
    assertThat(
            lab.server.ask(
                "postgres",
                "SELECT shobj_description(oid,'pg_database') FROM pg_database WHERE datname='d_new'"))
        .containsExactly("orders [dbops:1 cluster-1/default team-a/d_new uid-of-d_new]");
  }

  @Test
  void schemasAndExtensionsAreMadeAndMissingOnesAreFoundAgain() {
    converge(lab.users(), withPassword("d_inside", Map.of()));
    DatabaseSpec spec =
        database(
                "d_things",
                Map.of(
                    "schemas",
                        List.of(
                            Map.of("name", "app"),
                            Map.of("name", "Ext \"s\"", "owner", "d_inside")),
                    "extensions",
                        List.of(
                            Map.of("name", "hstore", "schema", "app"),
                            Map.of("name", "dbops_probe", "version", "1.0"))))
            .build();
    Plan plan = converge(lab.databases(), spec);
    assertThat(plan.changes())
        .extracting(c -> c.id().value())
        .containsExactly(
            "create",
            "schemas.missing:app",
            "schemas.missing:Ext \"s\"",
            "extensions.missing:hstore",
            "extensions.missing:dbops_probe");
    assertThat(String.valueOf(lab.databases().plan(spec).sectionFacts().get("installedExtensions")))
        .contains("name=dbops_probe, version=1.0");

    lab.server.execute(
        "d_things", "DROP EXTENSION hstore", "ALTER SCHEMA \"Ext \"\"s\"\"\" OWNER TO postgres");
    lab.server.execute("d_things", "ALTER EXTENSION dbops_probe UPDATE TO '1.1'");
    assertThat(paths(lab.databases().plan(spec)))
        .containsExactly(
            "schemas.Ext \"s\".owner", "extensions.missing", "extensions.dbops_probe.version");
    lab.server.execute("d_things", "ALTER SCHEMA \"Ext \"\"s\"\"\" OWNER TO d_inside");

    DatabaseSpec newer =
        database(
                "d_things",
                Map.of("extensions", List.of(Map.of("name", "dbops_probe", "version", "9.9"))))
            .build();
    Plan unknown = lab.databases().plan(newer);
    Applied applied = lab.databases().apply(unknown, Lab.all(unknown));
    assertThat(applied.failure().orElseThrow().path())
        .contains("spec.postgres.extensions[0].version");
    DatabaseSpec none =
        database("d_things", Map.of("extensions", List.of(Map.of("name", "no_such_extension"))))
            .build();
    Plan absent = lab.databases().plan(none);
    Applied refused = lab.databases().apply(absent, Lab.all(absent));
    assertThat(refused.failure().orElseThrow().kind()).isEqualTo(ErrorKind.UNSUPPORTED);
    assertThat(refused.failure().orElseThrow().path()).contains("spec.postgres.extensions[0].name");
  }

  @Test
  void whatDiffersIsNamedWithItsRiskAndSetRight() {
    converge(lab.users(), withPassword("d_first", Map.of()));
    converge(lab.users(), withPassword("d_second", Map.of()));
    converge(lab.databases(), database("d_drift", Map.of()).databaseOwner("d_first").build());
    DatabaseSpec changed =
        database(
                "d_drift",
                Map.of(
                    "encoding",
                    "LATIN1",
                    "lcCollate",
                    "xx_XX",
                    "connectionLimit",
                    3,
                    "isTemplate",
                    true))
            .databaseOwner("d_second")
            .build();

    Plan plan = lab.databases().plan(changed);

    assertThat(paths(plan))
        .containsExactly("owner", "encoding", "collation", "connectionLimit", "isTemplate");
    assertThat(plan.changes().get(0).risk()).isEqualTo(Risk.DESTRUCTIVE);
    assertThat(plan.changes().get(1).risk()).isEqualTo(Risk.IMMUTABLE);
    assertThat(plan.changes().get(2).risk()).isEqualTo(Risk.IMMUTABLE);
    Applied applied = lab.databases().apply(plan, Lab.all(plan));
    assertThat(applied.failedChange()).contains(new ChangeId("encoding"));
    converge(
        lab.databases(),
        database("d_drift", Map.of("connectionLimit", 3, "isTemplate", true))
            .databaseOwner("d_second")
            .build());
    assertThat(Lab.remove(lab.databases(), changed, DropMode.DROP).failure()).isEmpty();
    assertThat(lab.databases().names()).doesNotContain("d_drift");
  }

  @Test
  void anOwnerThatIsMissingOrAnotherTenantsIsRefusedAtItsField() {
    EngineException missing =
        failure(
            () -> lab.databases().plan(database("d_o", Map.of()).databaseOwner("d_none").build()));
    assertThat(missing.kind()).isEqualTo(ErrorKind.NOT_FOUND);
    assertThat(missing.path()).contains("spec.owner");
    converge(lab.users(), withPassword("d_tenant_a", Map.of()));
    DatabaseSpec other =
        DatabaseSpec.builder("d_o", new Owner("cluster-1", "default", "team-b", "d", "uid-d"))
            .databaseOwner("d_tenant_a")
            .build();
    EngineException foreign = failure(() -> lab.databases().plan(other));
    assertThat(foreign.kind()).isEqualTo(ErrorKind.PERMISSION);
    assertThat(foreign)
        .hasMessageStartingWith("spec.owner: ")
        .hasMessageContaining("team-a/d_tenant_a");
    assertThat(
            failure(
                    () ->
                        lab.databases()
                            .plan(database("d_o", Map.of()).databaseOwner("postgres").build()))
                .path())
        .contains("spec.owner");
  }
}
