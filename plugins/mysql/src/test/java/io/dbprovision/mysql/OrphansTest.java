package io.dbprovision.mysql;

import static io.dbprovision.mysql.Lab.all;
import static io.dbprovision.mysql.Lab.converge;
import static io.dbprovision.mysql.Lab.failure;
import static io.dbprovision.mysql.Lab.paths;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.dbprovision.spi.ChangeId;
import io.dbprovision.spi.DropMode;
import io.dbprovision.spi.EngineException;
import io.dbprovision.spi.ErrorKind;
import io.dbprovision.spi.Plan;
import io.dbprovision.spi.RoleSpec;
import io.dbprovision.spi.Roles;
import io.dbprovision.spi.SecretText;
import io.dbprovision.spi.UserSpec;
import io.dbprovision.spi.Users;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** Who else may have made what a user's name stands for, and what stays when it goes. */
@ParameterizedClass
@EnumSource
class OrphansTest {
  private static final SecretText PASSWORD = SecretText.of("Orphan-4711");

  private final Product product;
  private final Lab lab;
  private final Users users;
  private final String name = "app" + Long.toString(System.nanoTime(), 36);
  private final String database = "db" + name;

  OrphansTest(Product product) {
    this.product = product;
    lab = Lab.on(product);
    users = lab.session.capability(Users.class).orElseThrow();
    lab.server.execute("CREATE DATABASE " + database);
  }

  @AfterEach
  void close() {
    lab.server.execute("DROP DATABASE " + database);
    new UserHand(lab.server).drop(name);
    lab.close();
  }

  private UserSpec.Builder user(String... hosts) {
    return UserSpec.builder(name, Lab.owner(name))
        .section(Lab.section(Map.of("allowedHosts", List.of(hosts))))
        .password(PASSWORD, true);
  }

  private void define(String host) {
    lab.server.execute(
        "CREATE DEFINER = "
            + name
            + "@'"
            + host
            + "' PROCEDURE "
            + database
            + ".p() SELECT CURRENT_USER()");
  }

  private EngineException removed(UserSpec spec) {
    return Lab.remove(users, spec, DropMode.DROP).failure().orElseThrow();
  }

  private EngineException applied(UserSpec spec) {
    Plan plan = users.plan(spec);
    return users.apply(plan, all(plan)).failure().orElseThrow();
  }

  @Test
  void anOpenSessionOfAUserThatIsRemovedDefinesNothingAnyMore() throws SQLException {
    converge(users, user("%").build());
    lab.server.execute("GRANT CREATE ROUTINE ON " + database + ".* TO " + name);
    try (Connection session = lab.server.connect(name, PASSWORD.reveal(), database);
        Statement statement = session.createStatement()) {
      assertThat(Lab.remove(users, user("%").build(), DropMode.DROP).failure()).isEmpty();
      assertThatThrownBy(() -> statement.execute("CREATE PROCEDURE p() SELECT 1"))
          .isInstanceOf(SQLException.class);
    }
    assertThat(lab.server.ask("SHOW PROCEDURE STATUS WHERE Db = '" + database + "'")).isEmpty();
  }

  @Test
  void aUserThatDefinesSomethingStaysAsItIs() {
    converge(users, user("%").build());
    define("%");
    EngineException refused = removed(user("%").build());
    assertThat(refused.kind()).isEqualTo(ErrorKind.CONFLICT);
    assertThat(refused).hasMessageContaining(database + ".p");
    assertThat(lab.server.letsIn(name, PASSWORD.reveal())).isTrue();
    lab.server.execute("DROP PROCEDURE " + database + ".p");
    assertThat(Lab.remove(users, user("%").build(), DropMode.DROP).failure()).isEmpty();
  }

  @Test
  void whatAnEarlierUserOfTheNameDefinedKeepsTheNameFromTheNext() {
    converge(users, user("%").build());
    define("%");
    lab.server.execute("DROP USER " + name + "@'%'");
    EngineException refused = applied(user("%").build());
    assertThat(refused.kind()).isEqualTo(ErrorKind.CONFLICT);
    assertThat(refused).hasMessageContaining("DEFINER");
    assertThat(new UserHand(lab.server).exists(name)).isFalse();
    lab.server.execute("DROP PROCEDURE " + database + ".p");
    converge(users, user("%").build());
  }

  @Test
  void aHostIsNotTakenAwayFromWhatItsAccountDefines() {
    converge(users, user("%", "10.0.0.%").build());
    define("10.0.0.%");
    Set<ChangeId> issued = Set.copyOf(users.plan(user("%", "10.0.0.%").build()).claims());
    UserSpec less = user("%").issued(issued).build();
    EngineException refused = applied(less);
    assertThat(refused.kind()).isEqualTo(ErrorKind.CONFLICT);
    assertThat(refused.path()).contains("spec.mysql.allowedHosts");
    assertThat(refused).hasMessageContaining(database + ".p");
    lab.server.execute("DROP PROCEDURE " + database + ".p");
    converge(users, less);
  }

  @Test
  void aStrangersLoginBehindAnAnnouncementIsNotOurs() {
    converge(users, user("%").build());
    lab.server.execute(
        "UPDATE `_dbops`.`owner` SET `intent` = 1, `comment` = (SELECT"
            + " SHA2(authentication_string, 256) FROM mysql.user WHERE User = '"
            + name
            + "') WHERE `name` = '"
            + name
            + "'",
        "DROP USER " + name + "@'%'",
        "CREATE USER " + name + "@'%' IDENTIFIED BY 'Strangers-4711'");
    assertThat(failure(() -> users.plan(user("%").build())).kind()).isEqualTo(ErrorKind.CONFLICT);
    assertThat(users.removal(user("%").build(), DropMode.FORCE).isEmpty()).isTrue();
    assertThat(lab.server.letsIn(name, "Strangers-4711")).isTrue();
  }

  @Test
  void whatWasMadeOfSeveralAccountsIsGoneOnFrom() {
    Plan plan = users.plan(user("10.0.0.%", "127.0.0.1").build());
    lab.server.execute("CREATE USER " + name + "@'127.0.0.1' IDENTIFIED BY 'Strangers-4711'");
    assertThat(users.apply(plan, all(plan)).failure().orElseThrow().kind())
        .isEqualTo(ErrorKind.CONFLICT);
    assertThat(failure(() -> users.plan(user("10.0.0.%", "127.0.0.1").build())).kind())
        .isEqualTo(ErrorKind.CONFLICT);
    lab.server.execute("DROP USER " + name + "@'127.0.0.1'");
    converge(users, user("10.0.0.%", "127.0.0.1").build());
    assertThat(lab.server.letsIn(name, PASSWORD.reveal())).isTrue();
  }

  @Test
  void anAccountThatWasAddedByHandIsNotDroppedWithTheUser() {
    converge(users, user("10.0.0.%").build());
    lab.server.execute("CREATE USER " + name + "@'127.0.0.1' IDENTIFIED BY 'Strangers-4711'");
    EngineException refused = removed(user("10.0.0.%").build());
    assertThat(refused.kind()).isEqualTo(ErrorKind.CONFLICT);
    assertThat(refused).hasMessageContaining("127.0.0.1");
    assertThat(lab.server.letsIn(name, "Strangers-4711")).isTrue();
    assertThat(lab.server.ask("SELECT Host FROM mysql.user WHERE User = '" + name + "'"))
        .hasSize(2);
    assertThat(Lab.remove(users, user("10.0.0.%", "127.0.0.1").build(), DropMode.DROP).failure())
        .isEmpty();
  }

  @Test
  void whatADbaAsksOfLoginsBeyondTlsIsNotLoosened() {
    converge(users, user("%").build());
    lab.server.execute("ALTER USER " + name + "@'%' REQUIRE ISSUER '/CN=their-ca'");
    for (String field : List.of("requireSSL", "requireX509")) {
      assertThat(users.plan(user().section(Lab.section(Map.of(field, true))).build()).isEmpty())
          .as(field)
          .isTrue();
    }
  }

  @Test
  void aNameThatIsARoleIsNoLogins() {
    assumeThat(product).as("on MySQL they are one").isEqualTo(Product.MARIADB);
    String role = "r" + name;
    lab.server.execute("CREATE ROLE " + role);
    try {
      UserSpec spec = UserSpec.builder(role, Lab.owner(role)).password(PASSWORD, true).build();
      EngineException refused = failure(() -> users.plan(spec));
      assertThat(refused.kind()).isEqualTo(ErrorKind.CONFLICT);
      assertThat(refused.path()).contains("spec.username");
    } finally {
      lab.server.execute("DROP ROLE " + role);
    }
  }

  @Test
  void aLoginWithAPasswordIsNoRole() {
    assumeThat(product).as("MariaDB has both apart").isEqualTo(Product.MYSQL);
    converge(users, user("%").build());
    Roles roles = lab.session.capability(Roles.class).orElseThrow();
    EngineException refused =
        failure(
            () ->
                roles.plan(
                    RoleSpec.builder(name, Lab.owner(name))
                        .section(Lab.section(Map.of()))
                        .build()));
    assertThat(refused.kind()).isEqualTo(ErrorKind.CONFLICT);
    assertThat(paths(users.plan(user("%").build()))).isEmpty();
  }
}
