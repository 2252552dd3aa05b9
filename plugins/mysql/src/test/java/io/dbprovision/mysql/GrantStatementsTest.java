package io.dbprovision.mysql;

import static io.dbprovision.mysql.Lab.converge;
import static org.assertj.core.api.Assertions.assertThat;

import io.dbprovision.spi.Claim;
import io.dbprovision.spi.GrantSpec;
import io.dbprovision.spi.Grants;
import io.dbprovision.spi.Kind;
import io.dbprovision.spi.SecretText;
import io.dbprovision.spi.Section;
import io.dbprovision.spi.UserSpec;
import io.dbprovision.spi.Users;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** How much is said to the server. */
@ParameterizedClass
@EnumSource
class GrantStatementsTest {
  private final Lab lab;
  private final Grants grants;
  private final String id = Long.toString(System.nanoTime(), 36);
  private final String name = "app" + id;
  private final String database = "shop" + id;

  GrantStatementsTest(Product product) {
    lab = Lab.on(product);
    grants = lab.session.capability(Grants.class).orElseThrow();
  }

  @BeforeEach
  void makeThem() {
    lab.server.execute(
        "CREATE DATABASE " + database, "CREATE TABLE " + database + ".t (a INT, b INT)");
    converge(
        lab.session.capability(Users.class).orElseThrow(),
        UserSpec.builder(name, Lab.owner(name))
            .password(SecretText.of("Statements-4711"), true)
            .build());
  }

  @AfterEach
  void close() {
    new UserHand(lab.server).drop(name);
    lab.server.execute("DROP DATABASE " + database);
    lab.close();
  }

  private GrantSpec grant(List<Map<String, Object>> entries) {
    Claim grantee = Claim.of(Kind.USER, Lab.owner(name), Section.empty("spec.mysql"));
    return GrantSpec.builder(name, Lab.owner("grant"), grantee)
        .section(Lab.section(Map.of("grants", entries)))
        .build();
  }

  private long given() {
    return lab.server
        .generalLog()
        .lines()
        .filter(line -> line.contains("GRANT ") && line.contains(name) && !line.contains("REVOKE"))
        .count();
  }

  @Test
  void whatIsGivenOnOneThingIsOneStatement() {
    converge(
        grants,
        grant(
            List.of(
                Map.of(
                    "level",
                    "database",
                    "database",
                    database,
                    "privileges",
                    List.of("SELECT", "INSERT", "UPDATE", "DELETE")),
                Map.of(
                    "level",
                    "column",
                    "database",
                    database,
                    "table",
                    "t",
                    "columns",
                    List.of("a", "b"),
                    "privileges",
                    List.of("SELECT", "UPDATE")))));
    assertThat(given()).isEqualTo(2);
  }
}
