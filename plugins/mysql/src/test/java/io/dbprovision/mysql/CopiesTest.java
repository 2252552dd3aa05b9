package io.dbprovision.mysql;

import static io.dbprovision.mysql.Lab.failure;
import static org.assertj.core.api.Assertions.assertThat;

import io.dbprovision.spi.CopyScope;
import io.dbprovision.spi.Credentials;
import io.dbprovision.spi.Dump;
import io.dbprovision.spi.DumpRequest;
import io.dbprovision.spi.EngineContext;
import io.dbprovision.spi.EngineException;
import io.dbprovision.spi.ErrorKind;
import io.dbprovision.spi.Kind;
import io.dbprovision.spi.LogicalDump;
import io.dbprovision.spi.LogicalRestore;
import io.dbprovision.spi.SecretText;
import io.dbprovision.spi.Session;
import io.dbprovision.spi.TlsMode;
import io.dbprovision.spi.TlsSettings;
import io.dbprovision.spi.Validation;
import io.dbprovision.spi.testkit.TestContext;
import io.dbprovision.spi.testkit.ToolContext;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** What the fields of a backup's block do, and what is refused. */
@ParameterizedClass
@EnumSource
class CopiesTest extends CopyLab {
  private static final String TRUSTED = "javax.net.ssl.trustStore";
  private static final String TRUSTED_PASSWORD = "javax.net.ssl.trustStorePassword";

  CopiesTest(Product product) {
    super(product);
  }

  @Test
  void whatIsAskedForIsCopiedAndNothingElse() throws IOException {
    Copy whole = dump(Map.of());
    assertThat(whole.text()).contains("`kept`", "`dropped`", "PROCEDURE `p`", "EVENT `e`");
    assertThat(whole.summary().contents().rows()).isEqualTo(Map.of("kept", 2L, "dropped", 1L));
    assertThat(whole.summary().warnings()).isEmpty();
    assertThat(dump(Map.of()).text()).as("the same data, the same copy").isEqualTo(whole.text());

    Copy without = dump(Map.of("excludeTables", List.of("dropped"), "routines", false));
    assertThat(without.text()).contains("`kept`").doesNotContain("`dropped`", "PROCEDURE");
    assertThat(without.summary().contents().isKnown()).isFalse();
    Copy only = dump(Map.of("tables", List.of("dropped"), "events", false, "triggers", false));
    assertThat(only.text()).contains("`dropped`").doesNotContain("`kept`", "EVENT", "TRIGGER");
    assertThat(dump(Map.of("extendedInsert", false)).text()).contains("VALUES (1);");
    assertThat(dump(Map.of("singleTransaction", false)).summary().warnings()).hasSize(1);
    assertThat(dump(Map.of("lockTables", true)).summary().warnings())
        .singleElement()
        .asString()
        .contains("spec.mysql.lockTables");
    assertThat(failure(() -> dumpUnchecked(Map.of("tables", List.of("nowhere")))).path())
        .contains("spec.mysql.tables");
  }

  @Test
  void whatCannotBeDoneIsRefusedWithTheField() {
    assertThat(problems(Map.of("method", "xtrabackup"))).containsExactly("spec.mysql.method");
    assertThat(problems(Map.of("method", "mysqlpump"))).containsExactly("spec.mysql.method");
    assertThat(problems(Map.of("setGtidPurged", "ON"))).containsExactly("spec.mysql.setGtidPurged");
    assertThat(problems(Map.of("setGtidPurged", "AUTO", "method", "mysqldump"))).isEmpty();
    assertThat(problems(Map.of("databases", List.of("a", "b"))))
        .containsExactly("spec.mysql.databases");
    EngineException other =
        failure(() -> dumps().admit(scope(block(Map.of("databases", List.of("other"))), soon())));
    assertThat(other.path()).contains("spec.mysql.databases");
    assertThat(other.kind()).isEqualTo(ErrorKind.UNSUPPORTED);
  }

  @Test
  void aProgramThatIsNotThereIsMissedByName() {
    EngineContext none = new ToolContext(TestContext.standard(), List.of(folder));
    EngineException missing =
        failure(
            () -> {
              try {
                dump(Map.of(), none);
              } catch (IOException e) {
                throw new IllegalStateException(e);
              }
            });
    assertThat(missing.kind()).isEqualTo(ErrorKind.UNSUPPORTED);
    assertThat(missing.getMessage()).contains("dump", folder.toString(), "--tools-dir");
  }

  @Test
  void whatTheProgramIsToldNobodyElseReads() throws IOException {
    dump(Map.of());
    Path file = folder.resolve("scratch1").resolve("client.cnf");
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
        .isEqualTo("rw-------");
    assertThat(Files.readString(file)).contains("password=").containsPattern("(?m)^ssl");
  }

  @Test
  void withoutACaTheProgramVerifiesByWhatTheMachineTrusts() throws Exception {
    TlsSettings full = TlsSettings.builder(TlsMode.VERIFY_FULL).build();
    CopyScope scope = scope(block(Map.of()), soon());
    Credentials login = dumps().admit(scope);
    trusting(Path.of(server.value("MYTLS"), "ca.crt"));
    try (Session session = verifying(login, full, BackupSuite.tools());
        Dump dump =
            session
                .capability(LogicalDump.class)
                .orElseThrow()
                .begin(new DumpRequest(name, scope.block(), scratch()))) {
      assertThat(new String(dump.stream().readAllBytes(), StandardCharsets.UTF_8)).contains("kept");
      assertThat(dump.finish().warnings()).isEmpty();
      assertThat(Files.readString(folder.resolve("scratch1").resolve("client.cnf")))
          .contains("ssl-ca=")
          .contains(
              server.product() == Product.MYSQL ? "VERIFY_IDENTITY" : "ssl-verify-server-cert");
    } finally {
      System.clearProperty(TRUSTED);
      System.clearProperty(TRUSTED_PASSWORD);
      dumps().dismiss(scope);
    }
  }

  /** As a machine does that has that certificate among its own. */
  private void trusting(Path ca) throws Exception {
    KeyStore store = KeyStore.getInstance("PKCS12");
    store.load(null, null);
    try (InputStream pem = Files.newInputStream(ca)) {
      store.setCertificateEntry(
          "ca", CertificateFactory.getInstance("X.509").generateCertificate(pem));
    }
    Path file = folder.resolve("trusted.p12");
    try (OutputStream stream = Files.newOutputStream(file)) {
      store.store(stream, "changeit".toCharArray());
    }
    System.setProperty(TRUSTED, file.toString());
    System.setProperty(TRUSTED_PASSWORD, "changeit");
  }

  @Test
  void theRightThatIsMissingIsNamed() {
    server.execute(
        "CREATE USER weak_copier@'%' IDENTIFIED BY 'weak-Copier-1'",
        "GRANT SELECT, INSERT, UPDATE, DELETE, CREATE, DROP, SHOW VIEW, TRIGGER, CREATE USER,"
            + " RELOAD ON *.* TO weak_copier@'%' WITH GRANT OPTION");
    Credentials weak = new Credentials("weak_copier", SecretText.of("weak-Copier-1"));
    try (Session session = worker(weak, BackupSuite.tools())) {
      LogicalDump dumps = session.capability(LogicalDump.class).orElseThrow();
      EngineException event = failure(() -> dumps.admit(scope(block(Map.of()), soon())));
      assertThat(event.kind()).isEqualTo(ErrorKind.PERMISSION);
      assertThat(event.getMessage()).contains("EVENT");
      LogicalRestore restores = session.capability(LogicalRestore.class).orElseThrow();
      EngineException alter = failure(() -> restores.prepare(anew(Map.of())));
      assertThat(alter.kind()).isEqualTo(ErrorKind.PERMISSION);
      assertThat(alter.getMessage()).contains("ALTER", "LOCK TABLES");
    }
    restores().abandon(anew(Map.of()));
    dumps().dismiss(scope(block(Map.of()), soon()));
  }

  @Test
  void aLoginWhoseTimeIsOverIsGoneWithTheNextOne() {
    CopyScope over =
        new CopyScope("over-" + name, name, Lab.owner(name), block(Map.of()), Instant.EPOCH);
    Credentials left = dumps().admit(over);
    assertThat(server.letsIn(left.username(), left.password().reveal())).isTrue();
    dumps().admit(scope(block(Map.of()), soon()));
    assertThat(server.letsIn(left.username(), left.password().reveal())).isFalse();
    dumps().dismiss(scope(block(Map.of()), soon()));
    assertThat(
            server.ask("SELECT User FROM mysql.user WHERE User LIKE '|_dbops|_copy%' ESCAPE '|'"))
        .isEmpty();
  }

  private static List<String> problems(Map<String, ?> values) {
    return new MySqlEngine()
        .validate(Kind.BACKUP, block(values)).problems().stream()
            .map(Validation.Problem::path)
            .toList();
  }
}
