package io.dbprovision.mysql;

import static io.dbprovision.mysql.Lab.all;
import static io.dbprovision.mysql.Lab.converge;
import static io.dbprovision.mysql.Lab.failure;
import static io.dbprovision.mysql.Lab.paths;
import static org.assertj.core.api.Assertions.assertThat;

import io.dbprovision.spi.Cause;
import io.dbprovision.spi.Change;
import io.dbprovision.spi.DropMode;
import io.dbprovision.spi.EngineException;
import io.dbprovision.spi.ErrorKind;
import io.dbprovision.spi.Kind;
import io.dbprovision.spi.LoginSessions;
import io.dbprovision.spi.Plan;
import io.dbprovision.spi.Provenance;
import io.dbprovision.spi.Risk;
import io.dbprovision.spi.UserSpec;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

@ParameterizedClass
@EnumSource
class UsersTest extends LoginScene {

  UsersTest(Product product) {
    super(product);
  }

  @Test
  void theHostsOfAUserAreOneIdentity() {
    Map<String, Object> two =
        Map.of("allowedHosts", List.of("127.0.0.1", "10.0.0.%"), "maxUserConnections", 7);
    converge(users, spec(two));
    assertThat(ofAccounts("max_user_connections")).containsExactly("10.0.0.%=7", "127.0.0.1=7");
    assertThat(lab.server.letsIn(name, PASSWORD.reveal())).isTrue();

    converge(
        users,
        spec(Map.of("allowedHosts", List.of("127.0.0.1", "10.0.0.%"), "maxUserConnections", 8)));
    assertThat(ofAccounts("max_user_connections")).containsExactly("10.0.0.%=8", "127.0.0.1=8");

    assertThat(Lab.remove(users, spec(two), DropMode.DROP).failure()).isEmpty();
    assertThat(ofAccounts("plugin")).isEmpty();
  }

  @Test
  void aHostThatIsNoLongerAllowedLosesItsAccountAndTheOthersStay() {
    converge(users, spec(Map.of("allowedHosts", List.of("127.0.0.1", "App.Example.com"))));
    UserSpec less =
        user(Map.of("allowedHosts", List.of("127.0.0.1")))
            .issued(
                Set.copyOf(
                    users
                        .plan(spec(Map.of("allowedHosts", List.of("127.0.0.1", "App.Example.com"))))
                        .claims()))
            .build();
    Plan plan = users.plan(less);
    assertThat(plan.changes()).extracting(Change::cause).containsExactly(Cause.EXTRA);
    assertThat(plan.changes()).extracting(Change::actual).containsExactly("app.example.com");
    assertThat(plan.changes()).extracting(Change::risk).containsExactly(Risk.DESTRUCTIVE);
    converge(users, less);
    assertThat(ofAccounts("plugin")).hasSize(1);
    assertThat(lab.server.letsIn(name, PASSWORD.reveal())).isTrue();
  }

  @Test
  void limitsAndTransportAreMadeAndDriftIsPutRight() {
    Map<String, Object> options =
        Map.of(
            "maxQueriesPerHour", 10,
            "maxUpdatesPerHour", 9,
            "maxConnectionsPerHour", 8,
            "maxUserConnections", 7,
            "requireSSL", true);
    converge(users, spec(options));
    String limits =
        "CONCAT_WS(' ', max_questions, max_updates, max_connections, max_user_connections,"
            + " ssl_type)";
    assertThat(ofAccounts(limits)).containsExactly("%=10 9 8 7 ANY");

    lab.server.execute("ALTER USER " + name + "@'%' REQUIRE NONE WITH MAX_QUERIES_PER_HOUR 0");
    assertThat(paths(users.plan(spec(options)))).containsExactly("requireSSL", "maxQueriesPerHour");
    converge(users, spec(options));
    assertThat(ofAccounts(limits)).containsExactly("%=10 9 8 7 ANY");

    converge(users, spec(Map.of("requireX509", true, "maxQueriesPerHour", 0)));
    assertThat(ofAccounts(limits)).containsExactly("%=0 9 8 7 X509");
    converge(users, spec(Map.of("requireX509", false, "requireSSL", false)));
    assertThat(ofAccounts(limits)).containsExactly("%=0 9 8 7 ");
  }

  @Test
  void aLockedAccountLetsNobodyInAndIsUnlockedAgain() {
    converge(users, spec(Map.of("accountLocked", true)));
    assertThat(lab.server.letsIn(name, PASSWORD.reveal())).isFalse();
    converge(users, spec(Map.of("accountLocked", false)));
    assertThat(lab.server.letsIn(name, PASSWORD.reveal())).isTrue();
    converge(users, user(Map.of("accountLocked", false)).locked(true).build());
    assertThat(lab.server.letsIn(name, PASSWORD.reveal())).isFalse();
  }

  @Test
  void lockingOutIsMySqlsAndSaidToBeImpossibleOnMariaDb() {
    Map<String, Object> options = Map.of("failedLoginAttempts", 2, "passwordLockTime", 1);
    if (product == Product.MARIADB) {
      Lab.apply(users, spec(options));
      Plan plan = users.plan(spec(options));
      assertThat(paths(plan)).containsExactly("failedLoginAttempts", "passwordLockTime");
      assertThat(plan.changes()).extracting(Change::risk).containsOnly(Risk.IMMUTABLE);
      assertThat(users.apply(plan, all(plan)).failure().orElseThrow().kind())
          .isEqualTo(ErrorKind.UNSUPPORTED);
      assertThat(users.plan(spec(Map.of("failedLoginAttempts", 0))).isEmpty())
          .as("what the API fills in")
          .isTrue();
    } else {
      converge(users, spec(options));
      assertThat(lab.server.letsIn(name, "wrong")).isFalse();
      assertThat(lab.server.letsIn(name, "wrong")).isFalse();
      assertThat(lab.server.letsIn(name, PASSWORD.reveal())).as("locked out").isFalse();
      converge(users, spec(Map.of("failedLoginAttempts", 0, "passwordLockTime", 0)));
      assertThat(lab.server.letsIn(name, PASSWORD.reveal())).isTrue();
    }
  }

  @Test
  void aUserIsDroppedFromUnderItsSessionsAndForceEndsThem() throws Exception {
    converge(users, spec(Map.of()));
    try (var client = lab.server.connect(name, PASSWORD.reveal(), "")) {
      assertThat(Lab.remove(users, spec(Map.of()), DropMode.FORCE).failure()).isEmpty();
      assertThat(client.isValid(1)).isFalse();
    }
  }

  @Test
  void aCrashWhileAUserWasMadeIsGoneOnFrom() {
    converge(users, spec(Map.of()));
    lab.server.execute(
        "UPDATE `_dbops`.`owner` SET `intent` = 1, `comment` = (SELECT"
            + " SHA2(authentication_string, 256) FROM mysql.user WHERE User = '"
            + name
            + "') WHERE `name` = '"
            + name
            + "'");
    assertThat(paths(converge(users, spec(Map.of())))).containsExactly("ownershipRecord");
    lab.server.execute(
        "DROP USER " + name + "@'%'",
        "UPDATE `_dbops`.`owner` SET `intent` = 1 WHERE `name` = '" + name + "'");
    converge(users, spec(Map.of()));
  }

  @Test
  void anAdoptedUserKeepsItsPasswordPluginAndLimits() {
    new UserHand(lab.server).create(name);
    String before = new UserHand(lab.server).describe(name);
    UserSpec adopted =
        UserSpec.builder(name, Lab.owner(name)).provenance(Provenance.adopted(null)).build();
    converge(users, adopted);
    assertThat(new UserHand(lab.server).describe(name)).isEqualTo(before);
  }

  @Test
  void whatCannotWorkIsRefusedWithItsField() {
    for (String bad : List.of("x".repeat(129), "root", "mysql.sys", "dbops_admin", "a ", " a")) {
      EngineException refused =
          failure(
              () ->
                  users.plan(
                      UserSpec.builder(bad, Lab.owner("x")).password(PASSWORD, true).build()));
      assertThat(refused.kind()).as(bad).isEqualTo(ErrorKind.INVALID);
      assertThat(refused.path()).contains("spec.username");
    }
    assertThat(
            new MySqlEngine()
                .validate(
                    Kind.USER,
                    Lab.section(
                        Map.of(
                            "allowedHosts",
                            List.of("%", "a b", "%", "", "x'y"),
                            "authPlugin",
                            "pam",
                            "maxUserConnections",
                            -1,
                            "passwordLockTime",
                            40000)))
                .problems())
        .extracting(problem -> problem.path().replace("spec.mysql.", ""))
        .containsExactlyInAnyOrder(
            "allowedHosts[1]",
            "allowedHosts[2]",
            "allowedHosts[3]",
            "allowedHosts[4]",
            "authPlugin",
            "maxUserConnections",
            "passwordLockTime");
    EngineException roles = failure(() -> users.plan(user(Map.of()).roles(List.of("r")).build()));
    assertThat(roles.kind()).isEqualTo(ErrorKind.NOT_FOUND);
    assertThat(roles.path()).contains("spec.roles[0]");
  }

  @Test
  void sessionsAreCountedByUser() throws Exception {
    converge(users, spec(Map.of()));
    LoginSessions sessions = lab.session.capability(LoginSessions.class).orElseThrow();
    try (var one = lab.server.connect(name, PASSWORD.reveal(), "");
        var other = lab.server.connect(name, PASSWORD.reveal(), "")) {
      assertThat(one.isValid(1)).isTrue();
      assertThat(other.isValid(1)).isTrue();
      assertThat(sessions.count(List.of(name, "nobody"))).containsExactly(Map.entry(name, 2));
    }
  }

  @Test
  void whoListsNoHostsLeavesThemToOthers() {
    converge(users, spec(Map.of("allowedHosts", List.of("127.0.0.1"))));
    Plan plan = users.plan(spec(Map.of()));
    assertThat(plan.isEmpty()).isTrue();
    assertThat(plan.claims()).isEmpty();
  }
}
