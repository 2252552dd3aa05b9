package io.dbprovision.spi.testkit.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.dbprovision.spi.EngineException;
import io.dbprovision.spi.ErrorKind;
import io.dbprovision.spi.ObjectStore;
import io.dbprovision.spi.Store;
import io.dbprovision.spi.StoreContext;
import io.dbprovision.spi.StorePlace;
import io.dbprovision.spi.StoredObject;
import io.dbprovision.spi.Upload;
import io.dbprovision.spi.testkit.BrokenContract;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.UUID;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.extension.ExtendWith;

/** What the parts of the suite share: one client and one folder of keys for each test. */
@ExtendWith(BrokenContract.class)
abstract class StoreHarness {
  static final int CHUNK = 64 * 1024;

  private ObjectStore objects;
  private String folder;

  /** The provider class, made anew or not. */
  protected abstract Store store();

  /** Where objects may be written; what lies there already is left alone. */
  protected abstract StorePlace place();

  /** The same place with a login that does not exist; empty when the store has no logins. */
  protected Optional<StorePlace> wrongCredentials() {
    return Optional.empty();
  }

  /** A bucket, container or volume that is not there; empty when that cannot be tried. */
  protected Optional<StorePlace> missingBucket() {
    return Optional.empty();
  }

  protected StoreContext context() {
    return StoreTestContext.standard();
  }

  /** Bytes that the store sends at once at most: objects around this size take another way. */
  protected int partSize() {
    return 5 * 1024 * 1024;
  }

  /** More objects than one page of a listing has. */
  protected int moreThanAPage() {
    return 1_005;
  }

  /** False when the server cannot tell of uploads that never ended, and drops them by itself. */
  protected boolean tellsOfUnfinishedUploads() {
    return true;
  }

  /** False when the service itself changes such a name: the store refuses it as INVALID then. */
  protected boolean takes(String name) {
    return true;
  }

  /**
   * True when the objects lie in the memory of this very process: it says nothing of the client.
   */
  protected boolean keepsObjectsInThisProcess() {
    return false;
  }

  @BeforeEach
  final void openStore() {
    objects = store().open(place(), context());
    String prefix = store().prefix(place().block());
    folder = (prefix.isEmpty() ? "" : prefix + "/") + "contract-" + UUID.randomUUID();
  }

  @AfterEach
  final void emptyStore() {
    try (ObjectStore closing = objects) {
      for (String key : keys(folder)) {
        closing.delete(key);
      }
      closing.abandon(folder, future());
    }
  }

  final ObjectStore objects() {
    return objects;
  }

  /** A key of this test's own. */
  final String key(String name) {
    return folder + "/" + name;
  }

  /** Later than any upload that a test has begun, whatever the server's clock is off. */
  final Instant future() {
    return context().clock().instant().plusSeconds(7200);
  }

  final StoredObject put(String key, byte[] content) {
    try (Upload upload = objects.begin(key)) {
      upload.write(ByteBuffer.wrap(content));
      return upload.commit();
    }
  }

  final StoredObject put(String key, String content) {
    return put(key, content.getBytes(StandardCharsets.UTF_8));
  }

  final byte[] get(String key, long offset) throws IOException {
    try (InputStream in = objects.open(key, offset)) {
      return in.readAllBytes();
    }
  }

  final String text(String key) throws IOException {
    return new String(get(key, 0), StandardCharsets.UTF_8);
  }

  final List<String> keys(String prefix) {
    List<String> found = new ArrayList<>();
    objects.list(prefix, object -> found.add(object.key()));
    return found;
  }

  /** Bytes that no compression makes fewer, the same for the same length. */
  static byte[] noise(int length) {
    byte[] bytes = new byte[length];
    new SplittableRandom(length).nextBytes(bytes);
    return bytes;
  }

  static void assertRefused(String contract, ErrorKind kind, ThrowingCallable call) {
    assertThat(catchThrowable(call))
        .as(contract)
        .isInstanceOfSatisfying(
            EngineException.class,
            refused -> {
              assertThat(refused.kind()).as(contract + " (" + refused + ")").isEqualTo(kind);
              assertThat(refused.sentence()).as("a sentence for the user").isNotBlank();
            });
  }
}
