package io.dbprovision.mysql;

import static io.dbprovision.mysql.Lab.converge;
import static io.dbprovision.mysql.Lab.failure;
import static org.assertj.core.api.Assertions.assertThat;

import io.dbprovision.spi.ChangeId;
import io.dbprovision.spi.Claim;
import io.dbprovision.spi.DatabaseSpec;
import io.dbprovision.spi.DropMode;
import io.dbprovision.spi.EngineException;
import io.dbprovision.spi.ErrorKind;
import io.dbprovision.spi.GrantSpec;
import io.dbprovision.spi.Grants;
import io.dbprovision.spi.Kind;
import io.dbprovision.spi.Plan;
import io.dbprovision.spi.SecretText;
import io.dbprovision.spi.Section;
import io.dbprovision.spi.UserSpec;
import io.dbprovision.spi.Users;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** Servers on which names of databases and tables lose their upper case. */
@ParameterizedClass
@EnumSource
class FoldedNamesTest {
  private static final SecretText PASSWORD = SecretText.of("Folded-4711-password");

  private final TestServer server;
  private final Lab lab;
  private final String name = "shop" + Long.toString(System.nanoTime(), 36);

  FoldedNamesTest(Product product) {
    server = Servers.folding(product);
    lab = Lab.as(server, server.admin());
  }

  @AfterEach
  void close() {
    new UserHand(server).drop(name);
    server.execute("DROP DATABASE IF EXISTS " + name);
    lab.close();
  }

  private GrantSpec.Builder grant(String database, String table) {
    return GrantSpec.builder(
            name,
            Lab.owner("grant"),
            Claim.of(Kind.USER, Lab.owner(name), Section.empty("spec.mysql")))
        .section(
            Lab.section(
                Map.of(
                    "grants",
                    List.of(
                        Map.of(
                            "level",
                            "table",
                            "database",
                            database,
                            "table",
                            table,
                            "privileges",
                            List.of("SELECT"))))));
  }

  @Test
  void aNameThatTheServerWouldFoldIsRefusedAndNothingIsMade() {
    String upper = "Shop" + name;
    EngineException refused =
        failure(() -> lab.databases().plan(Lab.database(upper, Map.of()).build()));
    assertThat(refused.kind()).isEqualTo(ErrorKind.INVALID);
    assertThat(refused)
        .hasMessageStartingWith("spec.name: ")
        .hasMessageContaining("lower_case_table_names");
    DatabaseSpec spec = Lab.database(name, Map.of()).build();
    converge(lab.databases(), spec);
    assertThat(server.ask("SELECT SCHEMA_NAME FROM information_schema.SCHEMATA")).contains(name);
    assertThat(Lab.remove(lab.databases(), spec, DropMode.DROP).failure()).isEmpty();
  }

  @Test
  void namesInGrantsAreComparedAsTheServerDoes() throws Exception {
    converge(lab.databases(), Lab.database(name, Map.of()).build());
    server.execute("CREATE TABLE " + name + ".Orders (id INT)");
    converge(
        lab.session.capability(Users.class).orElseThrow(),
        UserSpec.builder(name, Lab.owner(name)).password(PASSWORD, true).build());
    Grants grants = lab.session.capability(Grants.class).orElseThrow();
    String upper = name.toUpperCase(Locale.ROOT);
    converge(grants, grant(upper, "ORDERS").build());
    try (var connection = server.connect(name, PASSWORD.reveal(), "");
        var statement = connection.createStatement()) {
      assertThat(statement.execute("SELECT id FROM " + name + ".orders")).isTrue();
    }
    Plan same = grants.plan(grant(name, "orders").build());
    assertThat(same.isEmpty()).as("the same table").isTrue();
    Set<ChangeId> issued = Set.copyOf(same.claims());
    converge(
        grants,
        GrantSpec.builder(
                name,
                Lab.owner("grant"),
                Claim.of(Kind.USER, Lab.owner(name), Section.empty("spec.mysql")))
            .section(Lab.section(Map.of("grants", List.of())))
            .issued(issued)
            .build());
    assertThat(
            server.askAll("SELECT Table_name FROM mysql.tables_priv WHERE User = '" + name + "'"))
        .isEmpty();
  }
}
