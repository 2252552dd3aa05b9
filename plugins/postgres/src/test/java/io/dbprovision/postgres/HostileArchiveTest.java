package io.dbprovision.postgres;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import io.dbprovision.spi.DatabaseSpec;
import io.dbprovision.spi.DropMode;
import io.dbprovision.spi.EngineException;
import io.dbprovision.spi.ErrorKind;
import io.dbprovision.spi.Load;
import io.dbprovision.spi.LoadRequest;
import io.dbprovision.spi.LogicalRestore;
import io.dbprovision.spi.RestorePlace;
import io.dbprovision.spi.RestoreSpec;
import io.dbprovision.spi.Section;
import io.dbprovision.spi.Session;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.ValueSource;

/** Archives of format directory that name files outside of themselves. */
@ParameterizedClass
@ValueSource(ints = {15, 18})
class HostileArchiveTest {
  private static final Section NONE = Section.empty("spec.postgres");
  private static final Section DIRECTORY = CopyDesk.block(Map.of("format", "directory"));
  private static final Section BY_TWO = CopyDesk.block(Map.of("format", "directory", "jobs", 2));
  private static final String SOURCE = "archive_source";

  private final TestServer server;
  private final Lab admin;
  private final CopyDesk desk;
  private final DatabaseSpec source;

  HostileArchiveTest(int major, @TempDir Path folder) {
    this.server = PostgresServers.plain(major);
    this.admin = Lab.on(major);
    this.desk = new CopyDesk(admin, folder);
    this.source =
        Lab.database(
                SOURCE, Map.of("ownership", Map.of("autoOwnership", true, "dropOnDelete", true)))
            .build();
    Lab.converge(admin.databases(), source);
    server.execute(
        SOURCE,
        "SET ROLE " + CopyLab.OWNER.formatted(SOURCE),
        "CREATE TABLE public.t (said text)",
        "INSERT INTO public.t VALUES ('own')",
        "SELECT lo_from_bytea(4711, 'own')");
  }

  @AfterEach
  void drop() {
    Lab.remove(admin.databases(), source, DropMode.FORCE);
    admin.close();
  }

  private byte[] archive() throws IOException {
    return desk.dump(SOURCE, DIRECTORY).bytes;
  }

  /** The first that the pattern finds becomes a path of the same length, to a file beside. */
  private static byte[] misled(byte[] tar, String name, String path) {
    String text = new String(tar, ISO_8859_1);
    Matcher found = Pattern.compile(name).matcher(text);
    assertThat(found.find()).as(name).isTrue();
    String longer = path + "x".repeat(found.group(1).length() - path.length());
    return (text.substring(0, found.start(1)) + longer + text.substring(found.end(1)))
        .getBytes(ISO_8859_1);
  }

  private EngineException refused(byte[] tar) {
    return Lab.failure(
        () -> {
          RestoreSpec spec = desk.spec("archive_anew", NONE).build();
          try {
            fill(desk.restores().prepare(spec), tar);
          } catch (IOException e) {
            throw new UncheckedIOException(e);
          } finally {
            desk.restores().abandon(spec);
          }
        });
  }

  private void fill(RestorePlace place, byte[] tar) throws IOException {
    Path scratch = desk.scratch();
    for (int more = 0; more < 12; more++) {
      Files.writeString(scratch.resolve("s" + "x".repeat(more)), "stolen\n");
    }
    try (Session session = desk.worker(place.login(), place.database());
        Load load =
            session
                .capability(LogicalRestore.class)
                .orElseThrow()
                .begin(new LoadRequest(place.database(), NONE, "directory", scratch))) {
      try (OutputStream stream = load.stream()) {
        stream.write(tar);
      } catch (IOException e) {
        // finish tells why
      }
      load.finish();
      throw new AssertionError(
          "it was restored: "
              + server.ask(
                  place.database(),
                  "SELECT said FROM public.t UNION ALL"
                      + " SELECT convert_from(lo_get(4711), 'UTF8')"));
    }
  }

  private static void assertRefused(EngineException refused) {
    assertThat(refused.kind()).as(refused.getMessage()).isEqualTo(ErrorKind.INVALID);
    assertThat(refused.getMessage()).contains("names a file outside of itself");
  }

  @Test
  void aTablesRowsAreReadFromNoOtherFile() throws IOException {
    assertRefused(refused(misled(archive(), "\0(\\d+\\.dat)", "../s")));
  }

  @Test
  void aLargeObjectIsReadFromNoOtherFile() throws IOException {
    assertRefused(refused(misled(archive(), "4711 (blob_4711\\.dat)", "../s")));
  }

  @Test
  void whatPgDumpWroteIsRestored() throws IOException {
    for (Section block : new Section[] {DIRECTORY, BY_TWO}) {
      RestoreSpec spec = desk.spec("archive_anew", NONE).build();
      desk.restore(spec, "directory", desk.dump(SOURCE, block).bytes);
      assertThat(server.ask("archive_anew", "SELECT said FROM public.t")).containsExactly("own");
      assertThat(server.ask("archive_anew", "SELECT convert_from(lo_get(4711), 'UTF8')"))
          .containsExactly("own");
      new CopyLab(server).forget("archive_anew");
    }
  }
}
