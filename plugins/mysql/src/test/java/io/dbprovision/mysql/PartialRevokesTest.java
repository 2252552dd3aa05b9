package io.dbprovision.mysql;

import static io.dbprovision.mysql.Lab.all;
import static io.dbprovision.mysql.Lab.converge;
import static org.assertj.core.api.Assertions.assertThat;

import io.dbprovision.spi.Applied;
import io.dbprovision.spi.Cause;
import io.dbprovision.spi.Change;
import io.dbprovision.spi.ChangeId;
import io.dbprovision.spi.Claim;
import io.dbprovision.spi.ErrorKind;
import io.dbprovision.spi.GrantSpec;
import io.dbprovision.spi.Grants;
import io.dbprovision.spi.Kind;
import io.dbprovision.spi.Plan;
import io.dbprovision.spi.SecretText;
import io.dbprovision.spi.Section;
import io.dbprovision.spi.UserSpec;
import io.dbprovision.spi.Users;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What MySQL takes from an account that it has on the rest of the server. */
class PartialRevokesTest {
  private static final SecretText PASSWORD = SecretText.of("Grants-4711-password");

  private final Lab lab;
  private final Grants grants;
  private final String id = Long.toString(System.nanoTime(), 36);
  private final String name = "app" + id;
  private final String database = "a_b" + id;
  private final String like = "axb" + id;

  PartialRevokesTest() {
    lab = Lab.on(Product.MYSQL, Map.of("allowedPrivileges", List.of("ALL", "GRANT OPTION")));
    grants = lab.session.capability(Grants.class).orElseThrow();
    for (String each : List.of(database, like)) {
      lab.server.execute(
          "CREATE DATABASE " + each, "CREATE TABLE " + each + ".t (id int, Name text)");
    }
    converge(
        lab.session.capability(Users.class).orElseThrow(),
        UserSpec.builder(name, Lab.owner(name)).password(PASSWORD, true).build());
  }

  @AfterEach
  void close() {
    new UserHand(lab.server).drop(name);
    lab.server.execute("DROP DATABASE " + database, "DROP DATABASE " + like);
    lab.close();
  }

  private GrantSpec.Builder grant(List<Map<String, Object>> entries) {
    Claim grantee = Claim.of(Kind.USER, Lab.owner(name), Section.empty("spec.mysql"));
    return GrantSpec.builder(name, Lab.owner("grant"), grantee)
        .section(Lab.section(Map.of("grants", entries)));
  }

  private static Map<String, Object> entry(String level, List<String> privileges) {
    return new HashMap<>(Map.of("level", level, "privileges", privileges));
  }

  private Map<String, Object> on(String level, String... privileges) {
    Map<String, Object> entry = entry(level, List.of(privileges));
    entry.put("database", database);
    return entry;
  }

  private Set<ChangeId> given(Map<String, Object> entry) {
    converge(grants, grant(List.of(entry)).build());
    return Set.copyOf(grants.plan(grant(List.of(entry)).build()).claims());
  }

  private boolean reads(String table) {
    try (var connection = lab.server.connect(name, PASSWORD.reveal(), "");
        var statement = connection.createStatement()) {
      return statement.execute("SELECT id FROM " + table);
    } catch (SQLException e) {
      return false;
    }
  }

  @Test
  void withPartialRevokesANameIsNoPatternEither() {
    lab.server.execute("SET GLOBAL partial_revokes = ON");
    try {
      Set<ChangeId> issued = given(on("database", "SELECT"));
      assertThat(reads(database + ".t")).isTrue();
      assertThat(reads(like + ".t")).isFalse();
      converge(grants, grant(List.of()).issued(issued).build());
      assertThat(reads(database + ".t")).isFalse();
    } finally {
      lab.server.execute("SET GLOBAL partial_revokes = OFF");
    }
  }

  @Test
  void whatAPartialRevokeKeepsFromAUserIsNotGivenToItByAManifest() {
    String revoke = "REVOKE SELECT ON " + database + ".* FROM " + name;
    lab.server.execute("SET GLOBAL partial_revokes = ON");
    try {
      lab.server.execute("GRANT SELECT ON *.* TO " + name, revoke);
      GrantSpec spec = grant(List.of(on("database", "SELECT", "INSERT"))).build();
      Plan plan = grants.plan(spec);
      Applied applied = grants.apply(plan, all(plan));
      assertThat(applied.failure().orElseThrow().kind()).isEqualTo(ErrorKind.PERMISSION);
      assertThat(applied.failure().orElseThrow()).hasMessageContaining("partial revoke");
      assertThat(reads(database + ".t")).as("it is still revoked").isFalse();
      assertThat(reads(like + ".t")).isTrue();
      assertThat(grants.plan(spec).changes()).as("the rest was given").hasSize(1);
      lab.server.execute("GRANT SELECT ON " + database + ".* TO " + name);
      converge(grants, spec);
      converge(grants, grant(List.of(entry("global", List.of("SELECT")))).build());
    } finally {
      lab.server.execute("DROP USER " + name, "SET GLOBAL partial_revokes = OFF");
    }
  }

  @Test
  void whatWasGivenBeforePartialRevokesCameOnIsLostAndGivenAnew() {
    Map<String, Object> entry = on("database", "SELECT");
    Set<ChangeId> issued = given(entry);
    lab.server.execute("SET GLOBAL partial_revokes = ON");
    try {
      assertThat(reads(database + ".t")).as("an escape is none there").isFalse();
      Plan plan = converge(grants, grant(List.of(entry)).issued(issued).build());
      assertThat(plan.changes()).extracting(Change::cause).containsExactly(Cause.ABSENT);
      assertThat(reads(database + ".t")).isTrue();
    } finally {
      lab.server.execute("SET GLOBAL partial_revokes = OFF");
    }
  }

  @Test
  void takingWhatIsHeldTwiceIsNoPartialRevoke() {
    lab.server.execute("SET GLOBAL partial_revokes = ON");
    try {
      converge(grants, grant(List.of(on("database", "SELECT"))).build());
      Set<ChangeId> issued =
          Set.copyOf(grants.plan(grant(List.of(on("database", "SELECT"))).build()).claims());
      lab.server.execute("GRANT SELECT ON *.* TO " + name);
      converge(grants, grant(List.of()).issued(issued).build());
      assertThat(
              lab.server.ask(
                  "SELECT COALESCE(User_attributes, '') FROM mysql.user WHERE User = '"
                      + name
                      + "'"))
          .noneMatch(attributes -> attributes.contains("Restrictions"));
    } finally {
      lab.server.execute("DROP USER " + name, "SET GLOBAL partial_revokes = OFF");
    }
  }
}
