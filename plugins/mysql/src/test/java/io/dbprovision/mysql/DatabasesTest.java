package io.dbprovision.mysql;

import static io.dbprovision.mysql.Lab.all;
import static io.dbprovision.mysql.Lab.apply;
import static io.dbprovision.mysql.Lab.converge;
import static io.dbprovision.mysql.Lab.failure;
import static io.dbprovision.mysql.Lab.paths;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.dbprovision.spi.Change;
import io.dbprovision.spi.DatabaseSpec;
import io.dbprovision.spi.DropMode;
import io.dbprovision.spi.EngineException;
import io.dbprovision.spi.ErrorKind;
import io.dbprovision.spi.Kind;
import io.dbprovision.spi.Owner;
import io.dbprovision.spi.OwnershipRecord;
import io.dbprovision.spi.Plan;
import io.dbprovision.spi.PlanOutcome;
import io.dbprovision.spi.Provenance;
import io.dbprovision.spi.Remedy;
import io.dbprovision.spi.Risk;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

@ParameterizedClass
@EnumSource
class DatabasesTest {
  private final Lab lab;
  private String name;

  DatabasesTest(Product product) {
    lab = Lab.on(product);
    name = "shop" + Long.toString(System.nanoTime(), 36);
  }

  @AfterEach
  void close() {
    lab.server.execute("DROP DATABASE IF EXISTS " + TestServer.identifier(name));
    lab.close();
  }

  private DatabaseSpec spec(Map<String, ?> options) {
    return Lab.database(name, options).build();
  }

  @Test
  void charsetAndCollationAreMadeAndDriftOfBothIsPutRight() {
    DatabaseSpec spec = spec(Map.of("charset", "utf8mb4", "collation", "utf8mb4_unicode_ci"));
    converge(lab.databases(), spec);
    assertThat(described()).isEqualTo("utf8mb4 utf8mb4_unicode_ci");

    lab.server.execute("ALTER DATABASE " + name + " CHARACTER SET latin1 COLLATE latin1_bin");
    Plan drift = lab.databases().plan(spec);
    assertThat(paths(drift)).containsExactly("charset", "collation");
    assertThat(drift.changes()).extracting(Change::actual).containsExactly("latin1", "latin1_bin");
    converge(lab.databases(), spec);
    assertThat(described()).isEqualTo("utf8mb4 utf8mb4_unicode_ci");
  }

  private String described() {
    return new DatabaseHand(lab.server).describe(name);
  }

  @Test
  void oldNamesOfCharacterSetsAreNoDrift() {
    converge(lab.databases(), spec(Map.of("charset", "utf8", "collation", "utf8_general_ci")));
    assertThat(described()).isEqualTo("utf8mb3 utf8mb3_general_ci");
    assertThat(
            lab.databases()
                .plan(spec(Map.of("charset", "UTF8MB3", "collation", "utf8mb3_GENERAL_ci")))
                .isEmpty())
        .isTrue();
  }

  @Test
  void whatUtf8MeansIsTheServersToSay() {
    assumeThat(lab.server.product()).as("who has an option for it").isEqualTo(Product.MARIADB);
    lab.server.execute("SET GLOBAL old_mode = ''");
    try (Lab later = Lab.on(Product.MARIADB)) {
      converge(later.databases(), spec(Map.of("charset", "utf8", "collation", "utf8_bin")));
      assertThat(described()).isEqualTo("utf8mb4 utf8mb4_bin");
    } finally {
      lab.server.execute("SET GLOBAL old_mode = 'UTF8_IS_UTF8MB3'");
    }
  }

  @Test
  void whatTheServerDoesNotKnowIsInvalidAndLeavesNothingBehind() {
    for (Map<String, String> options :
        List.of(Map.of("charset", "klingon"), Map.of("collation", "utf8mb4_klingon_ci"))) {
      Plan plan = lab.databases().plan(spec(options));
      EngineException failure = lab.databases().apply(plan, all(plan)).failure().orElseThrow();
      assertThat(failure.kind()).isEqualTo(ErrorKind.INVALID);
      assertThat(failure.path()).contains("spec.mysql." + options.keySet().iterator().next());
      assertThat(described()).isEmpty();
      assertThat(recordsOf()).isEmpty();
    }
    EngineException mismatch =
        failure(
            () ->
                lab.databases()
                    .plan(spec(Map.of("charset", "latin1", "collation", "utf8mb4_bin"))));
    assertThat(mismatch.path()).contains("spec.mysql.collation");
  }

  private List<String> recordsOf() {
    return lab.server.ask(
        "SELECT CONCAT(`intent`, ' ', `uid`) FROM `_dbops`.`owner` WHERE `name` = '" + name + "'");
  }

  @Test
  void whatHasNoPerDatabaseMeaningIsSaidAndTheRestIsMade() {
    Map<String, String> options =
        Map.of("sqlMode", "ANSI", "defaultStorageEngine", "MyISAM", "charset", "utf8mb4");
    assertThat(new MySqlEngine().validate(Kind.DATABASE, Lab.section(options)).problems())
        .extracting(problem -> problem.path() + " " + problem.kind())
        .containsExactlyInAnyOrder(
            "spec.mysql.sqlMode UNSUPPORTED", "spec.mysql.defaultStorageEngine UNSUPPORTED");
    converge(lab.databases(), spec(options));
    assertThat(
            new MySqlEngine()
                .validate(
                    Kind.DATABASE,
                    Lab.section(
                        Map.of(
                            "charset", "utf8mb4",
                            "collation", "utf8mb4_unicode_ci",
                            "defaultStorageEngine", "InnoDB")))
                .problems())
        .as("what the API fills in")
        .isEmpty();
  }

  @Test
  void anOwnerIsSaidToBeImpossibleAndNothingElseSuffers() {
    DatabaseSpec spec = Lab.database(name, Map.of()).databaseOwner("somebody").build();
    apply(lab.databases(), spec);
    Plan plan = lab.databases().plan(spec);
    assertThat(paths(plan)).containsExactly("owner");
    assertThat(plan.changes().getFirst().risk()).isEqualTo(Risk.IMMUTABLE);
  }

  @Test
  void namesThatTheServerWouldCutOrFoldAreRefused() {
    for (String bad :
        List.of(
            "x".repeat(65),
            "mysql",
            "SYS",
            "information_schema",
            "_dbops",
            "_dbops_x",
            "a ",
            "\uD83D\uDE00",
            "#mysql50#a")) {
      EngineException refused =
          failure(() -> lab.databases().plan(Lab.database(bad, Map.of()).build()));
      assertThat(refused.kind()).as(bad).isEqualTo(ErrorKind.INVALID);
      assertThat(refused.path()).contains("spec.name");
    }
    name = "x".repeat(64);
    converge(lab.databases(), spec(Map.of()));
  }

  @Test
  void aCrashBeforeTheDatabaseWasMadeIsGoneOnFrom() {
    converge(lab.databases(), spec(Map.of())); // so that there is a table of records
    lab.server.execute(
        "DROP DATABASE " + name,
        "UPDATE `_dbops`.`owner` SET `intent` = 1 WHERE `name` = '" + name + "'");
    assertThat(owner()).isEmpty();
    converge(lab.databases(), spec(Map.of()));
    assertThat(recordsOf()).containsExactly("0 uid-of-" + name);
  }

  private Optional<Owner> owner() {
    return lab.session.capability(OwnershipRecord.class).orElseThrow().ownerOf(Kind.DATABASE, name);
  }

  @Test
  void aCrashAfterTheDatabaseWasMadeIsGoneOnFromWhileItIsEmpty() {
    converge(lab.databases(), spec(Map.of()));
    String announced = "UPDATE `_dbops`.`owner` SET `intent` = 1 WHERE `name` = '" + name + "'";
    lab.server.execute(announced);
    assertThat(paths(converge(lab.databases(), spec(Map.of())))).containsExactly("ownershipRecord");

    lab.server.execute(announced, "CREATE TABLE " + name + ".theirs (x INT)");
    Plan plan = lab.databases().plan(spec(Map.of()));
    EngineException failure = lab.databases().apply(plan, all(plan)).failure().orElseThrow();
    assertThat(failure.kind()).isEqualTo(ErrorKind.CONFLICT);
    assertThat(failure).hasMessageContaining("made by somebody else");
  }

  @Test
  void aRecordOfAnotherVersionIsNotTouched() {
    converge(lab.databases(), spec(Map.of()));
    lab.server.execute("UPDATE `_dbops`.`owner` SET `form` = 9 WHERE `name` = '" + name + "'");
    assertThat(failure(() -> lab.databases().plan(spec(Map.of()))).kind())
        .isEqualTo(ErrorKind.CONFLICT);
    assertThat(
            failure(
                    () ->
                        lab.databases()
                            .plan(
                                Lab.database(name, Map.of())
                                    .provenance(Provenance.adopted(null))
                                    .build()))
                .kind())
        .isEqualTo(ErrorKind.CONFLICT);
    assertThat(lab.databases().removal(spec(Map.of()), DropMode.FORCE).isEmpty()).isTrue();
  }

  @Test
  void aDatabaseInUseSaysHowItCanBeDroppedAllTheSame() throws Exception {
    converge(lab.databases(), spec(Map.of()));
    try (var client =
        lab.server.connect(
            lab.server.admin().username(), lab.server.admin().password().reveal(), name)) {
      assertThat(client.isValid(1)).isTrue();
      EngineException inUse =
          Lab.remove(lab.databases(), spec(Map.of()), DropMode.DROP).failure().orElseThrow();
      assertThat(inUse.kind()).isEqualTo(ErrorKind.CONFLICT);
      assertThat(inUse.remedy()).contains(Remedy.FORCE_REMOVAL);
    }
  }

  @Test
  void aThousandDatabasesArePlannedInAHandfulOfStatements() {
    List<DatabaseSpec> many =
        IntStream.range(0, 1000)
            .mapToObj(i -> Lab.database("many_" + i, Map.of("charset", "utf8mb4")).build())
            .toList();
    int before = statements();
    List<PlanOutcome> outcomes = lab.databases().planAll(many);
    assertThat(statements() - before).isLessThanOrEqualTo(10);
    assertThat(outcomes).hasSize(1000).allMatch(PlanOutcome.Planned.class::isInstance);
  }

  /** How many the general log holds. */
  private int statements() {
    return (int) lab.server.generalLog().lines().filter(line -> line.contains("Query\t")).count();
  }
}
