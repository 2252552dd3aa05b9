package io.dbprovision.mysql;

import static org.assertj.core.api.Assertions.assertThat;

import io.dbprovision.jdbc.PoolThreads;
import io.dbprovision.jdbc.tls.TlsMaterial;
import io.dbprovision.mysql.connect.Server;
import io.dbprovision.mysql.connect.Target;
import io.dbprovision.mysql.copy.CopyLogins;
import io.dbprovision.mysql.record.ObjectLock;
import io.dbprovision.mysql.restore.MyLogicalRestore;
import io.dbprovision.mysql.script.ScriptLogin;
import io.dbprovision.spi.EngineContext;
import io.dbprovision.spi.LogicalRestore;
import io.dbprovision.spi.RestoreSpec;
import io.dbprovision.spi.TlsMode;
import io.dbprovision.spi.TlsSettings;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** The exchange of two databases' content, ended before each of its statements in turn. */
@ParameterizedClass
@EnumSource
class SwapFaultsTest {
  private static final class Ended extends RuntimeException {
    private static final long serialVersionUID = 1;
  }

  private final TestServer server;
  private final Lab lab;
  private final Server connected;
  private final EngineContext context = Lab.context();
  private String target = "";
  private int round;

  SwapFaultsTest(Product product) {
    server = Servers.copies(product);
    lab = Lab.as(server, server.admin());
    connected =
        new Server(
            new Target(
                server.host(),
                server.port(),
                server.admin(),
                TlsMaterial.of(TlsMode.REQUIRE, TlsSettings.unspecified()),
                "utf8mb4_unicode_ci",
                Duration.ofSeconds(10),
                Duration.ofSeconds(30),
                Duration.ofSeconds(40),
                4),
            new PoolThreads("faults"));
  }

  @AfterEach
  void close() {
    connected.close();
    lab.close();
  }

  @Test
  void aSecondCallGoesOnFromWhereverTheFirstEnded() {
    everywhere(
        spec -> {
          restores(() -> {}).complete(spec);
          assertThat(content()).isEqualTo(NEW);
        });
  }

  @Test
  void givenUpAnywhereTheTargetIsWhollyTheOldOrWhollyTheNew() {
    TreeSet<String> outcomes = new TreeSet<>();
    everywhere(
        spec -> {
          restores(() -> {}).abandon(spec);
          List<String> content = content();
          assertThat(content).isIn(OLD, NEW);
          outcomes.add(content.equals(OLD) ? "old" : "new");
        });
    assertThat(outcomes).containsExactly("new", "old");
  }

  /**
   * Ends the work before its first statement, then before its second, until it comes to its end.
   */
  private void everywhere(Consumer<RestoreSpec> then) {
    for (int left = 0; ; left++) {
      begin();
      Set<String> before = names();
      RestoreSpec spec = prepared();
      boolean ended = endsAfter(left, spec);
      then.accept(spec);
      restores(() -> {}).abandon(spec);
      assertThat(names()).as("after %s statements", left).isEqualTo(before);
      server.execute("DROP DATABASE " + target);
      if (!ended) {
        assertThat(left).isGreaterThan(20);
        return;
      }
    }
  }

  private Set<String> names() {
    return new TreeSet<>(server.ask("SELECT SCHEMA_NAME FROM information_schema.SCHEMATA"));
  }

  private boolean endsAfter(int statements, RestoreSpec spec) {
    int[] left = {statements};
    try {
      restores(
              () -> {
                if (left[0]-- == 0) {
                  throw new Ended();
                }
              })
          .complete(spec);
      return false;
    } catch (Ended e) {
      return true;
    }
  }

  private LogicalRestore restores(Runnable before) {
    ObjectLock locks = new ObjectLock(connected, context.random());
    return new MyLogicalRestore(
        connected,
        locks,
        new CopyLogins(connected, context.random(), context.clock()),
        new ScriptLogin(connected, context.random()),
        context.clock(),
        List.of(),
        before);
  }

  private void begin() {
    round++;
    target = "faults" + Long.toString(System.nanoTime(), 36);
    Lab.converge(lab.databases(), Lab.database(target, Map.of()).build());
    make(target, "old");
    server.execute("CREATE VIEW " + target + ".only_new AS SELECT 1 AS old_view");
  }

  private RestoreSpec prepared() {
    RestoreSpec spec =
        RestoreSpec.builder(
                "faults-" + round + "-" + target, target, Instant.now().plusSeconds(600))
            .owner(Lab.owner(target))
            .replace(true)
            .build();
    String temporary = restores(() -> {}).prepare(spec).database();
    make(temporary, "new");
    server.execute("CREATE TABLE " + temporary + ".only_new (id INT)");
    return spec;
  }

  private void make(String database, String word) {
    server.execute(
        "USE " + database,
        "CREATE TABLE parent (id INT PRIMARY KEY, word VARCHAR(20)) ENGINE=InnoDB",
        "CREATE TABLE child (id INT PRIMARY KEY, parent INT,"
            + " FOREIGN KEY (parent) REFERENCES parent (id)) ENGINE=InnoDB",
        "INSERT INTO parent VALUES (1, '" + word + "')",
        "INSERT INTO child VALUES (1, 1)",
        "CREATE FUNCTION f() RETURNS VARCHAR(20) DETERMINISTIC RETURN '" + word + "'",
        "CREATE TRIGGER t BEFORE INSERT ON parent FOR EACH ROW SET @x = '" + word + "'",
        "CREATE VIEW v AS SELECT word, f() AS f FROM parent",
        "CREATE EVENT e ON SCHEDULE EVERY 1 DAY DISABLE DO SET @e = '" + word + "'");
  }

  private static final List<String> OLD = content("old", "view");
  private static final List<String> NEW = content("new", "table");

  private static List<String> content(String word, String only) {
    return List.of(word, word, "SET @x = '" + word + "'", "SET @e = '" + word + "'", only, "1");
  }

  private List<String> content() {
    String at = " FROM information_schema.";
    return List.of(
        one("SELECT word FROM " + target + ".v"),
        one("SELECT f FROM " + target + ".v"),
        one("SELECT ACTION_STATEMENT" + at + "TRIGGERS WHERE TRIGGER_SCHEMA = '" + target + "'"),
        one("SELECT EVENT_DEFINITION" + at + "EVENTS WHERE EVENT_SCHEMA = '" + target + "'"),
        one(
            "SELECT IF(TABLE_TYPE = 'VIEW', 'view', 'table')"
                + at
                + "TABLES WHERE TABLE_NAME = 'only_new' AND TABLE_SCHEMA = '"
                + target
                + "'"),
        one("SELECT COUNT(*) FROM " + target + ".child JOIN " + target + ".parent USING (id)"));
  }

  private String one(String query) {
    return String.join(",", server.ask(query));
  }
}
