package io.dbprovision.mysql;

import static io.dbprovision.mysql.Lab.all;
import static io.dbprovision.mysql.Lab.converge;
import static org.assertj.core.api.Assertions.assertThat;

import io.dbprovision.spi.Applied;
import io.dbprovision.spi.Claim;
import io.dbprovision.spi.Credentials;
import io.dbprovision.spi.DropMode;
import io.dbprovision.spi.EngineException;
import io.dbprovision.spi.ErrorKind;
import io.dbprovision.spi.GrantSpec;
import io.dbprovision.spi.Grants;
import io.dbprovision.spi.InitScript;
import io.dbprovision.spi.InitScripts;
import io.dbprovision.spi.Kind;
import io.dbprovision.spi.Plan;
import io.dbprovision.spi.RoleSpec;
import io.dbprovision.spi.Roles;
import io.dbprovision.spi.SecretText;
import io.dbprovision.spi.Section;
import io.dbprovision.spi.UserSpec;
import io.dbprovision.spi.Users;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** With the privileges that installations of the earlier operator gave its admin, and no more. */
@ParameterizedClass
@EnumSource
class EarlierAdminTest {
  private static final SecretText PASSWORD = SecretText.of("Earlier-4711");
  private static final String COMMON =
      "CREATE, DROP, ALTER, CREATE USER, RELOAD, PROCESS, SELECT, INSERT, UPDATE, DELETE, SHOW VIEW,"
          + " TRIGGER, LOCK TABLES";

  private final TestServer server;
  private final Lab lab;
  private final String id = Long.toString(System.nanoTime(), 36);
  private final String admin = "eadm" + id;
  private final String name = "app" + id;
  private final String role = "team" + id;
  private final String database = "a_shop" + id;

  EarlierAdminTest(Product product) {
    server = Servers.plain(product);
    server.execute(
        "CREATE USER " + admin + " IDENTIFIED BY '" + PASSWORD.reveal() + "'",
        "GRANT "
            + COMMON
            + (product == Product.MARIADB ? ", CONNECTION ADMIN" : ", CONNECTION_ADMIN, ROLE_ADMIN")
            + " ON *.* TO "
            + admin
            + " WITH GRANT OPTION");
    assertThat(server.letsIn(admin, PASSWORD.reveal())).isTrue();
    lab = Lab.as(server, new Credentials(admin, PASSWORD));
    converge(lab.databases(), Lab.database(database, Map.of()).build());
    converge(users(), user());
  }

  @AfterEach
  void close() {
    assertThat(Lab.remove(users(), user(), DropMode.DROP).failure()).isEmpty();
    assertThat(
            Lab.remove(lab.databases(), Lab.database(database, Map.of()).build(), DropMode.DROP)
                .failure())
        .isEmpty();
    lab.close();
    server.execute("DROP USER " + admin);
  }

  private Users users() {
    return lab.session.capability(Users.class).orElseThrow();
  }

  private UserSpec user() {
    return UserSpec.builder(name, Lab.owner(name)).password(PASSWORD, true).build();
  }

  private GrantSpec grant(Map<String, ?> block) {
    Claim grantee = Claim.of(Kind.USER, Lab.owner(name), Section.empty("spec.mysql"));
    return GrantSpec.builder(name, Lab.owner("grant"), grantee).section(Lab.section(block)).build();
  }

  private Map<String, ?> on(String... privileges) {
    return Map.of(
        "grants",
        List.of(
            Map.of("level", "database", "database", database, "privileges", List.of(privileges))));
  }

  @Test
  void usersRolesAndGrantsComeAndGo() {
    Grants grants = lab.session.capability(Grants.class).orElseThrow();
    Roles roles = lab.session.capability(Roles.class).orElseThrow();
    RoleSpec team =
        RoleSpec.builder(role, Lab.owner(role)).section(Lab.section(on("SELECT"))).build();
    converge(roles, team);
    converge(grants, grant(Map.of("roles", List.of(role))));
    converge(grants, grant(on("SELECT", "INSERT", "UPDATE", "DELETE")));
    assertThat(Lab.remove(roles, team, DropMode.DROP).failure()).isEmpty();
  }

  @Test
  void whatItDoesNotHoldIsNamedAndTheRestIsGiven() {
    Grants grants = lab.session.capability(Grants.class).orElseThrow();
    GrantSpec spec = grant(on("EXECUTE", "SELECT", "INDEX", "INSERT"));
    Plan plan = grants.plan(spec);
    Applied applied = grants.apply(plan, all(plan));
    EngineException refused = applied.failure().orElseThrow();
    assertThat(refused.kind()).isEqualTo(ErrorKind.PERMISSION);
    assertThat(refused).hasMessageContaining("EXECUTE").hasMessageContaining("WITH GRANT OPTION");
    assertThat(Set.copyOf(grants.plan(spec).changes())).hasSize(2);
  }

  @Test
  void scriptsDoWhatItCanPassOn() {
    InitScripts scripts = lab.session.capability(InitScripts.class).orElseThrow();
    assertThat(scripts.run(script("CREATE TABLE t (a INT)", "INSERT INTO t VALUES (1)")).failed())
        .isEmpty();
    assertThat(scripts.run(script("CREATE INDEX i ON t (a)")).failed().orElseThrow().kind())
        .isEqualTo(ErrorKind.PERMISSION);
  }

  private InitScript script(String... entries) {
    return new InitScript(database, Lab.owner(database), List.of(entries), false);
  }

  @Test
  void theDefinerOfAnEventIsNotDropped() {
    server.execute(
        "CREATE DEFINER = "
            + name
            + "@'%' EVENT "
            + database
            + ".tick ON SCHEDULE EVERY 1 DAY DO DO 1");
    assertThat(Lab.remove(users(), user(), DropMode.DROP).failure().orElseThrow().kind())
        .isEqualTo(ErrorKind.CONFLICT);
    server.execute("DROP EVENT " + database + ".tick");
  }
}
