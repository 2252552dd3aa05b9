package io.dbprovision.postgres;

import static io.dbprovision.postgres.Lab.failure;
import static org.assertj.core.api.Assertions.assertThat;

import io.dbprovision.spi.Credentials;
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
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.ValueSource;

@ParameterizedClass
@ValueSource(ints = {15, 18})
class ConnectionsTest {
  @Parameter int major;

  private static Session open(Endpoint.Builder endpoint) {
    return new PostgresEngine().open(endpoint.build(), Lab.context());
  }

  private static EngineException refused(Endpoint.Builder endpoint) {
    return failure(() -> open(endpoint).close());
  }

  private Endpoint.Builder plain() {
    TestServer server = PostgresServers.plain(major);
    return Lab.endpoint(server, server.admin());
  }

  @Test
  void theServerSaysWhoItIs() {
    try (Session session = open(plain())) {
      ServerInfo info = session.info();
      assertThat(info.flavour()).isEqualTo("postgres");
      assertThat(info.version()).startsWith(major + ".").doesNotContain(" ");
      assertThat(info.identity().orElseThrow()).matches("\\d{10,}");
      assertThat(info.readOnly()).isFalse();
      assertThat(session.capability(String.class)).isEmpty();
    }
  }

  @Test
  void aSessionThatWasClosedIsOneThatCannotReachTheServer() {
    Session session = open(plain());
    session.close();

    EngineException failure = failure(session::info);

    assertThat(failure.kind()).isEqualTo(ErrorKind.UNREACHABLE);
    assertThat(failure).hasMessageContaining("closed").hasMessageNotContaining("Hikari");
  }

  @Test
  void aWrongPasswordSaysWhereItComesFromAndNotWhatItIs() {
    TestServer server = PostgresServers.plain(major);
    EngineException e =
        refused(
            Lab.endpoint(
                server, new Credentials(server.admin().username(), SecretText.of("Wrong-Pass-1"))));
    assertThat(e.kind()).isEqualTo(ErrorKind.AUTHENTICATION);
    assertThat(e.path()).contains("spec.connection.secretRef");
    assertThat(e).hasMessageContaining("refused the password");
    assertThat(everything(e)).doesNotContain("Wrong-Pass-1");
  }

  private static String everything(Throwable failure) {
    StringBuilder text = new StringBuilder();
    for (Throwable at = failure; at != null; at = at.getCause()) {
      text.append(at);
    }
    return text.toString();
  }

  @Test
  void anUnknownHostAPortNobodyListensOnAndAMissingDatabaseAreToldApart() throws IOException {
    TestServer server = PostgresServers.plain(major);
    EngineName name = new EngineName("postgres");
    EngineException host =
        refused(Endpoint.builder(name, "no-such-host.invalid", server.port(), server.admin()));
    assertThat(host.kind()).isEqualTo(ErrorKind.UNREACHABLE);
    assertThat(host)
        .hasMessageStartingWith("spec.connection.host: ")
        .hasMessageContaining("cannot be resolved");

    int closed;
    try (ServerSocket socket = new ServerSocket(0)) {
      closed = socket.getLocalPort();
    }
    EngineException port = refused(Endpoint.builder(name, server.host(), closed, server.admin()));
    assertThat(port.kind()).isEqualTo(ErrorKind.UNREACHABLE);
    assertThat(port).hasMessageContaining("connection refused");

    EngineException database = refused(plain().database("no_such_database"));
    assertThat(database.path()).contains("spec.connection.database");
    assertThat(database).hasMessageContaining("does not exist");

    EngineException trick =
        refused(Endpoint.builder(name, "localhost/x?loggerLevel=TRACE", 1, server.admin()));
    assertThat(trick.kind()).isEqualTo(ErrorKind.INVALID);
  }

  @Test
  void optionsAreCheckedBeforeAnyConnection() {
    EngineException e = refused(plain().options(Lab.section(Map.of("statementTimeout", "soon"))));
    assertThat(e.kind()).isEqualTo(ErrorKind.INVALID);
    assertThat(e.path()).contains("spec.postgres.statementTimeout");
    assertThat(
            new PostgresEngine()
                .validate(Kind.INSTANCE, Lab.section(Map.of("allowedAttributes", List.of("root"))))
                .problems())
        .singleElement()
        .satisfies(p -> assertThat(p.path()).isEqualTo("spec.postgres.allowedAttributes[0]"));
    try (Session session =
        open(
            plain()
                .options(
                    Lab.section(
                        Map.of(
                            "statementTimeout",
                            "5min",
                            "applicationName",
                            "my app",
                            "connectTimeout",
                            3,
                            "sslMode",
                            "prefer"))))) {
      assertThat(session.info().version()).isNotEmpty();
      assertThat(
              PostgresServers.plain(major)
                  .ask(
                      "postgres",
                      "SELECT count(*) FROM pg_stat_activity WHERE application_name='my app'"))
          .containsExactly("1");
    }
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
    EngineException byOption = refused(plain().options(Lab.section(Map.of("sslMode", "require"))));
    assertThat(byOption).hasMessageContaining("does not offer TLS");
    for (String mode : List.of("disable", "allow", "prefer")) {
      open(plain().options(Lab.section(Map.of("sslMode", mode)))).close();
    }
  }

  private Endpoint.Builder tls(String host, TlsSettings settings) {
    return tls(host, PostgresServers.tls(major).port(), settings);
  }

  private Endpoint.Builder tls(String host, int port, TlsSettings settings) {
    Credentials admin = PostgresServers.tls(major).admin();
    return Endpoint.builder(new EngineName("postgres"), host, port, admin)
        .database("postgres")
        .tls(settings);
  }

  private String pem(String file) {
    try {
      return Files.readString(Path.of(PostgresServers.tls(major).value("PGTLS"), file));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private boolean encrypted(Session session) {
    assertThat(session.info().version()).isNotEmpty();
    return PostgresServers.tls(major)
        .ask(
            "postgres",
            "SELECT ssl FROM pg_stat_ssl JOIN pg_stat_activity USING (pid)"
                + " WHERE usename = 'dbops_admin'")
        .contains("t");
  }

  @Test
  void tlsModesMeanWhatTheySay() throws IOException {
    TlsSettings none = TlsSettings.unspecified();
    try (Session session =
        open(tls("127.0.0.1", none).options(Lab.section(Map.of("sslMode", "disable"))))) {
      assertThat(encrypted(session)).isFalse();
    }
    try (Session session = open(tls("127.0.0.1", none))) {
      assertThat(encrypted(session)).as("preferred by default").isTrue();
    }
    try (Session session = open(tls("127.0.0.1", TlsSettings.builder(TlsMode.REQUIRE).build()))) {
      assertThat(encrypted(session)).isTrue();
    }
    String ca = pem("ca.crt");
    open(tls("127.0.0.1", TlsSettings.builder(TlsMode.VERIFY_CA).ca(ca).build())).close();
    open(tls("localhost", TlsSettings.builder(TlsMode.VERIFY_FULL).ca(ca).build())).close();

    try (Relay relay = new Relay(PostgresServers.tls(major))) {
      TlsSettings full = TlsSettings.builder(TlsMode.VERIFY_FULL).ca(ca).build();
      EngineException otherHost = refused(tls(Relay.HOST, relay.port(), full));
      assertThat(otherHost)
          .hasMessageStartingWith("spec.tls.mode: ")
          .hasMessageContaining("does not name the host");
      TlsSettings require = TlsSettings.builder(TlsMode.REQUIRE).ca(ca).build();
      open(tls(Relay.HOST, relay.port(), require)).close();
      EngineException stricterOption =
          refused(
              tls(Relay.HOST, relay.port(), require)
                  .options(Lab.section(Map.of("sslMode", "verify-full"))));
      assertThat(stricterOption).hasMessageContaining("does not name the host");
    }
    EngineException untrusted =
        refused(tls("localhost", TlsSettings.builder(TlsMode.VERIFY_CA).build()));
    assertThat(untrusted.kind()).isEqualTo(ErrorKind.UNREACHABLE);
    assertThat(untrusted)
        .hasMessageStartingWith("spec.tls.secretRef: ")
        .hasMessageContaining("not trusted");
    EngineException garbage =
        refused(tls("localhost", TlsSettings.builder(TlsMode.VERIFY_CA).ca("nonsense").build()));
    assertThat(garbage.kind()).isEqualTo(ErrorKind.INVALID);
  }

  @Test
  void aServerThatComesBackIsUsedAgainByTheSameSession() {
    try (Lab lab = Lab.on(major)) {
      assertThat(lab.session.info().version()).isNotEmpty();
      lab.server.execute(
          "postgres",
          "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE usename='dbops_admin'");
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
  void clientKeysOfAllUsualFormsAreRead() throws Exception {
    String certificate = pem("client.crt");
    TestServer server = PostgresServers.tls(major);
    String pkcs8 = pem("client.key");
    Process openssl = new ProcessBuilder("openssl", "rsa", "-traditional").start();
    openssl.getOutputStream().write(pkcs8.getBytes(java.nio.charset.StandardCharsets.US_ASCII));
    openssl.getOutputStream().close();
    String pkcs1 =
        new String(
            openssl.getInputStream().readAllBytes(), java.nio.charset.StandardCharsets.US_ASCII);
    assertThat(pkcs1).startsWith("-----BEGIN RSA PRIVATE KEY");
    for (String key : List.of(pkcs8, pkcs1)) {
      try (Session session =
          open(
              tls(
                  "localhost",
                  TlsSettings.builder(TlsMode.VERIFY_FULL)
                      .ca(pem("ca.crt"))
                      .client(certificate, SecretText.of(key))
                      .build()))) {
        assertThat(session.info().version()).isNotEmpty();
        assertThat(
                server.ask(
                    "postgres",
                    "SELECT client_dn FROM pg_stat_ssl JOIN pg_stat_activity USING (pid)"
                        + " WHERE usename = 'dbops_admin'"))
            .contains("/CN=dbops_admin");
      }
    }
  }
}
