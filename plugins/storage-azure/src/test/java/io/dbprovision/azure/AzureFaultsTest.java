package io.dbprovision.azure;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.azure.core.util.BinaryData;
import com.azure.core.util.Context;
import com.azure.storage.blob.BlobContainerClient;
import com.azure.storage.blob.models.BlobListDetails;
import com.azure.storage.blob.models.ListBlobsOptions;
import com.azure.storage.blob.options.BlockBlobCommitBlockListOptions;
import com.azure.storage.blob.specialized.BlobLeaseClientBuilder;
import io.dbprovision.spi.EngineException;
import io.dbprovision.spi.ErrorKind;
import io.dbprovision.spi.ObjectStore;
import io.dbprovision.spi.StoreContext;
import io.dbprovision.spi.Upload;
import io.dbprovision.spi.testkit.store.StoreTestContext;
import io.dbprovision.testservers.Wire;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Connections that break, and blobs that somebody else touches, on Azurite. */
class AzureFaultsTest {
  private static final int BLOCK = 3 * 1024 * 1024;
  private static final BlobContainerClient CONTAINER = Azurite.container("faults");
  private static final AtomicInteger KEYS = new AtomicInteger();

  private final StoreContext context = StoreTestContext.standard();
  private final Wire wire = wire();
  private final ObjectStore store =
      new AzureStore()
          .open(Azurite.place("faults", wire.endpoint(), Azurite.SERVER.key(), Map.of()), context);
  private String key = "";

  @BeforeEach
  void anotherKey() {
    key = "team/backups/" + KEYS.incrementAndGet();
  }

  @AfterEach
  void close() throws IOException {
    store.close();
    wire.close();
  }

  @Test
  void aBlockWhoseConnectionBreaksIsSentAgain() {
    byte[] content = content(3 * BLOCK + 5);
    try (Upload upload = store.begin(key)) {
      upload.write(ByteBuffer.wrap(content, 0, 100));
      wire.cutRequests(BLOCK + 700_000, 2);
      upload.write(ByteBuffer.wrap(content, 100, content.length - 100));
      assertThat(upload.commit().size()).isEqualTo(content.length);
    }
    assertThat(wire.cuts()).isEqualTo(2);
    assertThat(stored()).isEqualTo(content);
  }

  @Test
  void aCommitWhoseAnswerIsLostIsNoFailureWhenTheBlobIsOurs() {
    byte[] content = content(2 * BLOCK);
    try (Upload upload = store.begin(key)) {
      upload.write(ByteBuffer.wrap(content));
      wire.cutAnswers(0, 1);
      assertThat(upload.commit().size()).isEqualTo(content.length);
    }
    assertThat(wire.cuts()).isEqualTo(1);
    assertThat(stored()).isEqualTo(content);
  }

  @Test
  void aCommitThatNeverGetsAnAnswerLeavesNothingOnceItIsAborted() {
    Upload upload = store.begin(key);
    upload.write(ByteBuffer.wrap(content(BLOCK)));
    wire.cutAnswers(0, 1_000);
    assertFails(ErrorKind.UNREACHABLE, upload::commit);
    assertThat(CONTAINER.getBlobClient(key).exists()).as("the service had done it").isTrue();
    wire.cutAnswers(0, 0);
    upload.close();
    assertThat(CONTAINER.getBlobClient(key).exists()).isFalse();
  }

  @Test
  void aReadGoesOnAtTheSameByteWhenTheConnectionBreaks() throws IOException {
    byte[] content = content(3 * BLOCK + 5);
    put(content);
    try (InputStream in = store.open(key, 7)) {
      wire.cutAnswers(BLOCK / 2, 3);
      assertThat(in.readAllBytes()).isEqualTo(Arrays.copyOfRange(content, 7, content.length));
    }
    assertThat(wire.cuts()).isEqualTo(3);
  }

  @Test
  void whatIsPutUnderTheKeyLaterIsNeverMixedIn() throws IOException {
    put(content(3 * BLOCK));
    try (InputStream in = store.open(key, 0)) {
      assertThat(in.readNBytes(10)).hasSize(10);
      CONTAINER.getBlobClient(key).upload(BinaryData.fromBytes(new byte[3 * BLOCK]), true);
      assertThatThrownBy(in::readAllBytes)
          .isInstanceOfSatisfying(
              EngineException.class, e -> assertThat(e.kind()).isEqualTo(ErrorKind.NOT_FOUND))
          .hasMessageContaining("removed while it was read");
    }
  }

  @Test
  void abandoningDropsBlocksOfLongAgoAndNoBlob() {
    put(content(10));
    Upload forgotten = store.begin(key + "-forgotten");
    forgotten.write(ByteBuffer.wrap(content(BLOCK)));
    CONTAINER.getBlobClient(key + "-empty").upload(BinaryData.fromBytes(new byte[0]));
    assertThat(store.abandon(key, Instant.EPOCH)).isZero();
    assertThat(store.abandon(key, context.clock().instant().plusSeconds(5))).isEqualTo(1);
    assertThat(withUncommitted()).containsExactlyInAnyOrder(key, key + "-empty");
    assertFails(ErrorKind.INTERNAL, forgotten::commit);
    forgotten.close();
    assertThat(withUncommitted()).containsExactlyInAnyOrder(key, key + "-empty");
  }

  @Test
  void cleaningUpLeavesTheUploadsOfOtherKeysAndOfOtherProgramsAlone() {
    Upload own = begun(key + "-own");
    Upload anothersKey = begun(key + "-own-but-another");
    stageAsAnotherProgram(key + "-foreign");
    stageAsAnotherProgram(key + "-mixed");
    Upload mixed = begun(key + "-mixed");
    Predicate<String> ours = name -> !name.endsWith("-another");

    int abandoned = store.abandon(key, context.clock().instant().plusSeconds(5), ours);

    assertThat(abandoned).isEqualTo(1);
    assertThat(withUncommitted())
        .containsExactlyInAnyOrder(key + "-own-but-another", key + "-foreign", key + "-mixed");
    assertFails(ErrorKind.INTERNAL, own::commit);
    anothersKey.commit();
    assertThat(CONTAINER.getBlobClient(key + "-own-but-another").getProperties().getBlobSize())
        .isEqualTo(BLOCK);
    own.close();
    mixed.close();
  }

  /** With a block that the service has. */
  private Upload begun(String name) {
    Upload upload = store.begin(name);
    upload.write(ByteBuffer.wrap(content(BLOCK)));
    return upload;
  }

  private static void stageAsAnotherProgram(String name) {
    String id = Base64.getEncoder().encodeToString("1".repeat(33).getBytes(UTF_8));
    CONTAINER
        .getBlobClient(name)
        .getBlockBlobClient()
        .stageBlock(id, BinaryData.fromBytes(new byte[100]));
  }

  @Test
  void abortingLeavesTheBlocksOfAnotherUploadWithTheSameKey() {
    byte[] content = content(BLOCK + 9);
    try (Upload other = store.begin(key)) {
      other.write(ByteBuffer.wrap(content, 0, BLOCK));
      try (Upload upload = store.begin(key)) {
        upload.write(ByteBuffer.wrap(content(BLOCK)));
      }
      other.write(ByteBuffer.wrap(content, BLOCK, 9));
      other.commit();
    }
    assertThat(stored()).isEqualTo(content);
  }

  @Test
  void anEmptyBlobThatIsToBeRemovedIsNoObjectAndInNobodysWay() {
    CONTAINER
        .getBlobClient(key)
        .getBlockBlobClient()
        .commitBlockListWithResponse(
            new BlockBlobCommitBlockListOptions(List.of()).setMetadata(Tombstone.METADATA),
            null,
            Context.NONE);
    assertThat(store.stat(key)).isEmpty();
    store.list(key, object -> assertThat(object).as("listed").isNull());
    byte[] content = content(10);
    put(content);
    assertThat(stored()).isEqualTo(content);
  }

  @Test
  void aLeaseThatKeepsABlobIsPermission() {
    put(content(10));
    var lease = new BlobLeaseClientBuilder().blobClient(CONTAINER.getBlobClient(key)).buildClient();
    lease.acquireLease(-1);
    assertFails(ErrorKind.PERMISSION, () -> store.delete(key));
    lease.releaseLease();
    store.delete(key);
    assertThat(store.stat(key)).isEmpty();
  }

  @Test
  void aServiceThatIsNotThereIsUnreachable() throws IOException {
    wire.close();
    assertFails(ErrorKind.UNREACHABLE, () -> store.stat(key));
    assertFails(ErrorKind.UNREACHABLE, () -> put(content(10)));
  }

  @Test
  @Timeout(30)
  void aServiceThatNeverAnswersIsATimeout() throws IOException {
    StoreContext hasty =
        new StoreTestContext(
            context.clock(),
            context.random(),
            context.connectTimeout(),
            Duration.ofSeconds(2),
            6 << 20);
    try (ServerSocket mute = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        ObjectStore hanging =
            new AzureStore()
                .open(
                    Azurite.place(
                        "faults",
                        URI.create("http://127.0.0.1:" + mute.getLocalPort() + "/a"),
                        Azurite.SERVER.key(),
                        Map.of()),
                    hasty)) {
      assertFails(ErrorKind.TIMEOUT, () -> hanging.stat(key));
    }
  }

  private List<String> withUncommitted() {
    return CONTAINER
        .listBlobs(
            new ListBlobsOptions()
                .setPrefix(key)
                .setDetails(new BlobListDetails().setRetrieveUncommittedBlobs(true)),
            null)
        .stream()
        .map(item -> item.getName())
        .toList();
  }

  private byte[] stored() {
    return CONTAINER.getBlobClient(key).downloadContent().toBytes();
  }

  private void put(byte[] content) {
    try (Upload upload = store.begin(key)) {
      upload.write(ByteBuffer.wrap(content));
      upload.commit();
    }
  }

  private static byte[] content(int length) {
    byte[] bytes = new byte[length];
    new Random(length).nextBytes(bytes);
    return bytes;
  }

  private static void assertFails(ErrorKind kind, ThrowingCallable call) {
    assertThatThrownBy(call)
        .isInstanceOfSatisfying(
            EngineException.class, e -> assertThat(e.kind()).as("%s", e).isEqualTo(kind));
  }

  private static Wire wire() {
    try {
      return new Wire(Azurite.SERVER.endpoint());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
