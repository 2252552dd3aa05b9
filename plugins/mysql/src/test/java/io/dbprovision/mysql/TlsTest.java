package io.dbprovision.mysql;

import static io.dbprovision.mysql.Lab.failure;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.dbprovision.spi.Credentials;
import io.dbprovision.spi.Endpoint;
import io.dbprovision.spi.EngineException;
import io.dbprovision.spi.EngineName;
import io.dbprovision.spi.ErrorKind;
import io.dbprovision.spi.SecretText;
import io.dbprovision.spi.Session;
import io.dbprovision.spi.TlsMode;
import io.dbprovision.spi.TlsSettings;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

@ParameterizedClass
@EnumSource
class TlsTest {
  private final Product product;

  TlsTest(Product product) {
    this.product = product;
  }

  private static Session open(Endpoint.Builder endpoint) {
    return new MySqlEngine().open(endpoint.build(), Lab.context());
  }

  private static EngineException refused(Endpoint.Builder endpoint) {
    return failure(() -> open(endpoint).close());
  }

  private Endpoint.Builder tls(String host, int port, TlsSettings settings) {
    Credentials admin = Servers.tls(product).admin();
    return Endpoint.builder(new EngineName("mysql"), host, port, admin).tls(settings);
  }

  private Endpoint.Builder tls(String host, TlsSettings settings) {
    return tls(host, Servers.tls(product).port(), settings);
  }

  private String pem(String file) {
    try {
      return Files.readString(Path.of(Servers.tls(product).value("MYTLS"), file));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Test
  void tlsModesMeanWhatTheySay() throws IOException {
    String ca = pem("ca.crt");
    TestServer server = Servers.tls(product);
    server.execute("ALTER USER 'dbops_admin'@'%' REQUIRE SSL");
    try {
      assertThat(
              refused(
                      tls("127.0.0.1", TlsSettings.unspecified())
                          .options(Lab.section(Map.of("tls", "disabled"))))
                  .kind())
          .as("disabled is no TLS")
          .isEqualTo(ErrorKind.AUTHENTICATION);
      open(tls("127.0.0.1", TlsSettings.unspecified())).close(); // preferred by default
      open(tls("127.0.0.1", TlsSettings.builder(TlsMode.REQUIRE).build())).close();
      open(tls("127.0.0.1", TlsSettings.builder(TlsMode.VERIFY_CA).ca(ca).build())).close();
      open(tls("localhost", TlsSettings.builder(TlsMode.VERIFY_FULL).ca(ca).build())).close();

      try (Relay relay = new Relay(server)) {
        TlsSettings chain = TlsSettings.builder(TlsMode.VERIFY_CA).ca(ca).build();
        open(tls(Relay.HOST, relay.port(), chain)).close();
        TlsSettings full = TlsSettings.builder(TlsMode.VERIFY_FULL).ca(ca).build();
        EngineException otherHost = refused(tls(Relay.HOST, relay.port(), full));
        assertThat(otherHost)
            .hasMessageStartingWith("spec.tls.mode: ")
            .hasMessageContaining("does not name the host");
      }
      for (TlsMode mode : List.of(TlsMode.VERIFY_CA, TlsMode.VERIFY_FULL)) {
        EngineException untrusted = refused(tls("localhost", TlsSettings.builder(mode).build()));
        assertThat(untrusted.kind()).isEqualTo(ErrorKind.UNREACHABLE);
        assertThat(untrusted)
            .hasMessageStartingWith("spec.tls.secretRef: ")
            .hasMessageContaining("not trusted");
      }
      EngineException garbage =
          refused(tls("localhost", TlsSettings.builder(TlsMode.VERIFY_CA).ca("nonsense").build()));
      assertThat(garbage.kind()).isEqualTo(ErrorKind.INVALID);
    } finally {
      server.execute("ALTER USER 'dbops_admin'@'%' REQUIRE NONE");
    }
  }

  @Test
  void whoIsInBetweenGetsNoPasswordByDenyingThatThereIsTls() throws IOException {
    assumeThat(product).as("MariaDB's plug-ins never send the password").isEqualTo(Product.MYSQL);
    TestServer server = Servers.tls(product);
    server.execute(
        "CREATE USER between_us IDENTIFIED WITH caching_sha2_password BY 'Between-4711'",
        "GRANT SELECT, PROCESS ON *.* TO between_us");
    Credentials login = new Credentials("between_us", SecretText.of("Between-4711"));
    try (Relay relay = new Relay(server, true)) {
      EngineName name = new EngineName("mysql");
      EngineException refused =
          refused(Endpoint.builder(name, Relay.HOST, relay.port(), login)); // preferred by default
      assertThat(refused.kind()).isEqualTo(ErrorKind.UNREACHABLE);
      assertThat(refused.path()).contains("spec.mysql.tls");
      open(Endpoint.builder(name, Relay.HOST, relay.port(), login)
              .options(Lab.section(Map.of("tls", "disabled"))))
          .close(); // who says so takes the risk
    } finally {
      server.execute("DROP USER between_us");
    }
  }

  @Test
  void aClientCertificateIsShown() {
    TestServer server = Servers.tls(product);
    server.execute("ALTER USER 'dbops_admin'@'%' REQUIRE SUBJECT '/CN=dbops_admin'");
    try {
      TlsSettings.Builder settings = TlsSettings.builder(TlsMode.VERIFY_FULL).ca(pem("ca.crt"));
      assertThat(refused(tls("localhost", settings.build())).kind())
          .isEqualTo(ErrorKind.AUTHENTICATION);
      open(tls(
              "localhost",
              settings.client(pem("client.crt"), SecretText.of(pem("client.key"))).build()))
          .close();
    } finally {
      server.execute("ALTER USER 'dbops_admin'@'%' REQUIRE NONE");
    }
  }

  @Test
  void aServerThatTakesNoWritesSaysSo() {
    TestServer server = Servers.tls(product);
    server.execute("SET GLOBAL read_only = ON");
    try (Session session = open(tls(server.host(), server.port(), TlsSettings.unspecified()))) {
      assertThat(session.info().readOnly()).isTrue();
    } finally {
      server.execute("SET GLOBAL read_only = OFF");
    }
  }
}
