package io.dbprovision.storage.s3;

import io.dbprovision.spi.EngineException;
import io.dbprovision.spi.Section;
import io.dbprovision.spi.Validation;
import io.dbprovision.store.Keys;
import java.net.URI;
import java.net.URISyntaxException;
import java.time.Duration;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What a block may say. For one use. */
final class S3Rules {
  private static final Set<String> BY_KMS = Set.of("aws:kms", "aws:kms:dsse");

  /** Those of today's rules, and names that older servers gave. */
  private static final Pattern BUCKET =
      Pattern.compile("(?!.*\\.\\.)[A-Za-z0-9][A-Za-z0-9._-]{1,251}[A-Za-z0-9]");

  /** It becomes a part of host names. */
  private static final Pattern REGION =
      Pattern.compile("[A-Za-z0-9]([A-Za-z0-9-]{0,61}[A-Za-z0-9])?");

  private static final Pattern STORAGE_CLASS = Pattern.compile("[A-Z][A-Z0-9_]{0,63}");
  private static final Pattern KMS_KEY = Pattern.compile("[A-Za-z0-9:/_.-]{1,2048}");

  /** What is in them has to be fetched back for hours before it can be read. */
  private static final Set<String> FROZEN = Set.of("GLACIER", "DEEP_ARCHIVE");

  private static final Duration LONGEST_LOCK = Duration.ofDays(36_500);

  private final String path;
  private Validation found = Validation.ok();

  private S3Rules(String path) {
    this.path = path;
  }

  static Validation validate(Section block) {
    S3Options options;
    try {
      options = block.as(S3Options.class);
    } catch (EngineException e) {
      return Validation.ok().with(block.path(), e);
    }
    return new S3Rules(block.path()).check(options);
  }

  private Validation check(S3Options options) {
    require(
        BUCKET.matcher(options.name()).matches(),
        "bucket",
        "must be the name of a bucket: letters, digits, '-', '_' and '.'");
    require(
        REGION.matcher(Objects.requireNonNullElse(options.region(), "")).matches(),
        "region",
        "must be a region such as eu-central-1; servers without regions take us-east-1");
    require(
        options.endpoint() == null || web(options.endpoint()),
        "endpoint",
        "must be a URL that begins with https:// or http:// and has no user, query or fragment");
    require(
        options.folder().isEmpty() || Keys.valid(options.folder()),
        "prefix",
        "must be names parted by single slashes, none of them '.' or '..'");
    require(
        options.secretRef() == null || named(options.secretRef().name()),
        "secretRef.name",
        "must name a Secret; without secretRef the pod's own identity signs in");
    require(
        options.caSecretRef() == null || named(options.caSecretRef().name()),
        "caSecretRef.name",
        "must name the Secret with the CA's certificate");
    require(
        options.caSecretRef() == null
            || (options.endpoint() != null && options.endpoint().startsWith("https:")),
        "caSecretRef",
        "needs an endpoint that begins with https://, or there is no certificate to check");
    encryption(options);
    storageClass(options.storageClass());
    lock(options);
    return found;
  }

  private void encryption(S3Options options) {
    String way = options.serverSideEncryption();
    require(
        way == null || way.equals("AES256") || BY_KMS.contains(way),
        "serverSideEncryption",
        "must be AES256, aws:kms or aws:kms:dsse");
    require(
        options.kmsKeyId() == null || (way != null && BY_KMS.contains(way)),
        "kmsKeyId",
        "is the key of serverSideEncryption: aws:kms; say so, or leave it out");
    require(
        options.kmsKeyId() == null || KMS_KEY.matcher(options.kmsKeyId()).matches(),
        "kmsKeyId",
        "must be the id, alias or ARN of a key");
  }

  private void storageClass(@Nullable String name) {
    require(
        name == null || STORAGE_CLASS.matcher(name).matches(),
        "storageClass",
        "must be a storage class such as STANDARD_IA");
    require(
        name == null || !FROZEN.contains(name),
        "storageClass",
        "keeps objects where they cannot be read at once, and so neither checked nor restored;"
            + " use GLACIER_IR, or move old objects by a lifecycle rule of the bucket");
  }

  private void lock(S3Options options) {
    String mode = options.objectLockMode();
    require(
        mode == null || mode.equals("GOVERNANCE") || mode.equals("COMPLIANCE"),
        "objectLockMode",
        "must be GOVERNANCE or COMPLIANCE");
    require(
        (mode == null) == (options.objectLockRetention() == null),
        mode == null ? "objectLockMode" : "objectLockRetention",
        "objectLockMode and objectLockRetention are given together or not at all");
    require(
        options.objectLockRetention() == null
            || options.retention().filter(time -> time.compareTo(LONGEST_LOCK) <= 0).isPresent(),
        "objectLockRetention",
        "must be a duration such as 720h, a hundred years at most");
  }

  private void require(boolean right, String field, String sentence) {
    if (!right) {
      found = found.invalid(path + "." + field, sentence);
    }
  }

  private static boolean named(@Nullable String name) {
    return name != null && !name.isEmpty();
  }

  private static boolean web(String endpoint) {
    try {
      URI uri = new URI(endpoint);
      String scheme = uri.getScheme();
      return ("https".equals(scheme) || "http".equals(scheme))
          && uri.getHost() != null
          && uri.getRawUserInfo() == null
          && uri.getRawQuery() == null
          && uri.getRawFragment() == null;
    } catch (URISyntaxException e) {
      return false;
    }
  }
}
