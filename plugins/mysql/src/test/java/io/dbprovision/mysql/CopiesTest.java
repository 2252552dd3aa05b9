package io.dbprovision.mysql;

import static io.dbprovision.mysql.Lab.failure;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.dbprovision.spi.ContentSummary;
import io.dbprovision.spi.CopyScope;
import io.dbprovision.spi.Credentials;
import io.dbprovision.spi.Dump;
import io.dbprovision.spi.DumpRequest;
import io.dbprovision.spi.DumpSummary;
import io.dbprovision.spi.EngineContext;
import io.dbprovision.spi.EngineException;
import io.dbprovision.spi.ErrorKind;
import io.dbprovision.spi.Kind;
import io.dbprovision.spi.Load;
import io.dbprovision.spi.LoadRequest;
import io.dbprovision.spi.LogicalDump;
import io.dbprovision.spi.LogicalRestore;
import io.dbprovision.spi.RestorePlace;
import io.dbprovision.spi.RestoreSpec;
import io.dbprovision.spi.SecretText;
import io.dbprovision.spi.Section;
import io.dbprovision.spi.Session;
import io.dbprovision.spi.Validation;
import io.dbprovision.spi.testkit.TestContext;
import io.dbprovision.spi.testkit.ToolContext;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** What the fields of a backup's and a restore's block do, and what is refused. */
@ParameterizedClass
@EnumSource
class CopiesTest {
  private final TestServer server;
  private final Lab lab;
  private final String name = "copies" + Long.toString(System.nanoTime(), 36);
  @TempDir private Path folder;
  private int folders;

  CopiesTest(Product product) {
    server = Servers.copies(product);
    lab = Lab.as(server, server.admin());
  }

  @BeforeEach
  void fill() {
    Lab.converge(lab.databases(), Lab.database(name, Map.of()).build());
    server.execute(
        "USE " + name,
        "CREATE TABLE kept (id INT PRIMARY KEY) ENGINE=InnoDB",
        "CREATE TABLE dropped (id INT PRIMARY KEY) ENGINE=InnoDB",
        "INSERT INTO kept VALUES (1), (2)",
        "INSERT INTO dropped VALUES (1)",
        "CREATE PROCEDURE p() SELECT 1",
        "CREATE TRIGGER t BEFORE INSERT ON kept FOR EACH ROW SET @x = 1",
        "CREATE EVENT e ON SCHEDULE EVERY 1 DAY DISABLE DO SET @x = 1");
  }

  @AfterEach
  void close() {
    server.execute(
        "DROP DATABASE IF EXISTS other_" + name,
        "DROP DATABASE IF EXISTS " + name,
        "DROP DATABASE IF EXISTS new_" + name,
        "DROP USER IF EXISTS weak_copier@'%'");
    lab.close();
  }

  private static Section block(Map<String, ?> values) {
    return Section.of("spec.mysql", values);
  }

  private CopyScope scope(Section block, Instant until) {
    return new CopyScope("scope-" + name, name, Lab.owner(name), block, until);
  }

  private static Instant soon() {
    return Instant.now().plusSeconds(600);
  }

  private LogicalDump dumps() {
    return lab.session.capability(LogicalDump.class).orElseThrow();
  }

  private LogicalRestore restores() {
    return lab.session.capability(LogicalRestore.class).orElseThrow();
  }

  private Session worker(Credentials login, EngineContext context) {
    return new MySqlEngine()
        .open(Lab.endpoint(server, login).options(block(Map.of())).build(), context);
  }

  private Path scratch() throws IOException {
    folders++;
    return Files.createDirectory(folder.resolve("scratch" + folders));
  }

  private record Copy(String text, DumpSummary summary) {}

  private Copy dump(Map<String, ?> values) throws IOException {
    return dump(values, BackupSuite.tools());
  }

  private Copy dump(Map<String, ?> values, EngineContext context) throws IOException {
    CopyScope scope = scope(block(values), soon());
    Credentials login = dumps().admit(scope);
    try (Session session = worker(login, context);
        Dump dump =
            session
                .capability(LogicalDump.class)
                .orElseThrow()
                .begin(new DumpRequest(name, scope.block(), scratch()))) {
      String text = new String(dump.stream().readAllBytes(), StandardCharsets.UTF_8);
      return new Copy(text, dump.finish());
    } finally {
      dumps().dismiss(scope);
    }
  }

  private record Filled(ContentSummary contents, List<String> warnings) {}

  private Filled load(RestoreSpec spec, String text) throws IOException {
    RestorePlace place = restores().prepare(spec);
    try (Session session = worker(place.login(), BackupSuite.tools())) {
      LogicalRestore its = session.capability(LogicalRestore.class).orElseThrow();
      try (Load load = its.begin(new LoadRequest(place.database(), spec.block(), "", scratch()))) {
        try (OutputStream stream = load.stream()) {
          stream.write(text.getBytes(StandardCharsets.UTF_8));
        } catch (IOException e) {
          // finish tells why
        }
        List<String> warnings = load.finish();
        return new Filled(its.contents(place.database()), warnings);
      }
    }
  }

  private RestoreSpec anew(Map<String, ?> values) {
    return RestoreSpec.builder("restore-" + name, "new_" + name, soon())
        .block(block(values))
        .build();
  }

  @Test
  void whatIsAskedForIsCopiedAndNothingElse() throws IOException {
    Copy whole = dump(Map.of());
    assertThat(whole.text()).contains("`kept`", "`dropped`", "PROCEDURE `p`", "EVENT `e`");
    assertThat(whole.summary().contents().rows()).isEqualTo(Map.of("kept", 2L, "dropped", 1L));
    assertThat(whole.summary().warnings()).isEmpty();
    assertThat(dump(Map.of()).text()).as("the same data, the same copy").isEqualTo(whole.text());

    Copy without = dump(Map.of("excludeTables", List.of("dropped"), "routines", false));
    assertThat(without.text()).contains("`kept`").doesNotContain("`dropped`", "PROCEDURE");
    assertThat(without.summary().contents().isKnown()).isFalse();
    Copy only = dump(Map.of("tables", List.of("dropped"), "events", false, "triggers", false));
    assertThat(only.text()).contains("`dropped`").doesNotContain("`kept`", "EVENT", "TRIGGER");
    assertThat(dump(Map.of("extendedInsert", false)).text()).contains("VALUES (1);");
    assertThat(dump(Map.of("singleTransaction", false)).summary().warnings()).hasSize(1);
    assertThat(dump(Map.of("lockTables", true)).summary().warnings())
        .singleElement()
        .asString()
        .contains("spec.mysql.lockTables");
    assertThat(failure(() -> dumpUnchecked(Map.of("tables", List.of("nowhere")))).path())
        .contains("spec.mysql.tables");
  }

  private void dumpUnchecked(Map<String, ?> values) {
    try {
      dump(values);
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  @Test
  void whatCannotBeDoneIsRefusedWithTheField() {
    assertThat(problems(Map.of("method", "xtrabackup"))).containsExactly("spec.mysql.method");
    assertThat(problems(Map.of("method", "mysqlpump"))).containsExactly("spec.mysql.method");
    assertThat(problems(Map.of("setGtidPurged", "ON"))).containsExactly("spec.mysql.setGtidPurged");
    assertThat(problems(Map.of("setGtidPurged", "AUTO", "method", "mysqldump"))).isEmpty();
    assertThat(problems(Map.of("databases", List.of("a", "b"))))
        .containsExactly("spec.mysql.databases");
    EngineException other =
        failure(() -> dumps().admit(scope(block(Map.of("databases", List.of("other"))), soon())));
    assertThat(other.path()).contains("spec.mysql.databases");
    assertThat(other.kind()).isEqualTo(ErrorKind.UNSUPPORTED);
  }

  private static List<String> problems(Map<String, ?> values) {
    return new MySqlEngine()
        .validate(Kind.BACKUP, block(values)).problems().stream()
            .map(Validation.Problem::path)
            .toList();
  }

  @Test
  void aProgramThatIsNotThereIsMissedByName() {
    EngineContext none = new ToolContext(TestContext.standard(), List.of(folder));
    EngineException missing =
        failure(
            () -> {
              try {
                dump(Map.of(), none);
              } catch (IOException e) {
                throw new IllegalStateException(e);
              }
            });
    assertThat(missing.kind()).isEqualTo(ErrorKind.UNSUPPORTED);
    assertThat(missing.getMessage()).contains("dump", folder.toString(), "--tools-dir");
  }

  @Test
  void whatTheProgramIsToldNobodyElseReads() throws IOException {
    dump(Map.of());
    Path file = folder.resolve("scratch1").resolve("client.cnf");
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
        .isEqualTo("rw-------");
    assertThat(Files.readString(file)).contains("password=").containsPattern("(?m)^ssl");
  }

  @Test
  void theRightThatIsMissingIsNamed() {
    server.execute(
        "CREATE USER weak_copier@'%' IDENTIFIED BY 'weak-Copier-1'",
        "GRANT SELECT, INSERT, UPDATE, DELETE, CREATE, DROP, SHOW VIEW, TRIGGER, CREATE USER, RELOAD"
            + " ON *.* TO weak_copier@'%' WITH GRANT OPTION");
    Credentials weak = new Credentials("weak_copier", SecretText.of("weak-Copier-1"));
    try (Session session = worker(weak, BackupSuite.tools())) {
      LogicalDump dumps = session.capability(LogicalDump.class).orElseThrow();
      EngineException event = failure(() -> dumps.admit(scope(block(Map.of()), soon())));
      assertThat(event.kind()).isEqualTo(ErrorKind.PERMISSION);
      assertThat(event.getMessage()).contains("EVENT");
      LogicalRestore restores = session.capability(LogicalRestore.class).orElseThrow();
      EngineException alter = failure(() -> restores.prepare(anew(Map.of())));
      assertThat(alter.kind()).isEqualTo(ErrorKind.PERMISSION);
      assertThat(alter.getMessage()).contains("ALTER", "LOCK TABLES");
    }
    restores().abandon(anew(Map.of()));
    dumps().dismiss(scope(block(Map.of()), soon()));
  }

  @Test
  void aLoginWhoseTimeIsOverIsGoneWithTheNextOne() {
    CopyScope over =
        new CopyScope("over-" + name, name, Lab.owner(name), block(Map.of()), Instant.EPOCH);
    Credentials left = dumps().admit(over);
    assertThat(server.letsIn(left.username(), left.password().reveal())).isTrue();
    dumps().admit(scope(block(Map.of()), soon()));
    assertThat(server.letsIn(left.username(), left.password().reveal())).isFalse();
    dumps().dismiss(scope(block(Map.of()), soon()));
    assertThat(
            server.ask("SELECT User FROM mysql.user WHERE User LIKE '|_dbops|_copy%' ESCAPE '|'"))
        .isEmpty();
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
