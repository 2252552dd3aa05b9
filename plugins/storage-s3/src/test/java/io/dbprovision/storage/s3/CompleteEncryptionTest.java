package io.dbprovision.storage.s3;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.dbprovision.spi.EngineException;
import io.dbprovision.spi.ErrorKind;
import io.dbprovision.spi.ObjectStore;
import io.dbprovision.spi.StorePlace;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import software.amazon.awssdk.services.s3.model.HeadObjectResponse;

/** What the server is asked to do with what it stores: {@code -Dservers.versions.s3=minio}. */
@EnabledIf("io.dbprovision.storage.s3.Servers#asksForComplete")
class CompleteEncryptionTest {
  private final String key = "encrypted/" + UUID.randomUUID();

  private HeadObjectResponse written(Map<String, Object> fields, int size) throws IOException {
    StorePlace place = Servers.place(Servers.complete(), fields);
    S3Options options = place.block().as(S3Options.class);
    try (ObjectStore store = new S3Store().open(place, Servers.CONTEXT);
        S3Connection connection =
            new S3Connection(
                options,
                SignIn.of(place, options),
                S3Store.authority(place, options),
                Servers.CONTEXT)) {
      Servers.put(store, key + size, new byte[size]);
      assertThat(Servers.text(store, key + size)).hasSize(size);
      return connection
          .client()
          .headObject(request -> request.bucket(Servers.BUCKET).key(key + size));
    }
  }

  @Test
  void objectsOfBothSizesAreEncryptedByTheServersOwnKey() throws IOException {
    for (int size : new int[] {10, 7 * 1024 * 1024}) {
      assertThat(written(Map.of("serverSideEncryption", "AES256"), size))
          .extracting(HeadObjectResponse::serverSideEncryptionAsString)
          .isEqualTo("AES256");
    }
  }

  @Test
  void objectsOfBothSizesAreEncryptedByANamedKey() throws IOException {
    Map<String, Object> fields = Map.of("serverSideEncryption", "aws:kms", "kmsKeyId", "dbops-key");
    for (int size : new int[] {10, 7 * 1024 * 1024}) {
      HeadObjectResponse head = written(fields, size);
      assertThat(head.serverSideEncryptionAsString()).isEqualTo("aws:kms");
      assertThat(head.ssekmsKeyId()).endsWith("dbops-key");
    }
  }

  @Test
  void aClassOfStorageIsHandedOn() throws IOException {
    assertThat(written(Map.of("storageClass", "REDUCED_REDUNDANCY"), 10).storageClassAsString())
        .isEqualTo("REDUCED_REDUNDANCY");
  }

  @Test
  void aClassThatTheServerDoesNotHaveIsNamedByItsField() {
    Map<String, Object> fields = new HashMap<>();
    fields.put("storageClass", "NO_SUCH_CLASS");
    try (ObjectStore store = Servers.open(Servers.complete(), fields)) {
      EngineException failure =
          catchThrowableOfType(EngineException.class, () -> Servers.put(store, key, "x"));
      assertThat(failure.kind()).isEqualTo(ErrorKind.INVALID);
      assertThat(failure.path()).contains("spec.storage.s3.storageClass");
    }
  }
}
