package io.dbprovision.spi.testkit.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.junit.jupiter.api.Assumptions.assumeFalse;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.dbprovision.spi.EngineException;
import io.dbprovision.spi.ErrorKind;
import io.dbprovision.spi.StoredObject;
import io.dbprovision.spi.Upload;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

/** Uploads: what is to be seen when, that nothing is overwritten, and what memory they take. */
abstract class UploadContract extends StoreHarness {
  private static final int WRITERS = 8;
  private static final int LARGE = 40 * 1024 * 1024;
  private static final long SLACK = 12L * 1024 * 1024;

  @Test
  public void nothingIsVisibleBeforeTheCommit() {
    try (Upload upload = objects().begin(key("a"))) {
      upload.write(ByteBuffer.wrap(noise(100)));
      assertThat(objects().stat(key("a"))).as("stat before Upload.commit").isEmpty();
      assertThat(keys(key(""))).as("list before Upload.commit").isEmpty();
      assertRefused(
          "open before Upload.commit", ErrorKind.NOT_FOUND, () -> objects().open(key("a"), 0));
      upload.commit();
    }
    assertThat(objects().stat(key("a"))).as("stat after Upload.commit").isPresent();
  }

  @Test
  public void theCommittedObjectIsToldAsItIs() throws IOException {
    Instant earlier = context().clock().instant().minusSeconds(3600);
    StoredObject committed = put(key("a"), noise(1234));
    StoredObject found = objects().stat(key("a")).orElseThrow();
    for (StoredObject object : List.of(committed, found)) {
      assertThat(object.key()).as("the whole key").isEqualTo(key("a"));
      assertThat(object.size()).as("bytes").isEqualTo(1234);
      assertThat(object.modified()).as("the store's clock").isBetween(earlier, future());
    }
    assertThat(get(key("a"), 0)).isEqualTo(noise(1234));
  }

  @Test
  public void anAbortedUploadLeavesNothing() {
    try (Upload upload = objects().begin(key("a"))) {
      upload.write(ByteBuffer.wrap(noise(2 * partSize() + 1)));
      upload.abort();
      upload.abort();
    }
    assertThat(keys(key(""))).as("after Upload.abort").isEmpty();
    assertThat(objects().abandon(key(""), future())).as("uploads after Upload.abort").isZero();
  }

  @Test
  public void aClosedUploadLeavesNothing() {
    try (Upload upload = objects().begin(key("a"))) {
      upload.write(ByteBuffer.wrap(noise(2 * partSize() + 1)));
    }
    assertThat(keys(key(""))).as("after Upload.close without commit").isEmpty();
    assertThat(objects().abandon(key(""), future())).as("uploads after Upload.close").isZero();
  }

  @Test
  public void abortAndCloseAfterTheCommitChangeNothing() throws IOException {
    Upload upload = objects().begin(key("a"));
    upload.write(ByteBuffer.wrap("kept".getBytes(StandardCharsets.UTF_8)));
    upload.commit();
    upload.abort();
    upload.close();
    upload.close();
    assertThat(text(key("a"))).isEqualTo("kept");
  }

  @Test
  public void anObjectIsNeverOverwritten() throws IOException {
    put(key("a"), "first");
    assertRefused(
        "a second commit under the key", ErrorKind.CONFLICT, () -> put(key("a"), "second"));
    assertRefused(
        "a second, large one", ErrorKind.CONFLICT, () -> put(key("a"), noise(2 * partSize() + 1)));
    assertThat(text(key("a"))).as("the first stays").isEqualTo("first");
    assertThat(objects().abandon(key(""), future())).as("uploads after a conflict").isZero();
  }

  @Test
  public void anObjectThatCameMeanwhileIsNotOverwritten() throws IOException {
    try (Upload slow = objects().begin(key("a"))) {
      slow.write(ByteBuffer.wrap(noise(2 * partSize() + 1)));
      put(key("a"), "first");
      assertRefused("the slower one", ErrorKind.CONFLICT, slow::commit);
    }
    assertThat(text(key("a"))).isEqualTo("first");
  }

  @Test
  public void ofSeveralThatCommitAtOnceOneWins() throws Exception {
    raceFor("small", 10);
    raceFor("large", partSize() + 10);
  }

  private void raceFor(String name, int size) throws Exception {
    CyclicBarrier line = new CyclicBarrier(WRITERS);
    List<Callable<Integer>> writers = new ArrayList<>();
    for (int writer = 0; writer < WRITERS; writer++) {
      byte[] content = noise(size + writer);
      writers.add(
          () -> {
            try (Upload upload = objects().begin(key(name))) {
              upload.write(ByteBuffer.wrap(content));
              line.await();
              upload.commit();
              return content.length;
            } catch (EngineException lost) {
              assertThat(lost.kind())
                  .as("who loses the race: %s", lost)
                  .isEqualTo(ErrorKind.CONFLICT);
              return 0;
            }
          });
    }
    List<Integer> won = all(writers).stream().filter(length -> length > 0).toList();
    assertThat(won).as("winners of a race for one key").hasSize(1);
    assertThat(get(key(name), 0)).as("the winner's bytes").isEqualTo(noise(won.getFirst()));
  }

  private static List<Integer> all(List<Callable<Integer>> tasks)
      throws InterruptedException, ExecutionException {
    try (ExecutorService threads = Executors.newFixedThreadPool(tasks.size())) {
      List<Integer> results = new ArrayList<>();
      for (Future<Integer> result : threads.invokeAll(tasks)) {
        results.add(result.get());
      }
      return results;
    }
  }

  @Test
  public void everyLengthComesBackAsItWas() throws IOException {
    int part = partSize();
    for (int length : new int[] {0, 1, part - 1, part, part + 1, 2 * part, 2 * part + 1}) {
      StoredObject stored = putInChunks(key("n" + length), noise(length));
      assertThat(stored.size()).as("the size that was counted").isEqualTo(length);
      assertThat(objects().stat(key("n" + length)).orElseThrow().size()).isEqualTo(length);
      assertThat(Arrays.equals(get(key("n" + length), 0), noise(length)))
          .as("the bytes of an object of %s", length)
          .isTrue();
    }
  }

  private StoredObject putInChunks(String key, byte[] content) {
    ByteBuffer reused = ByteBuffer.allocate(CHUNK);
    try (Upload upload = objects().begin(key)) {
      for (int from = 0; from < content.length; from += CHUNK) {
        reused.clear();
        reused.put(content, from, Math.min(CHUNK, content.length - from)).flip();
        upload.write(reused);
        assertThat(reused.hasRemaining()).as("write takes all remaining bytes").isFalse();
      }
      return upload.commit();
    }
  }

  @Test
  public void everyKindOfBufferIsTaken() throws IOException {
    byte[] content = noise(300);
    ByteBuffer direct = ByteBuffer.allocateDirect(100).put(content, 0, 100).flip();
    ByteBuffer slice = ByteBuffer.wrap(content).position(100).limit(200).slice();
    ByteBuffer readOnly = ByteBuffer.wrap(content, 200, 100).asReadOnlyBuffer();
    try (Upload upload = objects().begin(key("a"))) {
      for (ByteBuffer bytes : List.of(direct, ByteBuffer.allocate(0), slice, readOnly)) {
        upload.write(bytes);
        assertThat(bytes.remaining()).as("left over by write").isZero();
      }
      upload.commit();
    }
    assertThat(get(key("a"), 0)).isEqualTo(content);
  }

  @Test
  public void aLargeObjectTakesNoMoreMemoryThanTheUploadBuffer() throws IOException {
    assumeFalse(keepsObjectsInThisProcess());
    byte[] chunk = noise(CHUNK);
    long most = 0;
    try (Upload upload = objects().begin(key("large"))) {
      upload.write(ByteBuffer.wrap(chunk));
      long before = Memory.used();
      for (int sent = CHUNK; sent < LARGE; sent += CHUNK) {
        upload.write(ByteBuffer.wrap(chunk));
        if (sent % (4 * 1024 * 1024) == 0) {
          most = Math.max(most, Memory.used() - before);
        }
      }
      upload.commit();
    }
    assertThat(objects().stat(key("large")).orElseThrow().size()).isEqualTo(LARGE);
    assertThat(most)
        .as("bytes that an upload of %s keeps; StoreContext.uploadBuffer says how many", LARGE)
        .isLessThan(context().uploadBuffer() + SLACK);
  }

  @Test
  public void anUploadThatNeverEndedIsAbandoned() {
    assumeTrue(tellsOfUnfinishedUploads());
    Upload forgotten = objects().begin(key("a"));
    forgotten.write(ByteBuffer.wrap(noise(3 * partSize())));
    assertThat(objects().abandon(key(""), Instant.EPOCH)).as("begun after that time").isZero();
    assertThat(objects().abandon(key("b"), future())).as("of another prefix").isZero();
    assertThat(objects().abandon(key(""), future())).as("uploads abandoned").isEqualTo(1);
    assertThat(objects().abandon(key(""), future())).as("abandoned twice").isZero();
    assertThat(catchThrowable(forgotten::commit))
        .as("an abandoned upload cannot be committed")
        .isInstanceOf(EngineException.class);
    assertThatCode(forgotten::close).as("close never throws").doesNotThrowAnyException();
    assertThat(keys(key(""))).isEmpty();
  }

  @Test
  public void abandoningLeavesObjectsAlone() throws IOException {
    put(key("a"), "kept");
    objects().abandon(key(""), future());
    assertThat(text(key("a"))).isEqualTo("kept");
  }
}
