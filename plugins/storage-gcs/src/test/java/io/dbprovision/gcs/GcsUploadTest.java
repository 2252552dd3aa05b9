package io.dbprovision.gcs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dbprovision.gcs.GcsStub.Fault;
import io.dbprovision.spi.EngineException;
import io.dbprovision.spi.ErrorKind;
import io.dbprovision.spi.ObjectStore;
import io.dbprovision.spi.StoredObject;
import io.dbprovision.spi.Upload;
import io.dbprovision.spi.testkit.store.StoreTestContext;
import java.nio.ByteBuffer;
import java.util.Random;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Answers that get lost, at exact places, on a stub that keeps uploads as the service does. */
class GcsUploadTest {
  private static final int CHUNK = 6 * 1024 * 1024;
  private static final String KEY = "team/backups/a";

  private final GcsStub stub = new GcsStub();
  private final Tokens tokens = new Tokens();
  private final ObjectStore store =
      new GcsStore()
          .open(Places.of(stub.endpoint(), "bkt", tokens.account()), StoreTestContext.standard());

  @AfterEach
  void close() {
    store.close();
    stub.close();
    tokens.close();
  }

  @Test
  void aLostAnswerToTheLastChunkIsNoFailureWhenTheObjectIsOurs() {
    stub.faults(Fault.LOST_ANSWER);
    byte[] content = content(1000);
    assertThat(put(content).size()).isEqualTo(1000);
    assertThat(stub.bytes(KEY)).isEqualTo(content);
  }

  @Test
  void aLostAnswerToTheLastOfSeveralChunksIsNoFailureEither() {
    stub.faults(Fault.NONE, Fault.LOST_ANSWER);
    byte[] content = content(2 * CHUNK);
    put(content);
    assertThat(stub.bytes(KEY)).isEqualTo(content);
  }

  @Test
  void lostRequestsAndAnswersInTheMiddleNeitherDoubleNorLoseBytes() {
    stub.faults(Fault.LOST_ANSWER, Fault.LOST_REQUEST, Fault.BUSY, Fault.LOST_ANSWER);
    byte[] content = content(3 * CHUNK + 5);
    put(content);
    assertThat(stub.bytes(KEY)).isEqualTo(content);
  }

  @Test
  void aChunkThatIsTakenInPartIsSentOnFromThere() {
    stub.faults(Fault.KEPT_IN_PART, Fault.KEPT_IN_PART, Fault.NONE, Fault.KEPT_IN_PART);
    byte[] content = content(2 * CHUNK - 3);
    put(content);
    assertThat(stub.bytes(KEY)).isEqualTo(content);
  }

  @Test
  void aSessionThatIsForgottenBeforeItHasBytesIsBegunAnew() {
    stub.faults(Fault.FORGOTTEN);
    byte[] content = content(1000);
    put(content);
    assertThat(stub.bytes(KEY)).isEqualTo(content);
    assertThat(stub.sessions()).isEqualTo(2);
  }

  @Test
  void aSessionThatIsForgottenLaterFailsAndLeavesNothing() {
    stub.faults(Fault.NONE, Fault.FORGOTTEN);
    assertFails(ErrorKind.INTERNAL, () -> put(content(2 * CHUNK)));
    assertThat(stub.bytes(KEY)).isNull();
  }

  @Test
  void anObjectOfSomebodyElseThatCameMeanwhileStays() {
    try (Upload upload = store.begin(KEY)) {
      upload.write(ByteBuffer.wrap(content(CHUNK + 1)));
      stub.put(KEY, new byte[] {7});
      assertFails(ErrorKind.CONFLICT, upload::commit);
    }
    assertThat(stub.bytes(KEY)).containsExactly(7);
  }

  @Test
  void aServiceThatStaysBusyIsGivenUpAndTheSessionCancelled() {
    stub.faults(Fault.BUSY, Fault.BUSY, Fault.BUSY, Fault.BUSY, Fault.BUSY, Fault.BUSY, Fault.BUSY);
    assertFails(ErrorKind.INTERNAL, () -> put(content(10)));
    assertThat(stub.cancelled()).isEqualTo(1);
    assertThat(stub.bytes(KEY)).isNull();
  }

  @Test
  void anObjectThatIsNotWhatWasSentIsTakenBack() {
    stub.damage();
    assertFails(ErrorKind.INTERNAL, () -> put(content(1000)));
    assertThat(stub.bytes(KEY)).isNull();
  }

  @Test
  void aRetentionPeriodIsPermission() {
    put(content(1));
    stub.retain();
    assertThatThrownBy(() -> store.delete(KEY))
        .isInstanceOfSatisfying(
            EngineException.class, e -> assertThat(e.kind()).isEqualTo(ErrorKind.PERMISSION))
        .hasMessageContaining("retention");
    assertThat(stub.bytes(KEY)).isNotNull();
  }

  private StoredObject put(byte[] content) {
    try (Upload upload = store.begin(KEY)) {
      upload.write(ByteBuffer.wrap(content));
      return upload.commit();
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
}
