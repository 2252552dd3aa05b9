package io.dbprovision.mysql;

import static io.dbprovision.mysql.Lab.failure;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.dbprovision.spi.EngineException;
import io.dbprovision.spi.ErrorKind;
import io.dbprovision.spi.RestoreSpec;
import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** What the fields of a restore's block do, and what is refused. */
@ParameterizedClass
@EnumSource
class RestoresTest extends CopyLab {
  RestoresTest(Product product) {
    super(product);
  }

  @Test
  void partsThatAreNotWantedAreLeftOutOfARestore() throws IOException {
    String text = dump(Map.of()).text();
    RestoreSpec spec = anew(Map.of("routines", false, "triggers", false, "events", false));
    Filled filled = load(spec, text);
    assertThat(filled.contents().isKnown()).isFalse();
    assertThat(filled.warnings()).anyMatch(each -> each.contains("events, routines, triggers"));
    restores().complete(spec);
    assertThat(
            server.ask(
                "SELECT ROUTINE_NAME FROM information_schema.ROUTINES WHERE ROUTINE_SCHEMA = 'new_"
                    + name
                    + "' UNION ALL SELECT EVENT_NAME FROM information_schema.EVENTS WHERE"
                    + " EVENT_SCHEMA = 'new_"
                    + name
                    + "'"))
        .isEmpty();
    assertThat(server.ask("SELECT COUNT(*) FROM new_" + name + ".kept")).containsExactly("2");
    restores().abandon(spec);
  }

  @Test
  void thatTheBinaryLogGoesOnIsToldToWhoAskedForLess() throws IOException {
    assumeThat(server.ask("SELECT @@global.log_bin")).containsExactly("1");
    String text = dump(Map.of()).text();
    for (Map<String, Boolean> asked :
        List.of(Map.<String, Boolean>of(), Map.of("disableBinlog", false))) {
      RestoreSpec spec = anew(asked);
      assertThat(load(spec, text).warnings()).noneMatch(each -> each.contains("disableBinlog"));
      restores().abandon(spec);
    }
    RestoreSpec spec = anew(Map.of("disableBinlog", true));
    assertThat(load(spec, text).warnings())
        .anyMatch(each -> each.contains("in spite of spec.mysql.disableBinlog"));
    restores().abandon(spec);
  }

  @Test
  void whatIsRestoredRunsWithNoRightsBeyondItsDatabase() throws IOException {
    RestoreSpec spec = anew(Map.of());
    Filled filled = load(spec, dump(Map.of()).text());
    assertThat(filled.warnings()).anyMatch(each -> each.contains("root@%"));
    restores().complete(spec);
    String definer =
        String.join(
            "",
            server.ask(
                "SELECT DEFINER FROM information_schema.ROUTINES WHERE ROUTINE_SCHEMA = 'new_"
                    + name
                    + "'"));
    assertThat(definer).startsWith("_dbops_init_").endsWith("@%");
    assertThat(
            server.ask(
                "SELECT User FROM mysql.user WHERE CONCAT(User, '@', Host) = '" + definer + "'"))
        .hasSize(1);
    assertThat(server.askAll("SHOW GRANTS FOR " + definer.replace("@", "@'") + "'"))
        .anyMatch(grant -> grant.contains("new\\\\_" + name) || grant.contains("new\\_" + name))
        .noneMatch(grant -> grant.contains("ON *.*") && !grant.contains("USAGE"));
    restores().abandon(spec);
  }

  @Test
  void aTargetThatOthersPointIntoIsNotReplaced() {
    server.execute(
        "CREATE DATABASE other_" + name,
        "CREATE TABLE other_"
            + name
            + ".t (id INT, FOREIGN KEY (id) REFERENCES "
            + name
            + ".kept (id)) ENGINE=InnoDB");
    RestoreSpec spec =
        RestoreSpec.builder("restore-" + name, name, soon())
            .owner(Lab.owner(name))
            .replace(true)
            .build();
    EngineException failure = failure(() -> restores().prepare(spec));
    assertThat(failure.kind()).isEqualTo(ErrorKind.CONFLICT);
    assertThat(failure.getMessage()).contains("other_" + name + ".t");
    EngineException absent =
        failure(() -> restores().prepare(anew(Map.of("createDatabase", false))));
    assertThat(absent.path()).contains("spec.mysql.createDatabase");
    restores().abandon(spec);
  }

  @Test
  void whatTheAdminCannotDropIsSaidBeforeAnythingIsDone() throws SQLException {
    assumeThat(server.product()).isEqualTo(Product.MYSQL);
    try (Connection strong = server.connect("copy_strong", "copy-Strong-1", name);
        Statement statement = strong.createStatement()) {
      statement.execute("CREATE VIEW strong_view AS SELECT 1 AS one");
    }
    RestoreSpec spec =
        RestoreSpec.builder("restore-" + name, name, soon())
            .owner(Lab.owner(name))
            .replace(true)
            .build();
    EngineException failure = failure(() -> restores().prepare(spec));
    assertThat(failure.kind()).isEqualTo(ErrorKind.PERMISSION);
    assertThat(failure.getMessage()).contains("copy_strong@%", "SYSTEM_USER");
  }

  /** 63 characters, and 65 as they are written where rights are kept. */
  @Test
  void aNameThatRightsCannotBeGivenOnIsRefusedBeforeAnythingIsDone() {
    String target = "x_" + "y".repeat(59) + "_z";
    RestoreSpec spec = RestoreSpec.builder("restore-" + name, target, soon()).build();
    EngineException failure = failure(() -> restores().prepare(spec));
    assertThat(failure.kind()).isEqualTo(ErrorKind.INVALID);
    assertThat(failure.path()).contains("spec.target");
    assertThat(failure.getMessage()).contains(target);
  }

  @Test
  void aDumpThatTheServerRefusesIsToldWithoutItsData() {
    RestoreSpec spec = anew(Map.of());
    EngineException failure =
        failure(
            () -> {
              try {
                load(
                    spec,
                    """
                    CREATE TABLE t (id VARCHAR(20) PRIMARY KEY);
                    INSERT INTO t VALUES ('hidden'),('hidden');
                    -- Dump completed
                    """);
              } catch (IOException e) {
                throw new IllegalStateException(e);
              }
            });
    assertThat(failure.getMessage()).contains("1062", "line").doesNotContain("hidden");
    restores().abandon(spec);
  }
}
