package io.dbprovision.mysql;

import static io.dbprovision.mysql.Lab.all;
import static io.dbprovision.mysql.Lab.converge;
import static io.dbprovision.mysql.Lab.failure;
import static io.dbprovision.mysql.Lab.paths;
import static org.assertj.core.api.Assertions.assertThat;

import io.dbprovision.spi.Credentials;
import io.dbprovision.spi.EngineException;
import io.dbprovision.spi.ErrorKind;
import io.dbprovision.spi.OwnLogin;
import io.dbprovision.spi.Plan;
import io.dbprovision.spi.SecretText;
import io.dbprovision.spi.Session;
import io.dbprovision.spi.UserSpec;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

@ParameterizedClass
@EnumSource
class PasswordsTest extends LoginScene {

  PasswordsTest(Product product) {
    super(product);
  }

  @Test
  void thePluginThatTheApiFillsInMeansTheServersOwnOnMariaDb() {
    converge(users, spec(Map.of("authPlugin", "caching_sha2_password")));
    assertThat(ofAccounts("plugin"))
        .containsExactly(
            product == Product.MARIADB ? "%=mysql_native_password" : "%=caching_sha2_password");
    assertThat(lab.server.letsIn(name, PASSWORD.reveal())).isTrue();
  }

  @Test
  void aPluginOfTheServerIsUsedAndAnotherIsUnsupported() {
    String own = product == Product.MARIADB ? "ed25519" : "sha256_password";
    String foreign = product == Product.MARIADB ? "sha256_password" : "ed25519";
    converge(users, spec(Map.of()));
    Plan change = converge(users, spec(Map.of("authPlugin", own)));
    assertThat(paths(change)).containsExactly("authPlugin");
    assertThat(ofAccounts("plugin")).containsExactly("%=" + own);
    EngineException refused = failure(() -> users.plan(spec(Map.of("authPlugin", foreign))));
    assertThat(refused.kind()).isEqualTo(ErrorKind.UNSUPPORTED);
    assertThat(refused.path()).contains("spec.mysql.authPlugin");
  }

  @Test
  void everyPasswordIsCheckedAsTheServerItselfWouldHaveStoredIt() {
    List<String> plugins =
        product == Product.MARIADB
            ? List.of("mysql_native_password", "ed25519")
            : List.of("caching_sha2_password");
    for (String plugin : plugins) {
      for (String password :
          List.of("x", "pässwörd", "%'\\\"`;", "y".repeat(64), "0123456789abcdef".repeat(8))) {
        UserSpec spec =
            user(Map.of("authPlugin", plugin)).password(SecretText.of(password), false).build();
        Plan plan = users.plan(spec);
        assertThat(users.apply(plan, all(plan)).failure()).isEmpty();
        assertThat(lab.server.letsIn(name, password)).as(plugin + " " + password).isTrue();
        assertThat(lab.server.letsIn(name, password + "x")).isFalse();
      }
    }
  }

  @Test
  void noPasswordReachesTheServersLogs() {
    String password = "Wordless-" + name;
    UserSpec.Builder spec = user(Map.of()).password(SecretText.of(password), false);
    for (int i = 0; i < 2; i++) {
      Plan plan = users.plan(spec.build());
      assertThat(users.apply(plan, all(plan)).failure()).isEmpty();
    }
    assertThat(lab.server.letsIn(name, password)).isTrue();
    assertThat(lab.server.generalLog()).contains(name).doesNotContain(password);
    for (String file : lab.server.ask("SHOW BINARY LOGS")) {
      assertThat(String.join("\n", lab.server.askAll("SHOW BINLOG EVENTS IN '" + file + "'")))
          .doesNotContain(password);
    }
    if (product == Product.MYSQL) {
      assertThat(
              String.join(
                  "\n",
                  lab.server.ask(
                      "SELECT COALESCE(SQL_TEXT, '') FROM"
                          + " performance_schema.events_statements_history")))
          .contains(name)
          .doesNotContain(password);
      assertThat(
              String.join(
                  "\n",
                  lab.server.askAll(
                      "SELECT DIGEST_TEXT, QUERY_SAMPLE_TEXT FROM"
                          + " performance_schema.events_statements_summary_by_digest")))
          .doesNotContain(password);
    }
  }

  @Test
  void theOperatorsOwnPasswordIsChangedWithoutBeingSent() {
    lab.server.execute(
        "CREATE USER " + name + "@'%' IDENTIFIED BY 'First-4711'",
        "GRANT CREATE USER, SELECT, CREATE, INSERT ON *.* TO " + name + "@'%'");
    Credentials first = new Credentials(name, SecretText.of("First-4711"));
    String next = "Next-" + name;
    try (Session session =
        new MySqlEngine().open(Lab.endpoint(lab.server, first).build(), Lab.context())) {
      session.capability(OwnLogin.class).orElseThrow().changePassword(SecretText.of(next));
      assertThat(session.info().version()).as("what is open goes on").isNotEmpty();
    }
    assertThat(lab.server.letsIn(name, next)).isTrue();
    assertThat(lab.server.letsIn(name, "First-4711")).isFalse();
    assertThat(lab.server.generalLog()).doesNotContain(next);
  }

  @Test
  void aFurtherHostHasThePasswordOfTheOthersWhoeverKnowsIt() {
    converge(users, spec(Map.of("allowedHosts", List.of("10.0.0.1"))));
    assertThat(lab.server.letsIn(name, PASSWORD.reveal())).isFalse();
    UserSpec withoutPassword =
        UserSpec.builder(name, Lab.owner(name))
            .section(Lab.section(Map.of("allowedHosts", List.of("10.0.0.1", "%"))))
            .build();
    Plan plan = converge(users, withoutPassword);
    assertThat(paths(plan)).containsExactly("allowedHosts.missing");
    assertThat(plan.changes().getFirst().claim()).isPresent();
    assertThat(lab.server.letsIn(name, PASSWORD.reveal())).isTrue();
  }
}
