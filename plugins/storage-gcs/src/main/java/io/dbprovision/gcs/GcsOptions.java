package io.dbprovision.gcs;

import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The block {@code storage.gcs}.
 *
 * @param endpoint where the service is, without the path of its interface; Google's own by default
 * @param storageClass of what is written; the bucket's by default
 * @param kmsKeyName that the service encrypts with; the bucket's by default
 */
record GcsOptions(
    @Nullable String bucket,
    @Nullable String prefix,
    @Nullable SecretRef secretRef,
    @Nullable String endpoint,
    @Nullable String storageClass,
    @Nullable String kmsKeyName) {
  static final String GOOGLE = "https://storage.googleapis.com";

  static final Set<String> CLASSES = Set.of("STANDARD", "NEARLINE", "COLDLINE", "ARCHIVE");

  /**
   * @param key of the entry that holds the service account's key file
   */
  record SecretRef(@Nullable String name, @Nullable String namespace, @Nullable String key) {}

  GcsOptions {
    storageClass = storageClass == null ? null : storageClass.toUpperCase(Locale.ROOT);
  }

  /** With a slash at its end. */
  String root() {
    String url = endpoint == null ? GOOGLE : endpoint;
    return url.endsWith("/") ? url : url + "/";
  }
}
