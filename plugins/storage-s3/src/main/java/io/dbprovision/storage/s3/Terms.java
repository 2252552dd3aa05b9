package io.dbprovision.storage.s3;

import io.dbprovision.spi.StoreContext;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.s3.model.CreateMultipartUploadRequest;
import software.amazon.awssdk.services.s3.model.ObjectLockMode;
import software.amazon.awssdk.services.s3.model.PutObjectRequest;
import software.amazon.awssdk.services.s3.model.ServerSideEncryption;
import software.amazon.awssdk.services.s3.model.StorageClass;

/**
 * How one object is to be stored.
 *
 * @param mark a text that no other upload has: it tells whether an object that is there is ours
 */
record Terms(
    String mark,
    @Nullable ServerSideEncryption encryption,
    @Nullable String kmsKey,
    @Nullable StorageClass storageClass,
    @Nullable ObjectLockMode lock,
    @Nullable Instant lockedUntil) {
  /** Of the object's own metadata; lower-case, as some servers make it so. */
  static final String MARK = "dbops-upload";

  static Terms of(S3Options options, String mark, StoreContext context) {
    Optional<Instant> until = options.retention().map(time -> context.clock().instant().plus(time));
    return new Terms(
        mark,
        options.serverSideEncryption() == null
            ? null
            : ServerSideEncryption.fromValue(options.serverSideEncryption()),
        options.kmsKeyId(),
        options.storageClass() == null ? null : StorageClass.fromValue(options.storageClass()),
        options.objectLockMode() == null
            ? null
            : ObjectLockMode.fromValue(options.objectLockMode()),
        until.orElse(null));
  }

  PutObjectRequest.Builder put() {
    return PutObjectRequest.builder()
        .metadata(Map.of(MARK, mark))
        .serverSideEncryption(encryption)
        .ssekmsKeyId(kmsKey)
        .storageClass(storageClass)
        .objectLockMode(lock)
        .objectLockRetainUntilDate(lockedUntil);
  }

  CreateMultipartUploadRequest.Builder multipart() {
    return CreateMultipartUploadRequest.builder()
        .metadata(Map.of(MARK, mark))
        .serverSideEncryption(encryption)
        .ssekmsKeyId(kmsKey)
        .storageClass(storageClass)
        .objectLockMode(lock)
        .objectLockRetainUntilDate(lockedUntil);
  }
}
