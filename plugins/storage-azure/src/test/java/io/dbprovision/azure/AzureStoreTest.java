package io.dbprovision.azure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dbprovision.spi.EngineException;
import io.dbprovision.spi.ErrorKind;
import io.dbprovision.spi.SecretText;
import io.dbprovision.spi.Section;
import io.dbprovision.spi.StorePlace;
import io.dbprovision.spi.Validation;
import io.dbprovision.spi.testkit.store.StoreTestContext;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class AzureStoreTest {
  private static final String PATH = "spec.storage.azure";
  private static final String KEY = "c2VjcmV0LWtleQ==";
  private static final Map<String, Object> BLOCK =
      Map.of(
          "container", "backups",
          "storageAccount", "account",
          "secretRef", Map.of("name", "s"));

  private final AzureStore store = new AzureStore();

  @Test
  void everyFieldThatIsWrongIsNamedAtOnce() {
    assertThat(
            problems(
                Map.of(
                    "container", "No--Container",
                    "storageAccount", "my-account",
                    "prefix", "a//b",
                    "endpoint", "https://user@host",
                    "accessTier", "Archive",
                    "secretRef", Map.of())))
        .extracting(Validation.Problem::path)
        .containsExactlyInAnyOrder(
            PATH + ".container",
            PATH + ".storageAccount",
            PATH + ".prefix",
            PATH + ".endpoint",
            PATH + ".accessTier",
            PATH + ".secretRef.name");
  }

  @Test
  void thePodsIdentityIsSaidToBeUnsupported() {
    assertThat(problems(Map.of("container", "backups", "storageAccount", "account")))
        .singleElement()
        .satisfies(
            problem -> {
              assertThat(problem.kind()).isEqualTo(ErrorKind.UNSUPPORTED);
              assertThat(problem.path()).isEqualTo(PATH + ".secretRef");
            });
  }

  @Test
  void everyEntryThatMayHoldTheKeyIsTakenInItsTurn() {
    for (String entry : AzureStore.ENTRIES) {
      assertThatCode(() -> open(Map.of("another", "x", entry, KEY + "\n")))
          .doesNotThrowAnyException();
    }
    assertThatCode(() -> open(Map.of("accountKey", KEY, "key", "no base64!")))
        .as("the first that is there counts")
        .doesNotThrowAnyException();
  }

  @Test
  void aSecretWithoutAKeyOrWithNoneOfAnAccountIsRefusedWithoutTellingIt() {
    for (Map<String, String> secret :
        List.of(Map.of("another", KEY), Map.of("key", ""), Map.of("key", "hunter2!"))) {
      assertThatThrownBy(() -> open(secret))
          .isInstanceOfSatisfying(
              EngineException.class,
              e -> {
                assertThat(e.kind()).isEqualTo(ErrorKind.INVALID);
                assertThat(e.path()).contains(PATH + ".secretRef");
                assertThat(e).hasNoCause();
              })
          .hasMessageNotContaining("hunter2");
    }
  }

  private void open(Map<String, String> secret) {
    Map<String, SecretText> entries = new HashMap<>();
    secret.forEach((name, value) -> entries.put(name, SecretText.of(value)));
    StorePlace place =
        StorePlace.builder(Section.of(PATH, BLOCK)).secret("secretRef", entries).build();
    store.open(place, StoreTestContext.standard()).close();
  }

  private List<Validation.Problem> problems(Map<String, ?> block) {
    return store.validate(Section.of(PATH, block)).problems();
  }
}
