package io.dbprovision.core.backup.kind;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dbprovision.core.config.StoreRules;
import io.dbprovision.spi.EngineException;
import io.dbprovision.spi.ErrorKind;
import io.dbprovision.spi.Section;
import io.dbprovision.spi.Store;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StoreAdmissionTest {
  private static final Map<String, Object> SECRET = Map.of("name", "login");

  private static final StoreRules FOR_A =
      new StoreRules(new StoreRules.PodIdentity(false, Set.of("team-a")), false);

  /** As a plugin that says nothing of its own about whom it signs in as. */
  private static final Store BUCKET = new BlankStore();

  private static final class Volume extends BlankStore {
    @Override
    public Optional<String> claim(Section block) {
      return Optional.of("backups");
    }
  }

  private static void check(StoreRules rules, String namespace, Map<String, ?> block) {
    new StoreAdmission(rules, StoreAdmissionTest::addresses)
        .check(namespace, BUCKET, Section.of("spec.storage.bucket", block));
  }

  /** Literals as the platform reads them, and one name that leads astray. */
  private static List<InetAddress> addresses(String host) {
    try {
      return List.of(
          InetAddress.getAllByName(host.equals("innocent.example") ? "169.254.169.254" : host));
    } catch (UnknownHostException e) {
      return List.of();
    }
  }

  @Test
  void withoutASecretOnlyNamespacesThatMayUseThePodsIdentityPass() {
    assertThatThrownBy(() -> check(StoreRules.STRICT, "team-a", Map.of()))
        .isInstanceOfSatisfying(
            EngineException.class,
            e -> {
              assertThat(e.kind()).isEqualTo(ErrorKind.PERMISSION);
              assertThat(e.path()).contains("spec.storage.bucket.secretRef");
              assertThat(e.getMessage()).contains("--store-pod-identity=team-a");
            });
    assertThatThrownBy(() -> check(FOR_A, "team-b", Map.of())).hasMessageContaining("team-b");
    assertThatCode(() -> check(FOR_A, "team-a", Map.of())).doesNotThrowAnyException();
    assertThatCode(() -> check(StoreRules.STRICT, "team-b", Map.of("secretRef", SECRET)))
        .doesNotThrowAnyException();
  }

  @Test
  void aClaimNeedsNoIdentity() {
    assertThatCode(
            () ->
                new StoreAdmission(StoreRules.STRICT)
                    .check("team-a", new Volume(), Section.empty("spec.storage")))
        .doesNotThrowAnyException();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "http://169.254.169.254",
        "http://169.254.170.2/v2",
        "http://169.254.169.254:80/latest",
        "http://[fd00:ec2::254]/",
        "http://[fe80::1]:9000",
        "http://[::ffff:169.254.169.254]",
        "http://100.100.100.200",
        "http://168.63.129.16",
        "https://innocent.example"
      })
  void whereCloudsKeepCredentialsNoStoreIs(String endpoint) {
    assertThatThrownBy(
            () -> check(FOR_A, "team-a", Map.of("secretRef", SECRET, "endpoint", endpoint)))
        .isInstanceOfSatisfying(
            EngineException.class, e -> assertThat(e.kind()).isEqualTo(ErrorKind.PERMISSION))
        .hasMessageContaining("spec.storage.bucket.endpoint")
        .hasMessageContaining("--store-link-local");
    StoreRules open = new StoreRules(FOR_A.podIdentity(), true);
    assertThatCode(() -> check(open, "team-a", Map.of("secretRef", SECRET, "endpoint", endpoint)))
        .doesNotThrowAnyException();
  }

  @Test
  void aBucketInTheHostsNameLeadsNobodyAstrayEither() {
    Map<String, Object> block =
        Map.of("secretRef", SECRET, "endpoint", "http://example", "bucket", "backups");
    StoreAdmission admission =
        new StoreAdmission(
            FOR_A, host -> addresses(host.equals("backups.example") ? "innocent.example" : ""));
    assertThatThrownBy(
            () -> admission.check("team-a", BUCKET, Section.of("spec.storage.bucket", block)))
        .hasMessageContaining("spec.storage.bucket.endpoint: leads to 169.254.169.254");
  }

  @ParameterizedTest
  @ValueSource(strings = {"http://127.0.0.1:9000", "http://10.0.0.7", "https://[fd00::1]:9000"})
  void otherAddressesAreNobodysBusiness(String endpoint) {
    assertThatCode(
            () ->
                check(
                    StoreRules.STRICT, "team-a", Map.of("secretRef", SECRET, "endpoint", endpoint)))
        .doesNotThrowAnyException();
  }
}
