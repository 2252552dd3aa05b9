package io.dbprovision.storage.pvc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dbprovision.spi.EngineException;
import io.dbprovision.spi.ErrorKind;
import io.dbprovision.spi.ObjectStore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whoever may write to the volume is not to read or change what lies beside it. */
class EscapeTest {
  @TempDir private Path parent;

  private Path outside;
  private Path folder;
  private ObjectStore store;

  @BeforeEach
  void makeBoth() throws IOException {
    outside = Files.createDirectory(parent.resolve("outside"));
    Files.writeString(outside.resolve("secret"), "secret");
    folder = Files.createDirectory(parent.resolve("mount"));
    store = new Mount(folder).open();
  }

  private static void assertRefused(ErrorKind kind, ThrowingCallable call) {
    assertThatThrownBy(call)
        .isInstanceOfSatisfying(
            EngineException.class, refused -> assertThat(refused.kind()).isEqualTo(kind));
  }

  private void assertOutsideIsAsItWas() {
    assertThat(outside.toFile().list()).containsExactly("secret");
    assertThat(outside.resolve("secret")).hasContent("secret");
  }

  @Test
  void aLinkedFolderIsFollowedByNothing() throws IOException {
    Files.createSymbolicLink(folder.resolve("a"), outside);
    assertRefused(ErrorKind.PERMISSION, () -> Mount.text(store, "a/secret"));
    assertRefused(ErrorKind.PERMISSION, () -> store.stat("a/secret"));
    assertRefused(ErrorKind.PERMISSION, () -> store.delete("a/secret"));
    assertRefused(ErrorKind.PERMISSION, () -> Mount.put(store, "a/planted", "x"));
    assertRefused(ErrorKind.PERMISSION, () -> Mount.put(store, "a/deep/planted", "x"));
    assertThat(Mount.keys(store)).isEmpty();
    assertOutsideIsAsItWas();
  }

  @Test
  void aLinkedFileIsNoObjectAndStaysAsItIs() throws IOException {
    Files.createSymbolicLink(folder.resolve("a"), outside.resolve("secret"));
    assertThat(store.stat("a")).isEmpty();
    assertRefused(ErrorKind.NOT_FOUND, () -> Mount.text(store, "a"));
    assertRefused(ErrorKind.CONFLICT, () -> Mount.put(store, "a", "changed"));
    store.delete("a");
    assertThat(outside.resolve("secret")).hasContent("secret");
    assertThat(Mount.keys(store)).isEmpty();
  }

  @Test
  void uploadsDoNotWaitInALinkedFolder() throws IOException {
    Files.createSymbolicLink(folder.resolve(Uploads.FOLDER), outside);
    assertRefused(ErrorKind.PERMISSION, () -> Mount.put(store, "a", "x"));
    assertRefused(ErrorKind.PERMISSION, () -> store.abandon("", Instant.now().plusSeconds(60)));
    assertRefused(ErrorKind.PERMISSION, store::check);
    assertOutsideIsAsItWas();
  }

  @Test
  void aLinkAmongTheUploadsIsNotReadAndNotFollowedByTheirEnd() throws IOException {
    Path uploads = Files.createDirectory(folder.resolve(Uploads.FOLDER));
    Files.createSymbolicLink(uploads.resolve("x.part"), outside.resolve("secret"));
    Files.createFile(uploads.resolve("x.key"));
    assertThat(store.abandon("", Instant.now().plusSeconds(60))).isEqualTo(1);
    assertThat(uploads).isEmptyDirectory();
    assertThat(outside.resolve("secret")).hasContent("secret");
  }

  @Test
  void theFolderOfUploadsIsNoPlaceForObjects() {
    assertRefused(ErrorKind.INVALID, () -> Mount.put(store, ".dbops-uploads/a", "x"));
    assertRefused(ErrorKind.INVALID, () -> store.stat(".dbops-uploads/a"));
    assertRefused(ErrorKind.INVALID, () -> store.delete(".dbops-uploads"));
  }

  @Test
  void noKeyLeadsUpwards() {
    for (String key : new String[] {"../outside/secret", "a/../../outside/secret", "/etc/passwd"}) {
      assertRefused(ErrorKind.INVALID, () -> Mount.text(store, key));
      assertRefused(ErrorKind.INVALID, () -> store.delete(key));
    }
    assertRefused(ErrorKind.INVALID, () -> store.stat("a\0b"));
  }

  @Test
  void aListingDoesNotLeaveTheVolume() throws IOException {
    Files.createDirectories(folder.resolve("a"));
    Files.createSymbolicLink(folder.resolve("a/up"), parent);
    Mount.put(store, "a/b", "x");
    assertThat(Mount.keys(store)).containsExactly("a/b");
  }
}
