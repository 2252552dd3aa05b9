package io.dbprovision.core.backup.stream;

import static io.dbprovision.core.backup.stream.Scene.KEY;
import static io.dbprovision.core.backup.stream.Scene.PATH;
import static io.dbprovision.core.backup.stream.Scene.SEGMENT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dbprovision.spi.EngineException;
import io.dbprovision.spi.Upload;
import io.dbprovision.spi.testkit.memory.StoreFaults;
import io.dbprovision.spi.testkit.memory.StoreFaults.Fault;
import java.io.ByteArrayInputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.Random;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The store fails at every single call: never a false success, and one clean-up leaves nothing. */
class FaultTest {
  private static final byte[] DUMP = Scene.noise(7 * SEGMENT + 5);
  private static final StreamOptions OPTIONS = Scene.options(Compression.NONE, KEY);

  @ParameterizedTest
  @EnumSource(names = {"REFUSED", "LOST_ANSWER"})
  void oneCallFails(Fault fault) throws IOException {
    for (long call = 1; call <= callsOfABackup(); call++) {
      long at = call;
      writeWith(faults -> faults.failAt(at, fault), "call " + call + " " + fault);
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"REFUSED", "LOST_ANSWER"})
  void everythingFailsFromOneCallOn(Fault fault) throws IOException {
    for (long call = 1; call <= callsOfABackup(); call++) {
      long at = call;
      writeWith(faults -> faults.failFrom(at, fault), "from call " + call + " " + fault);
    }
  }

  private static long callsOfABackup() {
    Scene scene = new Scene();
    scene.bucket.faults().clear();
    scene.write(PATH, DUMP, OPTIONS);
    long calls = scene.bucket.faults().calls();
    assertThat(calls).isGreaterThan(20);
    return calls;
  }

  private static void writeWith(Consumer<StoreFaults> fault, String what) throws IOException {
    Scene scene = new Scene();
    fault.accept(scene.bucket.faults());
    boolean success = false;
    try {
      scene.write(PATH, DUMP, OPTIONS);
      success = true;
    } catch (EngineException failed) {
      assertThat(failed.sentence()).as(what).isNotBlank();
    }
    scene.bucket.faults().clear();
    if (success) {
      scene.archive.verify(PATH, KEY, StreamProgress.NONE);
      assertThat(scene.gives(PATH, KEY, DUMP)).as(what).isTrue();
      assertThat(scene.archive.clean("", scene.later(), path -> true))
          .as("a backup is no rest: " + what)
          .isZero();
      assertThat(scene.archive.manifest(PATH)).as(what).isPresent();
      return;
    }
    scene.archive.clean("", scene.later(), path -> true);
    assertThat(scene.bucket.openUploads()).as("uploads after one clean-up: " + what).isZero();
    assertThat(scene.bucket.contents().keySet())
        .as("objects after one clean-up: " + what)
        .isEmpty();
  }

  @Test
  void aLostAnswerToTheLastCommitIsLookedUp() throws IOException {
    long calls = callsOfABackup();
    Scene scene = new Scene();
    scene.bucket.faults().failAt(calls, Fault.LOST_ANSWER);
    scene.write(PATH, DUMP, OPTIONS);
    assertThat(scene.gives(PATH, KEY, DUMP)).isTrue();
  }

  @ParameterizedTest
  @EnumSource
  void aReadThatFailsAtAnyCallThrowsAndNeverEndsEarly(Fault fault) throws IOException {
    Scene scene = new Scene();
    scene.write(PATH, DUMP, OPTIONS);
    scene.bucket.faults().clear();
    scene.read(PATH, KEY);
    long calls = scene.bucket.faults().calls();
    int failed = 0;
    for (long call = 1; call <= calls; call++) {
      scene.bucket.faults().failAt(call, fault);
      try {
        assertThat(Arrays.equals(scene.read(PATH, KEY), DUMP)).as("call %s", call).isTrue();
      } catch (EngineException told) {
        failed++;
      }
    }
    assertThat(failed).as("of %s calls", calls).isGreaterThan((int) calls / 2);
  }

  @Test
  void aDumpThatBreaksOffLeavesNothing() {
    for (int at = 0; at < DUMP.length; at += SEGMENT / 3) {
      Scene scene = new Scene();
      int end = at;
      InputStream breaking =
          new FilterInputStream(new ByteArrayInputStream(DUMP, 0, end)) {
            @Override
            public int read(byte[] into, int offset, int length) throws IOException {
              int count = super.read(into, offset, length);
              if (count < 0) {
                throw new IOException("broken pipe");
              }
              return count;
            }
          };
      try (BackupUpload upload = scene.archive.begin(PATH, Scene.HEADER, OPTIONS)) {
        assertThatThrownBy(() -> upload.copy(breaking, StreamProgress.NONE))
            .isInstanceOf(EngineException.class)
            .hasMessageContaining("the stream of the dump broke off");
        assertThatThrownBy(() -> upload.commit(Scene.SUMMARY))
            .isInstanceOf(IllegalStateException.class);
      }
      assertThat(scene.bucket.contents()).isEmpty();
      assertThat(scene.bucket.openUploads()).isZero();
    }
  }

  @Test
  void aDumpWhoseToolFailsIsNotCommittedAndLeavesNothing() {
    Scene scene = new Scene();
    try (BackupUpload upload = scene.archive.begin(PATH, Scene.HEADER, OPTIONS)) {
      upload.copy(new ByteArrayInputStream(DUMP), StreamProgress.NONE);
    }
    assertThat(scene.bucket.contents()).isEmpty();
    assertThat(scene.bucket.openUploads()).isZero();
  }

  @Test
  void anInterruptEndsTheCopyAndLeavesNothing() {
    Scene scene = new Scene();
    try (BackupUpload upload = scene.archive.begin(PATH, Scene.HEADER, OPTIONS)) {
      Thread.currentThread().interrupt();
      assertThatThrownBy(() -> upload.copy(new ByteArrayInputStream(DUMP), StreamProgress.NONE))
          .isInstanceOf(EngineException.class)
          .hasMessageContaining("was interrupted");
      assertThat(Thread.interrupted()).as("the interrupt is kept").isTrue();
    }
    assertThat(scene.bucket.contents()).isEmpty();
    assertThat(scene.bucket.openUploads()).isZero();
  }

  @Test
  @Timeout(30)
  void anErrorOfEitherThreadEndsBoth() {
    Scene scene = new Scene();
    InputStream endless =
        new InputStream() {
          @Override
          public int read() {
            return 1;
          }
        };
    try (BackupUpload upload = scene.archive.begin(PATH, Scene.HEADER, OPTIONS)) {
      assertThatThrownBy(
              () ->
                  upload.copy(
                      endless,
                      (plain, stored) -> {
                        throw new LinkageError("in the calling thread");
                      }))
          .isInstanceOf(LinkageError.class);
    }
    BackupArchive archive =
        new BackupArchive(
            new DiscardingStore() {
              @Override
              public Upload begin(String key) {
                throw new LinkageError("in the thread of the store");
              }
            },
            scene.clock,
            new Random(1));
    try (BackupUpload upload = archive.begin(PATH, Scene.HEADER, OPTIONS)) {
      assertThatThrownBy(() -> upload.copy(endless, StreamProgress.NONE))
          .isInstanceOf(EngineException.class)
          .hasMessageContaining("could not be sealed and stored");
    }
    assertThat(scene.bucket.contents()).isEmpty();
    assertThat(scene.bucket.openUploads()).isZero();
  }

  @Test
  void aPartThatTheStoreKeptShorterIsFoundBeforeTheManifestIsWritten() {
    Scene scene = new Scene();
    try (BackupUpload upload = scene.archive.begin(PATH, Scene.HEADER, OPTIONS)) {
      upload.copy(new ByteArrayInputStream(DUMP), StreamProgress.NONE);
      byte[] part = scene.bucket.get(PATH).orElseThrow();
      scene.bucket.put(PATH, Arrays.copyOf(part, part.length - 1), scene.clock.instant());
      assertThatThrownBy(() -> upload.commit(Scene.SUMMARY))
          .hasMessageContaining("is not in the store as it was sent");
    }
    assertThat(scene.archive.manifest(PATH)).isEmpty();
    assertThat(scene.bucket.contents()).isEmpty();
  }
}
