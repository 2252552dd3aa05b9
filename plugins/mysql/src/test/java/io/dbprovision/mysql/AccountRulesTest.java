package io.dbprovision.mysql;

import static io.dbprovision.mysql.Lab.all;
import static io.dbprovision.mysql.Lab.converge;
import static io.dbprovision.mysql.Lab.paths;
import static org.assertj.core.api.Assertions.assertThat;

import io.dbprovision.spi.Cause;
import io.dbprovision.spi.Change;
import io.dbprovision.spi.ChangeId;
import io.dbprovision.spi.ErrorKind;
import io.dbprovision.spi.Kind;
import io.dbprovision.spi.Plan;
import io.dbprovision.spi.Risk;
import io.dbprovision.spi.SecretText;
import io.dbprovision.spi.UserSpec;
import io.dbprovision.spi.Validation;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** What a login's certificate has to say, and how old its password may become. */
@ParameterizedClass
@EnumSource
class AccountRulesTest extends LoginScene {
  private static final String ISSUER = "/C=DE/O=It's \"ours\"/CN=Käse";

  AccountRulesTest(Product product) {
    super(product);
  }

  private Set<ChangeId> claims(Map<String, ?> options) {
    return Set.copyOf(users.plan(spec(options)).claims());
  }

  private String required() {
    return one(
        "CONCAT_WS('|', ssl_type, CONVERT(x509_issuer USING utf8mb4), CONVERT(x509_subject USING"
            + " utf8mb4), CONVERT(ssl_cipher USING utf8mb4))");
  }

  private String one(String column) {
    return String.join(
        ";", lab.server.ask("SELECT " + column + " FROM mysql.user WHERE User = '" + name + "'"));
  }

  private String lifetime() {
    return product == Product.MYSQL
        ? one("COALESCE(password_lifetime, 'default')")
        : String.join(
            ";",
            lab.server.ask(
                "SELECT COALESCE(NULLIF(JSON_VALUE(Priv, '$.password_lifetime'), '-1'), 'default')"
                    + " FROM mysql.global_priv WHERE User = '"
                    + name
                    + "'"));
  }

  @Test
  void theTextsOfACertificateAreAskedForAndDriftIsPutRight() {
    Map<String, Object> options =
        Map.of("requireIssuer", ISSUER, "requireSubject", "/CN=app", "requireSSL", true);
    converge(users, spec(options));
    assertThat(required()).isEqualTo("SPECIFIED|" + ISSUER + "|/CN=app|");
    lab.server.execute("ALTER USER " + name + "@'%' REQUIRE SUBJECT '/CN=other'");
    Plan drift = users.plan(spec(options));
    assertThat(paths(drift)).containsExactly("requireIssuer");
    assertThat(drift.changes().getFirst().actual()).contains("subject /CN=other");
    converge(users, spec(options));
    assertThat(required()).isEqualTo("SPECIFIED|" + ISSUER + "|/CN=app|");
    Map<String, Object> cipher = Map.of("requireCipher", "TLS_AES_256_GCM_SHA384");
    assertThat(paths(converge(users, spec(cipher)))).containsExactly("requireIssuer");
    assertThat(required()).isEqualTo("SPECIFIED|||TLS_AES_256_GCM_SHA384");
  }

  @Test
  void whatWasAskedForGoesWithItsFieldsAndWhatOthersAskForStays() {
    Map<String, Object> options = Map.of("requireSubject", "/CN=app");
    converge(users, spec(options));
    Set<ChangeId> issued = claims(options);
    assertThat(users.plan(spec(Map.of())).isEmpty()).as("whoever set it").isTrue();
    Plan back = converge(users, user(Map.of("requireX509", true)).issued(issued).build());
    assertThat(back.changes()).extracting(Change::cause).containsExactly(Cause.EXTRA);
    assertThat(back.changes()).extracting(Change::id).containsAll(issued);
    assertThat(required()).isEqualTo("X509|||");
    converge(users, spec(options));
    converge(users, user(Map.of()).issued(issued).build());
    assertThat(required()).isEqualTo("|||");
  }

  @Test
  void aPasswordsLifetimeIsSetAndLeftToTheServerAgain() {
    Map<String, Object> options = Map.of("passwordLifetimeDays", 90);
    converge(users, spec(options));
    assertThat(lifetime()).isEqualTo("90");
    assertThat(lab.server.letsIn(name, PASSWORD.reveal())).isTrue();
    lab.server.execute("ALTER USER " + name + "@'%' PASSWORD EXPIRE NEVER");
    assertThat(paths(converge(users, spec(options)))).containsExactly("passwordLifetimeDays");
    assertThat(lifetime()).isEqualTo("90");
    converge(users, spec(Map.of("passwordLifetimeDays", 0)));
    assertThat(lifetime()).as("never").isEqualTo("0");
    assertThat(users.plan(spec(Map.of())).isEmpty()).as("others may have set it").isTrue();
    converge(users, user(Map.of()).issued(claims(options)).build());
    assertThat(lifetime()).isEqualTo("default");
  }

  @Test
  void takingPasswordsAgainIsMySqlsToForbidAndSaidToBeImpossibleOnMariaDb() {
    Map<String, Object> options = Map.of("passwordHistory", 5, "passwordReuseIntervalDays", 30);
    if (product == Product.MARIADB) {
      Lab.apply(users, spec(options));
      Plan plan = users.plan(spec(options));
      assertThat(paths(plan)).containsExactly("passwordHistory", "passwordReuseIntervalDays");
      assertThat(plan.changes()).extracting(Change::risk).containsOnly(Risk.IMMUTABLE);
      assertThat(plan.changes().getFirst().summary()).contains("password_reuse_check");
      assertThat(users.apply(plan, all(plan)).failure().orElseThrow().kind())
          .isEqualTo(ErrorKind.UNSUPPORTED);
      assertThat(plan.claims()).isEmpty();
      return;
    }
    String columns =
        "CONCAT(COALESCE(Password_reuse_history, 'd'), ' ', COALESCE(Password_reuse_time, 'd'))";
    converge(users, spec(options));
    assertThat(one(columns)).isEqualTo("5 30");
    Plan more = converge(users, spec(Map.of("passwordHistory", 0, "passwordReuseIntervalDays", 1)));
    assertThat(more.changes()).extracting(Change::cause).containsOnly(Cause.DIFFERS);
    assertThat(one(columns)).isEqualTo("0 1");
    converge(users, user(Map.of("passwordHistory", 2)).issued(claims(options)).build());
    assertThat(one(columns)).isEqualTo("2 d");
  }

  @Test
  void whatIsGivenLaterIsGivenInEveryMode() {
    converge(users, spec(Map.of()));
    Plan plan = users.plan(spec(Map.of("passwordLifetimeDays", 3)));
    assertThat(plan.changes()).extracting(Change::cause).containsExactly(Cause.ABSENT);
    assertThat(plan.changes().getFirst().claim()).isPresent();
  }

  @Test
  void textsThatTheServerCouldMistakeAreRefused() {
    assertThat(
            new MySqlEngine()
                .validate(
                    Kind.USER,
                    Lab.section(
                        Map.of(
                            "requireIssuer", "",
                            "requireSubject", "/CN=a\\'b",
                            "requireCipher", "a\nb",
                            "passwordHistory", -1,
                            "passwordLifetimeDays", 70000)))
                .problems())
        .extracting(Validation.Problem::path)
        .containsExactlyInAnyOrder(
            "spec.mysql.requireIssuer",
            "spec.mysql.requireSubject",
            "spec.mysql.requireCipher",
            "spec.mysql.passwordHistory",
            "spec.mysql.passwordLifetimeDays");
  }

  @Test
  void aLoginOfSeveralHostsHasTwoPasswordsAtEach() {
    if (product == Product.MARIADB) {
      assertThat(users.keepsReplacedPasswords()).isFalse();
      return;
    }
    Map<String, Object> hosts = Map.of("allowedHosts", List.of("127.0.0.1", "10.0.0.%"));
    converge(users, spec(hosts));
    SecretText next = SecretText.of("Next-" + name);
    Lab.apply(users, user(hosts).password(next, false).keepsReplaced(true).build());
    String kept = "JSON_CONTAINS_PATH(User_attributes, 'one', '$.additional_password')";
    assertThat(one(kept)).isEqualTo("1;1");
    assertThat(lab.server.letsIn(name, PASSWORD.reveal())).isTrue();
    assertThat(lab.server.letsIn(name, next.reveal())).isTrue();
    assertThat(lab.server.generalLog()).doesNotContain(next.reveal());
    UserSpec alone = user(hosts).password(next, true).discardsReplaced(true).build();
    assertThat(converge(users, alone).changes())
        .extracting(Change::id)
        .containsExactly(new ChangeId("password.replaced"));
    assertThat(one("COALESCE(" + kept + ", 0)")).isEqualTo("0;0");
    assertThat(lab.server.letsIn(name, PASSWORD.reveal())).isFalse();
  }

  @Test
  void anotherWayToCheckPasswordsLeavesTheOldOneBehind() {
    if (product == Product.MARIADB) {
      return;
    }
    converge(users, spec(Map.of("authPlugin", "caching_sha2_password")));
    SecretText next = SecretText.of("Next-" + name);
    UserSpec other =
        user(Map.of("authPlugin", "sha256_password"))
            .password(next, false)
            .keepsReplaced(true)
            .build();
    Lab.apply(users, other);
    assertThat(lab.server.letsIn(name, PASSWORD.reveal())).isFalse();
    assertThat(one("CONCAT(plugin, COALESCE(User_attributes, ''))")).isEqualTo("sha256_password");
  }
}
