package io.dbprovision.postgres;

import static io.dbprovision.postgres.Lab.PASSWORD;
import static io.dbprovision.postgres.Lab.converge;
import static io.dbprovision.postgres.Lab.database;
import static io.dbprovision.postgres.Lab.failure;
import static io.dbprovision.postgres.Lab.owner;
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
import io.dbprovision.spi.Kind;
import io.dbprovision.spi.Owner;
import io.dbprovision.spi.Plan;
import io.dbprovision.spi.Provenance;
import io.dbprovision.spi.Risk;
import io.dbprovision.spi.Validation;
import java.sql.Connection;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.ValueSource;

@ParameterizedClass
@ValueSource(ints = {15, 18})
class DatabasesTest {
  @Parameter int major;
  private Lab lab;

  @BeforeEach
  void open() {
    lab = Lab.on(major);
  }

  @AfterEach
  void close() {
    lab.close();
  }

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

  @Test
  void somebodyElsesDatabaseIsAConflictAndIsNeverTouched() {
    lab.server.execute("postgres", "DROP DATABASE IF EXISTS d_theirs", "CREATE DATABASE d_theirs");
    DatabaseSpec spec = database("d_theirs", Map.of("connectionLimit", 1)).build();
    EngineException conflict = failure(() -> lab.databases().plan(spec));
    assertThat(conflict.kind()).isEqualTo(ErrorKind.CONFLICT);
    assertThat(conflict).hasMessageContaining("no owner on record");
    assertThat(lab.databases().removal(spec, DropMode.FORCE).isEmpty()).isTrue();
    for (String name : List.of("postgres", "template0", "template1", "_dbops_x")) {
      DatabaseSpec reserved =
          database(name, Map.of()).provenance(Provenance.witnessedBefore()).build();
      assertThat(failure(() -> lab.databases().plan(reserved)).kind()).isEqualTo(ErrorKind.INVALID);
      assertThat(lab.databases().removal(reserved, DropMode.FORCE).isEmpty()).isTrue();
    }
    lab.server.execute("postgres", "COMMENT ON DATABASE d_theirs IS '[dbops:7 future]'");
    DatabaseSpec witnessed =
        database("d_theirs", Map.of()).provenance(Provenance.witnessedBefore()).build();
    assertThat(failure(() -> lab.databases().plan(witnessed)))
        .hasMessageContaining("another version");
  }

  @Test
  void aDatabaseThatALateRivalMadeIsNotTouched() {
    DatabaseSpec spec = database("d_race", Map.of()).build();
    Plan plan = lab.databases().plan(spec);
    lab.server.execute("postgres", "CREATE DATABASE d_race");
    Applied applied = lab.databases().apply(plan, Lab.all(plan));
    assertThat(applied.failure().orElseThrow().kind()).isEqualTo(ErrorKind.CONFLICT);
    assertThat(lab.databases().names()).noneMatch(n -> n.startsWith("_dbops_"));
  }

  @Test
  void applyingOnePlanTwiceIsNoFailure() {
    Plan plan = lab.databases().plan(database("d_twice", Map.of()).build());
    assertThat(lab.databases().apply(plan, Lab.all(plan)).failure()).isEmpty();
    assertThat(lab.databases().apply(plan, Lab.all(plan)).failure()).isEmpty();
    assertThat(lab.databases().names()).contains("d_twice").noneMatch(n -> n.startsWith("_dbops_"));
  }

  @Test
  void whatACrashLeftHalfMadeIsTakenUpOrMadeAnew() {
    DatabaseSpec spec = database("d_crash", Map.of()).build();
    String passing = passingNameOf(spec);
    lab.server.execute(
        "postgres",
        "CREATE DATABASE " + passing + " OWNER dbops_admin TEMPLATE template0",
        "CREATE DATABASE " + passing.substring(0, passing.length() - 2) + "zz OWNER dbops_admin");
    List<String> oid =
        lab.server.ask("postgres", "SELECT oid FROM pg_database WHERE datname='" + passing + "'");

    converge(lab.databases(), spec);

    assertThat(lab.server.ask("postgres", "SELECT oid FROM pg_database WHERE datname='d_crash'"))
        .isEqualTo(oid);
    assertThat(lab.databases().names()).noneMatch(n -> n.startsWith("_dbops_"));
  }

  /** Makes one like it on purpose, and looks what it is called on the way. */
  private String passingNameOf(DatabaseSpec spec) {
    int before = lab.server.log().length();
    Plan plan = lab.databases().plan(spec);
    lab.databases().apply(plan, Lab.all(plan));
    Lab.remove(lab.databases(), spec, DropMode.DROP);
    String log = lab.server.log().substring(before);
    int at = log.indexOf("CREATE DATABASE \"_dbops_") + "CREATE DATABASE \"".length();
    return log.substring(at, log.indexOf('"', at));
  }

  @Test
  void aDatabaseInUseIsNotDroppedUntilForced() throws Exception {
    DatabaseSpec spec = database("d_used", Map.of()).build();
    converge(lab.users(), withPassword("d_guest", Map.of()));
    converge(lab.databases(), spec);
    try (Connection guest = lab.server.connect("d_guest", PASSWORD, "d_used")) {
      Applied refused = Lab.remove(lab.databases(), spec, DropMode.DROP);
      assertThat(refused.failure().orElseThrow().kind()).isEqualTo(ErrorKind.CONFLICT);
      assertThat(refused.failure().orElseThrow()).hasMessageContaining("force-delete");
      assertThat(guest.isValid(1)).isTrue();
      assertThat(Lab.remove(lab.databases(), spec, DropMode.FORCE).failure()).isEmpty();
    }
    assertThat(lab.databases().names()).doesNotContain("d_used");
  }

  @Test
  void retainLeavesTheDatabaseAndClearsOnlyOurRecord() {
    DatabaseSpec spec = database("d_retain", Map.of()).comment("mine").build();
    converge(lab.databases(), spec);
    assertThat(Lab.remove(lab.databases(), spec, DropMode.RETAIN).failure()).isEmpty();
    assertThat(
            lab.server.ask(
                "postgres",
                "SELECT shobj_description(oid,'pg_database') FROM pg_database WHERE datname='d_retain'"))
        .containsExactly("mine");
    assertThat(lab.databases().removal(spec, DropMode.DROP).isEmpty()).isTrue();
    converge(
        lab.databases(),
        database("d_retain", Map.of()).provenance(Provenance.adopted(null)).build());
  }

  @Test
  void hostileNamesStayNames() {
    for (String name : HostileTexts.ALL) {
      DatabaseSpec spec =
          DatabaseSpec.builder(name, owner("h" + HostileTexts.ALL.indexOf(name)))
              .comment(name)
              .section(
                  Lab.section(
                      Map.of(
                          "schemas",
                          List.of(Map.of("name", "s" + name)),
                          "extensions",
                          List.of(Map.of("name", "hstore", "schema", "s" + name)))))
              .build();
      converge(lab.databases(), spec);
      assertThat(Lab.remove(lab.databases(), spec, DropMode.DROP).failure()).isEmpty();
    }
    assertThat(lab.databases().names()).contains("postgres");
  }

  /** What the API server fills in when the block is there. */
  @Test
  void theDefaultsOfTheApiAskForNothingSpecial() {
    converge(
        lab.databases(),
        database(
                "d_defaults",
                Map.of(
                    "allowConnections", true,
                    "connectionLimit", -1,
                    "encoding", "UTF8",
                    "tablespace", "pg_default",
                    "template", "template0"))
            .build());
  }

  @Test
  void whatCannotBeDoneIsSaidAndNotSkippedInSilence() {
    Validation found =
        new PostgresEngine()
            .validate(
                Kind.DATABASE,
                Lab.section(
                    Map.of(
                        "allowConnections",
                        false,
                        "extensions",
                        List.of(Map.of("name", "hstore")))));
    assertThat(found.problems())
        .singleElement()
        .satisfies(
            p -> {
              assertThat(p.kind()).isEqualTo(ErrorKind.UNSUPPORTED);
              assertThat(p.path()).isEqualTo("spec.postgres.extensions");
            });
    converge(
        lab.databases(),
        database(
                "d_closed",
                Map.of("allowConnections", false, "extensions", List.of(Map.of("name", "hstore"))))
            .build());
    Validation unknown =
        new PostgresEngine().validate(Kind.DATABASE, Lab.section(Map.of("nope", 1)));
    assertThat(unknown.problems())
        .singleElement()
        .satisfies(p -> assertThat(p.path()).isEqualTo("spec.postgres.nope"));
  }
}
