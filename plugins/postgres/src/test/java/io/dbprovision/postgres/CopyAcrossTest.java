package io.dbprovision.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import io.dbprovision.spi.CopyScope;
import io.dbprovision.spi.Credentials;
import io.dbprovision.spi.DatabaseSpec;
import io.dbprovision.spi.Databases;
import io.dbprovision.spi.DropMode;
import io.dbprovision.spi.Dump;
import io.dbprovision.spi.DumpRequest;
import io.dbprovision.spi.Endpoint;
import io.dbprovision.spi.LogicalDump;
import io.dbprovision.spi.Section;
import io.dbprovision.spi.Session;
import io.dbprovision.spi.TlsMode;
import io.dbprovision.spi.TlsSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Dumps of one server restored on another; and how the programs reach a server. */
class CopyAcrossTest {
  private static final Section NONE = Section.empty("spec.postgres");
  private static final Map<String, ?> OWNED =
      Map.of("ownership", Map.of("autoOwnership", true, "dropOnDelete", true));

  @TempDir private Path folder;

  @ParameterizedTest
  @CsvSource({
    "15,18,custom",
    "15,18,plain",
    "15,18,directory",
    "15,18,tar",
    "18,15,custom",
    "18,15,plain",
    "18,15,directory",
    "18,15,tar"
  })
  void aDumpOfOneVersionIsRestoredOnAnotherAndSummedUpAlike(int from, int to, String format)
      throws IOException {
    DatabaseSpec source = Lab.database("across_source", OWNED).build();
    try (Lab old = Lab.on(from);
        Lab anew = Lab.on(to)) {
      CopyLab oldHand = new CopyLab(old.server);
      CopyLab newHand = new CopyLab(anew.server);
      Lab.converge(old.databases(), source);
      oldHand.fill("across_source");
      try {
        CopyDesk.Copied copied =
            new CopyDesk(old, folder)
                .dump("across_source", CopyDesk.block(Map.of("format", format)));
        assertThat(copied.summary.serverVersion()).startsWith(from + ".");
        CopyDesk desk = new CopyDesk(anew, folder);
        CopyDesk.Loaded loaded =
            desk.restore(desk.spec("across_anew", NONE).build(), format, copied.bytes);
        assertThat(loaded.contents()).isEqualTo(copied.summary.contents());
        assertThat(newHand.content("across_anew")).isEqualTo(oldHand.content("across_source"));
      } finally {
        Lab.remove(old.databases(), source, DropMode.FORCE);
        newHand.forget("across_anew");
      }
    }
  }

  @Test
  void theInstancesTlsIsTheProgramsToo() throws IOException {
    TestServer server = PostgresServers.tls(18);
    DatabaseSpec spec = Lab.database("across_tls", OWNED).build();
    String ca = Files.readString(Path.of(server.value("PGTLS"), "ca.crt"));
    TlsSettings tls = TlsSettings.builder(TlsMode.VERIFY_FULL).ca(ca).build();
    Endpoint.Builder endpoint = Lab.endpoint(server, server.admin()).tls(tls);
    try (Session admin = new PostgresEngine().open(endpoint.build(), CopyLab.context())) {
      Databases databases = admin.capability(Databases.class).orElseThrow();
      Lab.converge(databases, spec);
      new CopyLab(server).fill("across_tls");
      LogicalDump dumps = admin.capability(LogicalDump.class).orElseThrow();
      CopyScope scope =
          new CopyScope("tls", "across_tls", Lab.owner("across_tls"), NONE, CopyDesk.soon());
      Credentials login = dumps.admit(scope);
      Path scratch = Files.createDirectory(folder.resolve("tls"));
      try (Session worker =
              new PostgresEngine()
                  .open(
                      Lab.endpoint(server, login).database("across_tls").tls(tls).build(),
                      CopyLab.context());
          Dump dump =
              worker
                  .capability(LogicalDump.class)
                  .orElseThrow()
                  .begin(new DumpRequest("across_tls", NONE, scratch))) {
        assertThat(dump.stream().readNBytes(1000)).hasSize(1000);
        assertThat(
                server.ask(
                    "postgres",
                    "SELECT s.ssl FROM pg_stat_ssl s JOIN pg_stat_activity a ON a.pid = s.pid"
                        + " WHERE a.application_name = 'db-provision-operator copy'"))
            .as("sessions of pg_dump")
            .isNotEmpty()
            .containsOnly("t");
        assertThat(Files.readString(scratch.resolve("ca.crt"))).isEqualTo(ca);
        dump.stream().readAllBytes();
        assertThat(dump.finish().contents().isKnown()).isTrue();
      } finally {
        dumps.dismiss(scope);
        Lab.remove(databases, spec, DropMode.FORCE);
      }
    }
  }
}
