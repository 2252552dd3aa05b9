package io.dbprovision.gcs;

import io.dbprovision.spi.EngineException;
import io.dbprovision.spi.Section;
import io.dbprovision.spi.Validation;
import io.dbprovision.store.Keys;
import io.dbprovision.store.Urls;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What can be said about a block without asking anybody. */
final class GcsBlock {
  private static final Pattern BUCKET = Pattern.compile("[a-z0-9][a-z0-9._-]{1,220}[a-z0-9]");
  private static final Pattern KMS_KEY =
      Pattern.compile("projects/[^/]+/locations/[^/]+/keyRings/[^/]+/cryptoKeys/[^/]+");

  private static final Pattern GOOGLE =
      Pattern.compile("https://[a-z0-9.-]+\\.googleapis\\.com(?::443)?/?");

  private GcsBlock() {}

  static Validation validate(Section block) {
    GcsOptions options;
    try {
      options = block.as(GcsOptions.class);
    } catch (EngineException e) {
      return Validation.ok().with(block.path(), e);
    }
    String path = block.path();
    Validation found = Keys.withPrefix(Validation.ok(), block);
    if (options.bucket() == null) {
      found = found.invalid(path + ".bucket", "is required: the name of the bucket");
    } else if (!BUCKET.matcher(options.bucket()).matches()) {
      found = found.invalid(path + ".bucket", "is no name that a bucket can have");
    }
    GcsOptions.SecretRef secret = options.secretRef();
    if (secret != null && isBlank(secret.name())) {
      found = found.invalid(path + ".secretRef.name", "is required: the name of the Secret");
    }
    if (secret != null && isBlank(secret.key())) {
      found =
          found.invalid(
              path + ".secretRef.key",
              "is required: the Secret's entry that holds the service account's key in JSON");
    }
    found = Urls.checked(found, path + ".endpoint", options.endpoint());
    if (secret == null && options.endpoint() != null && !isGoogle(options.endpoint())) {
      found =
          found.invalid(
              path + ".endpoint",
              "must be an https address below googleapis.com as long as there is no secretRef: the"
                  + " token of the pod's own identity is not sent to anybody else");
    }
    String storageClass = options.storageClass();
    if (storageClass != null && !GcsOptions.CLASSES.contains(storageClass)) {
      found =
          found.invalid(
              path + ".storageClass", "must be one of STANDARD, NEARLINE, COLDLINE, ARCHIVE");
    }
    if (options.kmsKeyName() != null && !KMS_KEY.matcher(options.kmsKeyName()).matches()) {
      found =
          found.invalid(
              path + ".kmsKeyName",
              "must be like projects/P/locations/L/keyRings/R/cryptoKeys/K, without a version");
    }
    return found;
  }

  /** A manifest's author must not get at the pod's token by having it sent somewhere. */
  static boolean isGoogle(String endpoint) {
    return GOOGLE.matcher(endpoint).matches();
  }

  private static boolean isBlank(@Nullable String text) {
    return text == null || text.isBlank();
  }
}
