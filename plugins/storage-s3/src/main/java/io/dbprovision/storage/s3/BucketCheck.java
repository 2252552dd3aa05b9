package io.dbprovision.storage.s3;

import io.dbprovision.spi.EngineException;
import io.dbprovision.spi.ErrorKind;
import io.dbprovision.spi.Upload;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;

/** Tries what backups will need; the keys are new ones, so that nobody's object is touched. */
final class BucketCheck {
  private static final byte PROBE = 42;

  private final Bucket bucket;
  private final S3Objects objects;

  BucketCheck(Bucket bucket, S3Objects objects) {
    this.bucket = bucket;
    this.objects = objects;
  }

  /**
   * @param locked whether objects would be kept: then one is only begun
   */
  void run(String key, boolean locked) {
    bucket.ask();
    if (locked || Locks.byDefault(bucket)) {
      begin(key);
      return;
    }
    try (Upload upload = objects.begin(key)) {
      upload.write(ByteBuffer.wrap(new byte[] {PROBE}));
      upload.commit();
    }
    try (InputStream back = objects.open(key, 0)) {
      if (back.read() != PROBE) {
        throw bucket.failures().internal("it does not give back what was written to it");
      }
    } catch (IOException e) {
      throw EngineException.of(ErrorKind.UNREACHABLE, "reading broke off").causedBy(e);
    } finally {
      remove(key);
    }
  }

  private void begin(String key) {
    String id =
        bucket.call(
            "writing",
            client ->
                client
                    .createMultipartUpload(request -> request.bucket(bucket.name()).key(key))
                    .uploadId());
    bucket.call(
        "writing",
        client ->
            client.abortMultipartUpload(
                request -> request.bucket(bucket.name()).key(key).uploadId(id)));
  }

  /** For good, where the bucket keeps versions. */
  private void remove(String key) {
    String version = bucket.head(key).map(head -> head.versionId()).orElse(null);
    bucket.call(
        "deleting",
        client ->
            client.deleteObject(
                request -> request.bucket(bucket.name()).key(key).versionId(version)));
  }
}
