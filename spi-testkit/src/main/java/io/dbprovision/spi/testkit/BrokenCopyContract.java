package io.dbprovision.spi.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeFalse;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.dbprovision.spi.CopyScope;
import io.dbprovision.spi.Credentials;
import io.dbprovision.spi.Dump;
import io.dbprovision.spi.DumpRequest;
import io.dbprovision.spi.EngineException;
import io.dbprovision.spi.Section;
import io.dbprovision.spi.Session;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * The contract of copies that do not come to their end. A plugin extends {@link BackupContract}.
 */
public abstract class BrokenCopyContract extends LeftoverContract {
  @Test
  public void aToolThatIsKilledIsNoDump() throws IOException {
    assumePrograms();
    String database = filled();
    for (Section block : blocks().stream().filter(block -> !writesFiles(block)).toList()) {
      CopyScope scope = scope(database, block);
      Credentials login = dumps(session()).admit(scope);
      try (Session session =
              underTest().engine().open(worker(login, database), underTest().context());
          Dump dump = dumps(session).begin(new DumpRequest(database, block, scratch()))) {
        StartedTools.assertNoneShows(login.password());
        StartedTools.kill();
        EngineException failure =
            failure(
                () -> {
                  try {
                    dump.stream().readAllBytes();
                  } catch (IOException e) {
                    // as good as an end
                  }
                  dump.finish();
                });
        assertThat(Texts.of(failure)).doesNotContain(login.password().reveal());
      } finally {
        dumps(session()).dismiss(scope);
      }
    }
  }

  @Test
  public void outputThatEndsEarlyIsNoDumpWhateverTheToolSays() throws IOException {
    assumePrograms();
    String database = filled();
    for (Section block : blocks().stream().filter(block -> !writesFiles(block)).toList()) {
      Copy whole = dump(database, block);
      for (long bytes : List.of(0L, 3L, whole.bytes().length / 2L, whole.bytes().length - 1L)) {
        Path tools = scratch();
        for (Path program : dumpPrograms()) {
          CutTools.make(tools, program, bytes);
        }
        ToolContext context = new ToolContext(underTest().context(), List.of(tools));
        EngineException failure = failure(() -> dump(database, block, context));
        assertThat(failure.getMessage()).as("%s, %s bytes", whole.format(), bytes).isNotBlank();
      }
    }
  }

  private void assumePrograms() {
    assumeFalse(dumpPrograms().isEmpty(), "this engine copies without a client program");
  }

  @Test
  public void aCopyThatIsEndedBeforeItsEndIsNoDump() throws IOException {
    assumeTrue(dumpPrograms().isEmpty(), "a client program is killed instead");
    String database = filled();
    Section block = blocks().getFirst();
    CopyScope scope = scope(database, block);
    Credentials login = dumps(session()).admit(scope);
    try (Session session =
            underTest().engine().open(worker(login, database), underTest().context());
        Dump dump = dumps(session).begin(new DumpRequest(database, block, scratch()))) {
      assertThat(dump.stream().read()).isNotNegative();
      end(dump);
      assertThat(failure(dump::finish).getMessage()).isNotBlank();
    } finally {
      dumps(session()).dismiss(scope);
    }
  }

  private static void end(Dump dump) {
    dump.close();
  }

  /** True for a block whose tool writes files instead of a stream, which nothing can cut. */
  protected boolean writesFiles(Section block) {
    return false;
  }
}
