package io.dbprovision.gcs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dbprovision.spi.EngineException;
import io.dbprovision.spi.ErrorKind;
import io.dbprovision.spi.ObjectStore;
import io.dbprovision.spi.SecretText;
import io.dbprovision.spi.Section;
import io.dbprovision.spi.StorePlace;
import io.dbprovision.spi.Validation;
import io.dbprovision.spi.testkit.store.StoreTestContext;
import java.net.URI;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class GcsStoreTest {
  private final GcsStore store = new GcsStore();

  @Test
  void everyFieldThatIsWrongIsNamedAtOnce() {
    assertThat(
            paths(
                Map.of(
                    "bucket", "No Bucket",
                    "prefix", "a/../b",
                    "endpoint", "ftp://x",
                    "storageClass", "CHEAP",
                    "kmsKeyName", "my-key",
                    "secretRef", Map.of("name", "x"))))
        .containsExactlyInAnyOrder(
            "spec.storage.gcs.bucket",
            "spec.storage.gcs.prefix",
            "spec.storage.gcs.endpoint",
            "spec.storage.gcs.storageClass",
            "spec.storage.gcs.kmsKeyName",
            "spec.storage.gcs.secretRef.key");
  }

  @Test
  void aBucketIsEnoughAsThePodMayHaveAnIdentity() {
    assertThat(paths(Map.of("bucket", "backups"))).isEmpty();
    assertThat(paths(Map.of())).containsExactly("spec.storage.gcs.bucket");
  }

  @Test
  void thePodsTokenIsSentToNobodyButGoogle() {
    for (String endpoint :
        List.of(
            "https://evil.example",
            "http://storage.googleapis.com",
            "https://googleapis.com.evil.example",
            "https://evil.example/storage.googleapis.com",
            "https://evil.example#.googleapis.com",
            "https://evilgoogleapis.com")) {
      assertThat(paths(Map.of("bucket", "backups", "endpoint", endpoint)))
          .as(endpoint)
          .contains("spec.storage.gcs.endpoint");
    }
    for (String endpoint :
        List.of("https://storage.googleapis.com", "https://storage-x.p.googleapis.com/")) {
      assertThat(paths(Map.of("bucket", "backups", "endpoint", endpoint))).as(endpoint).isEmpty();
    }
  }

  @Test
  void aSecretWithoutTheEntryIsRefusedByItsField() {
    StorePlace place =
        StorePlace.builder(
                Section.of(
                    Places.PATH,
                    Map.of("bucket", "b-1", "secretRef", Map.of("name", "s", "key", "key.json"))))
            .secret("secretRef", Map.of("other", SecretText.of("x")))
            .build();
    assertThatThrownBy(() -> store.open(place, StoreTestContext.standard()))
        .isInstanceOfSatisfying(
            EngineException.class,
            e -> {
              assertThat(e.kind()).isEqualTo(ErrorKind.INVALID);
              assertThat(e.path()).contains("spec.storage.gcs.secretRef.key");
            });
  }

  @Test
  void anEntryThatIsNoKeyOfAServiceAccountIsRefusedWithoutTellingIt() {
    String external =
        """
        {"type": "external_account", "credential_source": {"file": "/etc/passwd"}}
        """;
    for (String entry : List.of("hunter2", "{}", external)) {
      StorePlace place =
          StorePlace.builder(
                  Section.of(
                      Places.PATH,
                      Map.of("bucket", "b-1", "secretRef", Map.of("name", "s", "key", "k"))))
              .secret("secretRef", Map.of("k", SecretText.of(entry)))
              .build();
      try (ObjectStore objects = store.open(place, StoreTestContext.standard())) {
        assertThatThrownBy(() -> objects.stat("a"))
            .isInstanceOfSatisfying(
                EngineException.class,
                e -> {
                  assertThat(e.kind()).isEqualTo(ErrorKind.INVALID);
                  assertThat(e).hasNoCause();
                })
            .hasMessageNotContaining("hunter2");
      }
    }
  }

  @Test
  void aKeyThatHasTokensAskedForElsewhereIsRefusedBeforeAnybodyIsAsked() {
    try (Tokens tokens = new Tokens()) {
      for (Map<String, ?> block :
          List.of(
              Map.of("bucket", "b-1"),
              Map.of("bucket", "b-1", "endpoint", "https://storage.googleapis.com"),
              Map.of("bucket", "b-1", "endpoint", "http://localhost:1"))) {
        Map<String, Object> all = new HashMap<>(block);
        all.put("secretRef", Map.of("name", "s", "key", "k"));
        StorePlace place =
            StorePlace.builder(Section.of(Places.PATH, all))
                .secret("secretRef", Map.of("k", SecretText.of(tokens.account())))
                .build();
        try (ObjectStore objects = store.open(place, StoreTestContext.standard())) {
          assertThatThrownBy(() -> objects.stat("a"))
              .as("%s", block)
              .isInstanceOfSatisfying(
                  EngineException.class, e -> assertThat(e.kind()).isEqualTo(ErrorKind.INVALID))
              .hasMessageContaining("token_uri")
              .hasMessageNotContaining("127.0.0.1");
        }
      }
      assertThat(tokens.asked()).isZero();
    }
  }

  @Test
  void googlesOwnTokenServersAreAllowedByHttpsOnly() {
    GcsOptions google = Section.of(Places.PATH, Map.of("bucket", "b-1")).as(GcsOptions.class);
    for (String good :
        List.of(
            "https://oauth2.googleapis.com/token", "https://www.googleapis.com/oauth2/v4/token")) {
      assertThat(TokenServers.allowed(URI.create(good), google)).as(good).isTrue();
    }
    for (String bad :
        List.of(
            "http://oauth2.googleapis.com/token",
            "https://googleapis.com.evil.example/token",
            "https://evilgoogleapis.com/token",
            "https://oauth2.googleapis.com@evil.example/token",
            "http://169.254.169.254/token",
            "https:///token")) {
      assertThat(TokenServers.allowed(URI.create(bad), google)).as(bad).isFalse();
    }
  }

  private List<String> paths(Map<String, ?> block) {
    return store.validate(Section.of(Places.PATH, block)).problems().stream()
        .map(Validation.Problem::path)
        .toList();
  }
}
