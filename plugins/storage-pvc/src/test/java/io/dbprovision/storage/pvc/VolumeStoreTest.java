package io.dbprovision.storage.pvc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dbprovision.spi.EngineException;
import io.dbprovision.spi.ErrorKind;
import io.dbprovision.spi.ObjectStore;
import io.dbprovision.spi.Upload;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class VolumeStoreTest {
  private static final Publication.Linker NO_LINKS =
      (link, existing) -> {
        throw new FileSystemException(link.toString(), null, "Operation not supported");
      };

  @TempDir private Path folder;

  private static void assertRefused(ErrorKind kind, String words, ThrowingCallable call) {
    assertThatThrownBy(call)
        .isInstanceOfSatisfying(
            EngineException.class,
            refused -> {
              assertThat(refused.kind()).isEqualTo(kind);
              assertThat(refused).hasMessageContaining(words);
            });
  }

  @Test
  void aClaimThatIsNotMountedIsNamedWithTheFlag() {
    ObjectStore store = new Mount(folder.resolve("nowhere")).open();
    for (ThrowingCallable call :
        List.<ThrowingCallable>of(
            store::check,
            () -> store.begin("a"),
            () -> store.stat("a"),
            () -> store.list("", object -> {}))) {
      assertRefused(
          ErrorKind.NOT_FOUND,
          "spec.storage.pvc.claimName: the claim 'backups' is not mounted here",
          call);
      assertRefused(ErrorKind.NOT_FOUND, "--pvc-root", call);
    }
  }

  @Test
  void whereThereAreNoHardLinksAnObjectIsRenamedAndNeverOverwritten() throws IOException {
    ObjectStore store = new Mount(folder).open(NO_LINKS);
    Mount.put(store, "a/b", "first");
    assertRefused(ErrorKind.CONFLICT, "a/b", () -> Mount.put(store, "a/b", "second"));
    assertThat(Mount.text(store, "a/b")).isEqualTo("first");
    assertThat(folder.resolve(Uploads.FOLDER)).isEmptyDirectory();
  }

  @Test
  void severalMayBeginTheSameNewFolderAtOnce() throws Exception {
    ObjectStore store = new Mount(folder).open();
    try (ExecutorService threads = Executors.newFixedThreadPool(4)) {
      for (int round = 0; round < 20; round++) {
        String place = ("new-" + round + "/").repeat(30);
        CyclicBarrier together = new CyclicBarrier(4);
        List<Callable<Integer>> writers =
            IntStream.range(0, 4)
                .<Callable<Integer>>mapToObj(
                    writer ->
                        () -> {
                          together.await();
                          Mount.put(store, place + writer, "mine");
                          return writer;
                        })
                .toList();
        for (Future<Integer> written : threads.invokeAll(writers)) {
          assertThat(Mount.text(store, place + written.get())).isEqualTo("mine");
        }
      }
    }
  }

  @Test
  void ofSeveralThatRenameAtOnceOneWins() throws Exception {
    ObjectStore store = new Mount(folder).open(NO_LINKS);
    Callable<Integer> writer =
        () -> {
          try {
            Mount.put(store, "a/b", "mine");
            return 1;
          } catch (EngineException lost) {
            assertThat(lost.kind()).isEqualTo(ErrorKind.CONFLICT);
            return 0;
          }
        };
    int won = 0;
    try (ExecutorService threads = Executors.newFixedThreadPool(8)) {
      for (Future<Integer> done :
          threads.invokeAll(List.of(writer, writer, writer, writer, writer, writer))) {
        won += done.get();
      }
    }
    assertThat(won).isEqualTo(1);
    assertThat(Mount.text(store, "a/b")).isEqualTo("mine");
  }

  @Test
  void aClaimThatAKilledProcessHeldIsLetGoWithItsUploads() throws IOException {
    ObjectStore store = new Mount(folder).open(NO_LINKS);
    Mount.put(store, "other", "x");
    Path claim = folder.resolve(Uploads.FOLDER).resolve(claimOf("a"));
    Files.createFile(claim);
    assertRefused(ErrorKind.CONFLICT, "'a'", () -> Mount.put(store, "a", "x"));
    store.abandon("", Instant.now().plusSeconds(60));
    Mount.put(store, "a", "x");
    assertThat(Mount.text(store, "a")).isEqualTo("x");
  }

  /** SHA-256 of "a". */
  private static String claimOf(String key) {
    assertThat(key).isEqualTo("a");
    return "ca978112ca1bbdcafac231b39a23dc4da786eff8147c4e72b9807785afee48bb" + Uploads.CLAIM;
  }

  @Test
  void aFolderThatObjectsLeftBehindIsInNobodysWay() throws IOException {
    ObjectStore store = new Mount(folder).open();
    Mount.put(store, "a/b", "x");
    assertRefused(ErrorKind.CONFLICT, "'a'", () -> Mount.put(store, "a", "x"));
    store.delete("a/b");
    Mount.put(store, "a", "now an object");
    assertThat(Mount.text(store, "a")).isEqualTo("now an object");
    assertRefused(ErrorKind.CONFLICT, "'a/b'", () -> Mount.put(store, "a/b", "x"));
    assertThat(store.stat("a/b")).isEmpty();
  }

  @Test
  void theCheckLeavesNoFolderBehindAndTakesNoneAway() throws IOException {
    ObjectStore store = new Mount(folder).open();
    store.check();
    assertThat(folder).isEmptyDirectory();
    try (Upload upload = store.begin("a/b")) {
      store.check();
      upload.write(ByteBuffer.wrap(new byte[] {1}));
      upload.commit();
    }
    assertThat(Mount.keys(store)).containsExactly("a/b");
  }

  @Test
  void aFileThatIsCutWhileItIsReadIsNoEndOfTheObject() throws IOException {
    ObjectStore store = new Mount(folder).open();
    Mount.put(store, "a", "0123456789");
    try (var in = store.open("a", 0)) {
      assertThat(in.read()).isEqualTo('0');
      Files.writeString(folder.resolve("a"), "01");
      assertRefused(ErrorKind.INTERNAL, "cut short", in::readAllBytes);
    }
  }

  @Test
  void anOffsetBehindTheEndIsRefused() {
    ObjectStore store = new Mount(folder).open();
    Mount.put(store, "a", "0123456789");
    assertRefused(ErrorKind.INVALID, "10 bytes", () -> store.open("a", 11));
    assertRefused(ErrorKind.INVALID, "10 bytes", () -> store.open("a", -1));
  }

  @Test
  void whatTheFileSystemSaysBecomesAKindAndAWayOut() {
    Failures failures = new Failures("backups", "spec.storage.pvc.claimName", folder);
    assertThat(said(failures, "No space left on device"))
        .isEqualTo(
            "EXHAUSTED the volume of claim 'backups' is full: make the claim larger, or let backups"
                + " expire sooner (No space left on device)");
    assertThat(said(failures, "Disk quota exceeded")).startsWith("EXHAUSTED");
    assertThat(said(failures, "Read-only file system")).startsWith("PERMISSION");
    assertThat(said(failures, "Permission denied")).startsWith("PERMISSION").contains("fsGroup");
    assertThat(said(failures, "File name too long")).startsWith("INVALID");
    assertThat(said(failures, "Stale file handle")).startsWith("UNREACHABLE");
    assertThat(said(failures, "Input/output error")).startsWith("INTERNAL");
  }

  private static String said(Failures failures, String reason) {
    EngineException failure = failures.of(new FileSystemException("/data/x", null, reason));
    return failure.kind() + " " + failure.getMessage();
  }
}
