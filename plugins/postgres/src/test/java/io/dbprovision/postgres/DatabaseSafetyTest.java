package io.dbprovision.postgres;

import static io.dbprovision.postgres.Lab.PASSWORD;
import static io.dbprovision.postgres.Lab.converge;
import static io.dbprovision.postgres.Lab.database;
import static io.dbprovision.postgres.Lab.failure;
import static io.dbprovision.postgres.Lab.owner;
import static io.dbprovision.postgres.Lab.withPassword;
import static org.assertj.core.api.Assertions.assertThat;

import io.dbprovision.spi.Applied;
import io.dbprovision.spi.DatabaseSpec;
import io.dbprovision.spi.DropMode;
import io.dbprovision.spi.EngineException;
import io.dbprovision.spi.ErrorKind;
import io.dbprovision.spi.Kind;
import io.dbprovision.spi.Plan;
import io.dbprovision.spi.Provenance;
import io.dbprovision.spi.Remedy;
import io.dbprovision.spi.Validation;
import java.sql.Connection;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class DatabaseSafetyTest extends LabTest {
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
      assertThat(refused.failure().orElseThrow().remedy()).contains(Remedy.FORCE_REMOVAL);
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
