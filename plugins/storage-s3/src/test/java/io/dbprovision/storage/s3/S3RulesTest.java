package io.dbprovision.storage.s3;

import static org.assertj.core.api.Assertions.assertThat;

import io.dbprovision.spi.Section;
import io.dbprovision.spi.Validation;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class S3RulesTest {
  private static final Map<String, Object> LEAST =
      Map.of("bucket", "backups", "region", "eu-central-1");

  private final S3Store store = new S3Store();

  private List<String> wrong(Map<String, Object> more) {
    Map<String, Object> values = new HashMap<>(LEAST);
    values.putAll(more);
    return store.validate(Section.of("s3", values)).problems().stream()
        .map(Validation.Problem::path)
        .toList();
  }

  @Test
  void aBucketAndARegionAreEnoughForAPodWithAnIdentity() {
    assertThat(wrong(Map.of())).isEmpty();
    assertThat(store.validate(Section.empty("s3")).problems())
        .extracting(Validation.Problem::path)
        .containsExactly("s3.bucket", "s3.region");
  }

  @Test
  void whatEarlierManifestsSayIsRight() {
    assertThat(
            wrong(
                Map.of(
                    "endpoint",
                    "http://minio.minio.svc:9000",
                    "forcePathStyle",
                    true,
                    "prefix",
                    "/backups/prod/",
                    "secretRef",
                    Map.of("name", "s", "keys", Map.of("accessKey", "a")))))
        .isEmpty();
    assertThat(store.prefix(Section.of("s3", Map.of("prefix", "/backups/prod/"))))
        .isEqualTo("backups/prod");
  }

  @Test
  void theBucketAndTheRegionAreNoPartsOfOtherHosts() {
    for (String bucket : List.of("", "a", "evil.host/x", "a..b", "a?b", "a b", "-a-")) {
      assertThat(wrong(Map.of("bucket", bucket))).as(bucket).containsExactly("s3.bucket");
    }
    for (String region : List.of("", "eu.evil.host", "eu/", "eu-", "a@b")) {
      assertThat(wrong(Map.of("region", region))).as(region).containsExactly("s3.region");
    }
  }

  @Test
  void anEndpointIsAUrlOfAWebServerWithoutALogin() {
    for (String endpoint : List.of("https://s3.example.com", "http://10.0.0.1:9000/")) {
      assertThat(wrong(Map.of("endpoint", endpoint))).as(endpoint).isEmpty();
    }
    for (String endpoint :
        List.of(
            "s3.example.com",
            "s3.example.com:9000",
            "file:///etc/passwd",
            "ftp://x",
            "http://",
            "http://user:password@x",
            "http://x?y=z",
            "http://x#y",
            "http://a b")) {
      assertThat(wrong(Map.of("endpoint", endpoint))).as(endpoint).containsExactly("s3.endpoint");
    }
  }

  @Test
  void aPrefixIsMadeOfNames() {
    for (String prefix : List.of("..", "a/../b", "a//b", "./a")) {
      assertThat(wrong(Map.of("prefix", prefix))).as(prefix).containsExactly("s3.prefix");
    }
  }

  @Test
  void encryptionAndItsKeyBelongTogether() {
    assertThat(wrong(Map.of("serverSideEncryption", "AES256"))).isEmpty();
    assertThat(wrong(Map.of("serverSideEncryption", "aws:kms", "kmsKeyId", "alias/backups")))
        .isEmpty();
    assertThat(wrong(Map.of("serverSideEncryption", "aws:kms:dsse"))).isEmpty();
    assertThat(wrong(Map.of("serverSideEncryption", "rot13")))
        .containsExactly("s3.serverSideEncryption");
    assertThat(wrong(Map.of("serverSideEncryption", "AES256", "kmsKeyId", "x")))
        .containsExactly("s3.kmsKeyId");
    assertThat(wrong(Map.of("kmsKeyId", "x"))).containsExactly("s3.kmsKeyId");
  }

  @Test
  void aClassWhoseObjectsCannotBeReadAtOnceIsRefused() {
    assertThat(wrong(Map.of("storageClass", "STANDARD_IA"))).isEmpty();
    assertThat(wrong(Map.of("storageClass", "DEEP_ARCHIVE"))).containsExactly("s3.storageClass");
    assertThat(wrong(Map.of("storageClass", "GLACIER"))).containsExactly("s3.storageClass");
    assertThat(wrong(Map.of("storageClass", "no class"))).containsExactly("s3.storageClass");
  }

  @Test
  void aLockNeedsAModeAndATime() {
    assertThat(wrong(Map.of("objectLockMode", "COMPLIANCE", "objectLockRetention", "720h")))
        .isEmpty();
    assertThat(wrong(Map.of("objectLockMode", "COMPLIANCE")))
        .containsExactly("s3.objectLockRetention");
    assertThat(wrong(Map.of("objectLockRetention", "1h"))).containsExactly("s3.objectLockMode");
    for (String time : List.of("30d", "0h", "", "-1h", "9999999h", "soon")) {
      assertThat(wrong(Map.of("objectLockMode", "GOVERNANCE", "objectLockRetention", time)))
          .as(time)
          .containsExactly("s3.objectLockRetention");
    }
    assertThat(wrong(Map.of("objectLockMode", "forever", "objectLockRetention", "1h")))
        .containsExactly("s3.objectLockMode");
  }

  @Test
  void aCaNeedsACertificateToCheck() {
    Map<String, Object> ca = Map.of("caSecretRef", Map.of("name", "ca"));
    assertThat(wrong(ca)).containsExactly("s3.caSecretRef");
    Map<String, Object> withServer = new HashMap<>(ca);
    withServer.put("endpoint", "https://minio");
    assertThat(wrong(withServer)).isEmpty();
  }

  @Test
  void nothingInABlockIsIgnored() {
    assertThat(wrong(Map.of("profile", "x"))).containsExactly("s3.profile");
    assertThat(wrong(Map.of("secretRef", Map.of("name", "x", "file", "/etc/passwd"))))
        .containsExactly("s3.secretRef.file");
  }
}
