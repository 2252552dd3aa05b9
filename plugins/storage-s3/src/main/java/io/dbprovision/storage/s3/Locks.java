package io.dbprovision.storage.s3;

import io.dbprovision.spi.EngineException;
import io.dbprovision.spi.ErrorKind;
import java.time.Instant;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.s3.model.HeadObjectResponse;
import software.amazon.awssdk.services.s3.model.ObjectLockConfiguration;
import software.amazon.awssdk.services.s3.model.ObjectLockLegalHoldStatus;

/**
 * Objects that are kept whoever deletes them. In a bucket with locks a delete hides an object and
 * keeps its data, and so succeeds: one has to look first.
 */
final class Locks {
  private Locks() {}

  /**
   * @throws EngineException PERMISSION
   */
  static void requireNone(Bucket bucket, String key, HeadObjectResponse head, Instant now) {
    if (head.objectLockLegalHoldStatus() == ObjectLockLegalHoldStatus.ON) {
      throw kept(bucket, key, "a legal hold; it can be deleted when that is lifted");
    }
    Instant until = head.objectLockRetainUntilDate();
    if (until != null && until.isAfter(now)) {
      throw kept(
          bucket,
          key,
          "a lock (%s) until %s; it can be deleted then"
              .formatted(head.objectLockModeAsString(), until));
    }
  }

  private static EngineException kept(Bucket bucket, String key, String why) {
    return EngineException.of(
        ErrorKind.PERMISSION,
        "'%s' in bucket '%s' is kept by %s".formatted(key, bucket.name(), why));
  }

  /** Whether the bucket locks what it gets; false, too, when that is not for us to know. */
  static boolean byDefault(Bucket bucket) {
    try {
      ObjectLockConfiguration found =
          bucket
              .client()
              .getObjectLockConfiguration(request -> request.bucket(bucket.name()))
              .objectLockConfiguration();
      return found != null && found.rule() != null && found.rule().defaultRetention() != null;
    } catch (SdkException e) {
      return false;
    }
  }
}
