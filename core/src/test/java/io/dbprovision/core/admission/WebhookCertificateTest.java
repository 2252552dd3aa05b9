package io.dbprovision.core.admission;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dbprovision.core.fake.FakeSecrets;
import io.dbprovision.core.fake.Writes;
import io.dbprovision.core.kube.KubeException;
import io.dbprovision.core.kube.Secrets;
import io.dbprovision.core.kube.WebhookConfigurations;
import io.dbprovision.core.tls.PemCertificate;
import io.dbprovision.core.tls.ServerCertificate;
import io.dbprovision.spi.SecretText;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.Test;

/** One certificate for all replicas. */
class WebhookCertificateTest {
  private static final WebhookCertificate.Place PLACE =
      new WebhookCertificate.Place("system", "hook-certificate", "hook", "hooks");

  private final Writes writes = new Writes();
  private final FakeSecrets secrets = new FakeSecrets(writes);
  private final FakeConfigurations webhooks = new FakeConfigurations();
  private final List<String> taken = new ArrayList<>();
  private Instant now = Instant.parse("2026-03-01T00:00:00Z");
  private final WebhookCertificate one =
      new WebhookCertificate(secrets, webhooks, this::take, PLACE, () -> now);
  private final WebhookCertificate other =
      new WebhookCertificate(secrets, webhooks, this::take, PLACE, () -> now);

  @Test
  void theFirstReplicaMakesItAndTheOthersUseIt() throws Exception {
    one.look();
    other.look();

    assertThat(other.get().certificatePem()).isEqualTo(one.get().certificatePem());
    assertThat(one.get().chain().getFirst().getSubjectAlternativeNames())
        .extracting(entry -> (Object) entry.get(1))
        .contains("hook.system.svc", "localhost");
    assertThat(secrets.get("system", "hook-certificate"))
        .hasValueSatisfying(secret -> assertThat(secret.type()).isEqualTo("kubernetes.io/tls"));
  }

  @Test
  void theSecretGoesWithTheOperatorAlsoOneThatAnEarlierOperatorMade() {
    one.look();
    one.look();
    assertThat(taken).containsExactly("system/hook-certificate");

    secrets.delete(secrets.get("system", "hook-certificate").orElseThrow());
    one.look();
    assertThat(taken).hasSize(2);

    other.look();
    assertThat(taken).hasSize(3);
  }

  @Test
  void whatSomebodyElseKeepsThereIsUsedAndNeverWritten() throws Exception {
    ServerCertificate theirs =
        ServerCertificate.selfSigned("hook", List.of("hook.system.svc"), now, Duration.ofDays(90));
    keepsTheirs(
        Map.of(
            "tls.crt",
            SecretText.of(theirs.certificatePem()),
            "tls.key",
            SecretText.of(theirs.keyPem())));
    int before = writes.count();

    one.look();

    assertThat(one.get().certificatePem()).isEqualTo(theirs.certificatePem());
    assertThat(trusted()).containsExactly(theirs.certificatePem());
    assertThat(writes.count()).isEqualTo(before);
    assertThat(taken).isEmpty();
  }

  @Test
  void aSecretOfThatNameThatIsSomethingElseIsLeftAlone() {
    keepsTheirs(Map.of("password", SecretText.of("theirs")));

    assertThatThrownBy(one::look).hasMessageContainingAll("hook-certificate", "tls.crt", "delete");
    assertThat(secrets.get("system", "hook-certificate").orElseThrow().data())
        .containsOnlyKeys("password");
  }

  private void keepsTheirs(Map<String, SecretText> data) {
    secrets.create(
        new Secrets.Draft("system", "hook-certificate", "Opaque", Map.of(), Map.of(), data, null));
  }

  private void take(String namespace, String secret) {
    assertThat(secrets.get(namespace, secret)).as("there is one").isPresent();
    taken.add(namespace + "/" + secret);
  }

  @Test
  void theApiServerIsToldOnce() {
    one.look();
    one.look();
    other.look();

    assertThat(webhooks.told).isEqualTo(1);
    assertThat(trusted()).containsExactly(one.get().certificatePem());
  }

  @Test
  void itIsMadeAnewInTimeAndTheFormerOneStaysTrustedWhileItIsGood() {
    one.look();
    other.look();
    ServerCertificate former = other.get();
    now = now.plus(Duration.ofDays(250));

    one.look();

    assertThat(one.get().certificatePem())
        .as("not every API server has heard of the new one")
        .isEqualTo(former.certificatePem());
    one.look();
    assertThat(one.get().certificatePem()).isNotEqualTo(former.certificatePem());
    assertThat(one.get().expiry()).isAfter(former.expiry());
    assertThat(trusted()).containsExactly(one.get().certificatePem(), former.certificatePem());
    other.look();
    assertThat(other.get().certificatePem()).isEqualTo(one.get().certificatePem());
  }

  @Test
  void aSecretThatIsLostIsMadeAnew() {
    one.look();
    String before = one.get().certificatePem();
    other.look();
    secrets.delete(secrets.get("system", "hook-certificate").orElseThrow());

    one.look();

    assertThat(trusted()).hasSize(2).contains(before);
    assertThat(other.get().certificatePem()).isEqualTo(before);
    one.look();
    other.look();
    assertThat(one.get().certificatePem()).isNotEqualTo(before);
    assertThat(other.get().certificatePem()).isEqualTo(one.get().certificatePem());
  }

  @Test
  void whoAnswersWithWhatNobodyTrustsChangesAtOnce() {
    one.look();
    secrets.delete(secrets.get("system", "hook-certificate").orElseThrow());
    webhooks.trusted.put("objects", "");

    one.look();

    assertThat(trusted()).containsExactly(one.get().certificatePem());
  }

  @Test
  void aBundleThatSomebodyTookAwayIsToldAnew() {
    one.look();
    webhooks.trusted.put("objects", "nonsense");

    one.look();

    assertThat(trusted()).containsExactly(one.get().certificatePem());
  }

  @Test
  void oneOfOursThatCannotBeReadIsReplaced() {
    secrets.create(
        new Secrets.Draft(
            "system",
            "hook-certificate",
            "kubernetes.io/tls",
            Map.of("app.kubernetes.io/managed-by", "db-provision-operator"),
            Map.of(),
            Map.of("tls.crt", SecretText.of("nonsense"), "tls.key", SecretText.of("nonsense")),
            null));

    one.look();
    other.look();

    assertThat(trusted()).containsExactly(one.get().certificatePem());
    assertThat(other.get().certificatePem()).isEqualTo(one.get().certificatePem());
  }

  @Test
  void theOperatorStartsWithoutTheApiServersAgreement() {
    webhooks.forbidden = true;

    one.start();
    one.stop(Duration.ZERO);

    assertThat(one.get().expiry()).isAfter(now);
    assertThat(webhooks.told).isZero();
  }

  @Test
  void withoutAConfigurationNothingIsToldAndItIsServedAllTheSame() {
    webhooks.trusted.clear();

    assertThat(one.look()).as("worth another look soon").isFalse();

    assertThat(webhooks.told).isZero();
    assertThat(one.get().expiry()).isAfter(now);
  }

  private List<String> trusted() {
    return PemCertificate.all(Objects.requireNonNull(webhooks.trusted.get("objects"))).stream()
        .map(ServerCertificate::pem)
        .toList();
  }

  private static final class FakeConfigurations implements WebhookConfigurations {
    private final Map<String, String> trusted = new ConcurrentHashMap<>(Map.of("objects", ""));
    private int told;
    private boolean forbidden;

    @Override
    public List<Webhook> get(String configuration) {
      if (forbidden) {
        throw new KubeException(KubeException.Kind.FORBIDDEN, "no right");
      }
      return trusted.entrySet().stream()
          .map(entry -> new Webhook(entry.getKey(), entry.getValue()))
          .toList();
    }

    @Override
    public void accept(String configuration, List<Webhook> changed) {
      told++;
      changed.forEach(webhook -> trusted.put(webhook.name(), webhook.authorities()));
    }
  }
}
