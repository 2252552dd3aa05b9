package io.dbprovision.mysql;

import io.dbprovision.mysql.script.ScriptLogin;
import io.dbprovision.spi.Credentials;
import io.dbprovision.spi.Endpoint;
import io.dbprovision.spi.Engine;
import io.dbprovision.spi.EngineContext;
import io.dbprovision.spi.EngineName;
import io.dbprovision.spi.Section;
import io.dbprovision.spi.TlsMode;
import io.dbprovision.spi.TlsSettings;
import io.dbprovision.spi.testkit.BackupContract;
import io.dbprovision.spi.testkit.EngineUnderTest;
import io.dbprovision.spi.testkit.ServerHand;
import io.dbprovision.spi.testkit.TestContext;
import io.dbprovision.spi.testkit.ToolContext;
import io.dbprovision.testservers.ClientPrograms;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Map;

/** The contract of copies on one product, with certificates that are checked on every way. */
abstract class BackupSuite extends BackupContract {
  private final Product product;

  BackupSuite(Product product) {
    this.product = product;
  }

  private TestServer real() {
    return Servers.copies(product);
  }

  private CopiedDatabase database(String name) {
    return new CopiedDatabase(real(), name);
  }

  @Override
  protected EngineUnderTest underTest() {
    return new EngineUnderTest() {
      @Override
      public Engine engine() {
        return new MySqlEngine();
      }

      @Override
      public Endpoint endpoint() {
        TestServer server = real();
        return Endpoint.builder(new EngineName("mysql"), "localhost", server.port(), server.admin())
            .tls(TlsSettings.builder(TlsMode.VERIFY_FULL).ca(ca(server)).build())
            .build();
      }

      @Override
      public EngineContext context() {
        return tools();
      }
    };
  }

  static EngineContext tools() {
    return new ToolContext(
        TestContext.standard(),
        List.of(
            ClientPrograms.folder("mysql-clients").resolve("mysql"),
            ClientPrograms.folder("mysql-clients").resolve("mariadb")));
  }

  static String ca(TestServer server) {
    try {
      return Files.readString(Path.of(server.value("MYTLS"), "ca.crt"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  protected ServerHand server() {
    return new DatabaseHand(real());
  }

  /** With the database goes the login of its scripts, as when the engine drops it. */
  @Override
  protected void forget(String name) {
    server().drop(name);
    real().execute("DROP USER IF EXISTS " + TestServer.identifier(ScriptLogin.name(name)) + "@'%'");
  }

  @Override
  protected void fill(String name) {
    database(name).fill();
  }

  @Override
  protected List<String> content(String name) {
    return database(name).content();
  }

  @Override
  protected String settings(String name) {
    return database(name).settings();
  }

  @Override
  protected void adorn(String name) {
    database(name).adorn();
  }

  @Override
  protected boolean reads(Credentials login, String name) {
    try (Connection connection = real().connect(login.username(), login.password().reveal(), "");
        Statement statement = connection.createStatement()) {
      return statement
          .executeQuery("SELECT id FROM " + TestServer.identifier(name) + ".parent")
          .next();
    } catch (SQLException e) {
      return false;
    }
  }

  @Override
  protected boolean letsIn(Credentials login, String name) {
    return real().letsIn(login.username(), login.password().reveal());
  }

  @Override
  protected List<Section> blocks() {
    return List.of(
        none(),
        Section.of("spec.mysql", Map.of("extendedInsert", false, "quick", false)),
        Section.of("spec.mysql", Map.of("singleTransaction", false, "lockTables", true)));
  }

  @Override
  protected List<Path> dumpPrograms() {
    Path clients = ClientPrograms.folder("mysql-clients");
    return List.of(
        product == Product.MYSQL
            ? clients.resolve("mysql/bin/mysqldump")
            : clients.resolve("mariadb/bin/mariadb-dump"));
  }
}
