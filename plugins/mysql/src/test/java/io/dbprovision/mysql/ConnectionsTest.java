package io.dbprovision.mysql;

import static io.dbprovision.mysql.Lab.failure;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.dbprovision.mysql.connect.Failures;
import io.dbprovision.spi.Credentials;
import io.dbprovision.spi.DatabaseSpec;
import io.dbprovision.spi.DropMode;
import io.dbprovision.spi.Endpoint;
import io.dbprovision.spi.EngineException;
import io.dbprovision.spi.EngineName;
import io.dbprovision.spi.ErrorKind;
import io.dbprovision.spi.Kind;
import io.dbprovision.spi.SecretText;
import io.dbprovision.spi.ServerInfo;
import io.dbprovision.spi.Session;
import io.dbprovision.spi.TlsMode;
import io.dbprovision.spi.TlsSettings;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

@ParameterizedClass
@EnumSource
class ConnectionsTest {
  private final Product product;

  ConnectionsTest(Product product) {
    this.product = product;
  }

  private static Session open(Endpoint.Builder endpoint) {
    return new MySqlEngine().open(endpoint.build(), Lab.context());
  }

  private static EngineException refused(Endpoint.Builder endpoint) {
    return failure(() -> open(endpoint).close());
  }

  private Endpoint.Builder plain() {
    TestServer server = Servers.plain(product);
    return Lab.endpoint(server, server.admin());
  }

  @Test
  void theServerSaysWhichProductItIsWhateverTheManifestSays() {
    TestServer server = Servers.plain(product);
    try (Lab lab = Lab.on(product)) { // MariaDB has an identity when something was done there
      DatabaseSpec first = Lab.database("first_" + product.name, Map.of()).build();
      Lab.converge(lab.databases(), first);
      Lab.remove(lab.databases(), first, DropMode.DROP);
    }
    for (String name : List.of("mysql", "mariadb")) {
      try (Session session =
          open(
              Endpoint.builder(
                  new EngineName(name), server.host(), server.port(), server.admin()))) {
        ServerInfo info = session.info();
        assertThat(info.flavour()).isEqualTo(product.name);
        assertThat(info.version()).matches("\\d+\\.\\d+\\.\\d+");
        assertThat(info.identity().orElseThrow()).matches("[0-9a-f-]{36}");
        assertThat(info.readOnly()).isFalse();
      }
    }
  }

  @Test
  void lookingChangesNothing() {
    TestServer server = Servers.plain(product);
    server.execute("DROP DATABASE IF EXISTS `_dbops`");
    int before = server.generalLog().length();
    try (Lab lab = Lab.on(product)) {
      assertThat(lab.session.info().version()).isNotEmpty();
      assertThat(lab.databases().plan(Lab.database("looked_at", Map.of()).build()).changes())
          .hasSize(1);
    }
    assertThat(server.generalLog().substring(before))
        .contains("SELECT")
        .doesNotContainPattern(
            "\\t(CREATE|ALTER|INSERT|REPLACE|DROP|GRANT|REVOKE|DELETE|UPDATE|KILL)");
  }

  @Test
  void aWrongPasswordSaysWhereItComesFromAndNotWhatItIs() {
    TestServer server = Servers.plain(product);
    EngineException e =
        refused(
            Lab.endpoint(
                server, new Credentials(server.admin().username(), SecretText.of("Wrong-Pass-1"))));
    assertThat(e.kind()).isEqualTo(ErrorKind.AUTHENTICATION);
    assertThat(e.path()).contains("spec.connection.secretRef");
    for (Throwable at = e; at != null; at = at.getCause()) {
      assertThat(at.toString()).doesNotContain("Wrong-Pass-1");
    }
  }

  @Test
  void aUserThatTheServerDoesNotKnowIsALoginProblemWhateverItAsksOfIt() {
    TestServer server = Servers.plain(product);
    for (int i = 0; i < 8; i++) { // MySQL asks unknown names for one plug-in or another
      EngineException e =
          refused(Lab.endpoint(server, new Credentials("nobody" + i, SecretText.of("x"))));
      assertThat(e.kind()).isEqualTo(ErrorKind.AUTHENTICATION);
      assertThat(e.path()).contains("spec.connection.secretRef");
    }
  }

  @Test
  void anUnknownHostAndAPortNobodyListensOnAreToldApart() {
    TestServer server = Servers.plain(product);
    EngineName name = new EngineName("mysql");
    EngineException host =
        refused(Endpoint.builder(name, "no-such-host.invalid", server.port(), server.admin()));
    assertThat(host.kind()).isEqualTo(ErrorKind.UNREACHABLE);
    assertThat(host)
        .hasMessageStartingWith("spec.connection.host: ")
        .hasMessageContaining("cannot be resolved");
    EngineException port = refused(Endpoint.builder(name, server.host(), 1, server.admin()));
    assertThat(port.kind()).isEqualTo(ErrorKind.UNREACHABLE);
    assertThat(port).hasMessageContaining("connection refused");
  }

  @Test
  void nothingOfAManifestIsParsedAsASettingOfTheDriver() {
    TestServer server = Servers.plain(product);
    for (String host :
        List.of(
            "127.0.0.1/x?allowLocalInfile=true",
            "127.0.0.1:3306/?socketFactory=evil.Class&x=",
            "address=(host=127.0.0.1)(sslMode=trust)",
            "127.0.0.1,other",
            "")) {
      EngineException e =
          refused(Endpoint.builder(new EngineName("mysql"), host, server.port(), server.admin()));
      assertThat(e.kind()).as(host).isEqualTo(ErrorKind.INVALID);
      assertThat(e.path()).contains("spec.connection.host");
    }
    EngineException user =
        refused(
            Lab.endpoint(server, new Credentials("a&allowLocalInfile=true", SecretText.of("x"))));
    assertThat(user.kind()).isEqualTo(ErrorKind.AUTHENTICATION);
    for (String option :
        List.of("allowLoadLocalInfile", "allowLocalInfile", "socketFactory", "serverSslCert")) {
      EngineException e = refused(plain().options(Lab.section(Map.of(option, "true"))));
      assertThat(e.kind()).isEqualTo(ErrorKind.INVALID);
      assertThat(e.path()).contains("spec.mysql." + option);
    }
  }

  @Test
  void optionsAreCheckedBeforeAnyConnection() {
    assertThat(
            new MySqlEngine()
                .validate(
                    Kind.INSTANCE,
                    Lab.section(
                        Map.of(
                            "tls", "maybe",
                            "timeout", "soon",
                            "collation", "latin1_bin",
                            "charset", "latin1")))
                .problems())
        .extracting(problem -> problem.path().replace("spec.mysql.", "") + " " + problem.kind())
        .containsExactlyInAnyOrder(
            "tls INVALID", "timeout INVALID", "collation INVALID", "charset UNSUPPORTED");
    EngineException e = refused(plain().options(Lab.section(Map.of("readTimeout", "-1s"))));
    assertThat(e.kind()).isEqualTo(ErrorKind.INVALID);
    assertThat(e.path()).contains("spec.mysql.readTimeout");
    EngineException collation =
        refused(plain().options(Lab.section(Map.of("collation", "utf8mb4_no_such_ci"))));
    assertThat(collation.path()).contains("spec.mysql.collation");
    assertThat(collation.kind()).isEqualTo(ErrorKind.INVALID);
    open(plain()
            .options(
                Lab.section(
                    Map.of(
                        "charset", "utf8mb4",
                        "collation", "utf8mb4_unicode_ci",
                        "parseTime", true,
                        "readTimeout", "1m30s",
                        "timeout", "5s",
                        "writeTimeout", "500ms",
                        "tls", "preferred"))))
        .close();
  }

  @Test
  void aServerWithoutTlsIsRefusedByTheModesThatAskForIt() {
    for (TlsMode mode : List.of(TlsMode.REQUIRE, TlsMode.VERIFY_CA, TlsMode.VERIFY_FULL)) {
      EngineException e = refused(plain().tls(TlsSettings.builder(mode).build()));
      assertThat(e.kind()).isEqualTo(ErrorKind.UNREACHABLE);
      assertThat(e)
          .hasMessageStartingWith("spec.tls.mode: ")
          .hasMessageContaining("does not offer TLS");
    }
    for (String mode : List.of("required", "skip-verify")) {
      assertThat(refused(plain().options(Lab.section(Map.of("tls", mode)))))
          .hasMessageContaining("does not offer TLS");
    }
    for (String mode : List.of("disabled", "preferred")) {
      open(plain().options(Lab.section(Map.of("tls", mode)))).close();
    }
  }

  @Test
  void aSessionWhoseConnectionsWereKilledGoesOn() {
    try (Lab lab = Lab.on(product)) {
      assertThat(lab.session.info().version()).isNotEmpty();
      for (String id :
          lab.server.ask(
              "SELECT Id FROM information_schema.PROCESSLIST WHERE USER = 'dbops_admin'")) {
        lab.server.execute("KILL " + id);
      }
      // the first use may meet the dead connection, later ones may not
      try {
        lab.session.info();
      } catch (EngineException e) {
        assertThat(e.kind()).isEqualTo(ErrorKind.UNREACHABLE);
      }
      assertThat(lab.session.info().version()).isNotEmpty();
    }
  }

  @Test
  void aConnectionThatTheServerClosedMeansThatItCannotBeReachedAndNotThatTheManifestIsWrong()
      throws SQLException {
    TestServer server = Servers.plain(product);
    Credentials admin = server.admin();
    Connection connection = server.connect(admin.username(), admin.password().reveal(), "mysql");
    connection.close();
    // as the pool does it when a connection does not answer it, and the driver has closed it for
    // that
    SQLException refused =
        catchThrowableOfType(
            SQLException.class, () -> connection.setNetworkTimeout(Runnable::run, 5_000));
    EngineException e = Failures.of(refused);
    assertThat(e.kind()).isEqualTo(ErrorKind.UNREACHABLE);
    assertThat(e).hasMessageContaining("the server closed it").hasMessageContaining("tried again");
  }

  @Test
  void ourSessionsMeanTheSameWhateverTheServersDefaultsAre() {
    TestServer server = Servers.plain(product);
    server.execute(
        "SET GLOBAL sql_mode = 'ANSI_QUOTES'",
        "SET GLOBAL time_zone = '+05:00'",
        "SET GLOBAL sql_select_limit = 1");
    try (Lab lab = Lab.on(product)) {
      assertThat(lab.databases().names()).contains("mysql", "information_schema");
      Lab.converge(
          lab.databases(),
          Lab.database("odd_" + product.name, Map.of()).comment("a\\' \"b\" \\").build());
    } finally {
      server.execute(
          "SET GLOBAL sql_mode = DEFAULT",
          "SET GLOBAL time_zone = DEFAULT",
          "SET GLOBAL sql_select_limit = DEFAULT",
          "DROP DATABASE odd_" + product.name);
    }
  }
}
