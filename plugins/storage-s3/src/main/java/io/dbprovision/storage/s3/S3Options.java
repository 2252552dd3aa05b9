package io.dbprovision.storage.s3;

import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The block of a bucket.
 *
 * @param endpoint of another server than Amazon's
 * @param forcePathStyle whether the bucket's name is the first part of the path and not of the host
 * @param prefix of the keys
 * @param secretRef the Secret with the keys to sign in with; absent for the pod's own identity
 * @param caSecretRef the Secret with what the server's certificate is checked by
 * @param serverSideEncryption how the server encrypts what it stores
 * @param kmsKeyId the key of {@code aws:kms}; absent for the account's own
 * @param objectLockMode with {@code objectLockRetention}: who may delete an object before its time
 * @param objectLockRetention such as {@code 720h}, from the beginning of the upload on
 */
record S3Options(
    @Nullable String bucket,
    @Nullable String endpoint,
    boolean forcePathStyle,
    @Nullable String prefix,
    @Nullable String region,
    @Nullable SecretRef secretRef,
    @Nullable CaSecretRef caSecretRef,
    @Nullable String serverSideEncryption,
    @Nullable String kmsKeyId,
    @Nullable String storageClass,
    @Nullable String objectLockMode,
    @Nullable String objectLockRetention) {
  /**
   * @param keys where the Secret has other keys than the usual ones
   */
  record SecretRef(@Nullable String name, @Nullable SecretKeys keys) {
    String accessKey() {
      return usual(keys == null ? null : keys.accessKey, "AWS_ACCESS_KEY_ID");
    }

    String secretKey() {
      return usual(keys == null ? null : keys.secretKey, "AWS_SECRET_ACCESS_KEY");
    }
  }

  record SecretKeys(@Nullable String accessKey, @Nullable String secretKey) {}

  record CaSecretRef(@Nullable String name, @Nullable String key) {
    String certificates() {
      return usual(key, "ca.crt");
    }
  }

  private static String usual(@Nullable String key, String otherwise) {
    return key == null || key.isEmpty() ? otherwise : key;
  }

  String name() {
    return Objects.requireNonNullElse(bucket, "");
  }

  String folder() {
    return stripped(Objects.requireNonNullElse(prefix, ""));
  }

  String place() {
    return endpoint == null ? "S3 in " + region : endpoint;
  }

  /** Empty when nothing is to be locked. */
  Optional<Duration> retention() {
    return objectLockRetention == null ? Optional.empty() : GoDuration.parse(objectLockRetention);
  }

  static String stripped(String path) {
    return path.replaceAll("^/+|/+$", "");
  }
}
