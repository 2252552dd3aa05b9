package io.dbprovision.core.config;

import static io.dbprovision.core.config.FlagsFixture.HOME;
import static io.dbprovision.core.config.FlagsFixture.config;
import static io.dbprovision.core.config.FlagsFixture.flags;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.InstanceOfAssertFactories.throwable;

import io.dbprovision.core.plugin.ChecksumMode;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class OperatorFlagsTest {

  @Test
  void withoutFlagsTheDefaultsOfTheApiHold() {
    OperatorConfig config = config();

    assertThat(config.worker().mode()).isEqualTo(WorkerMode.PROCESS);
    assertThat(config.worker().image()).isEmpty();
    assertThat(config.worker().most()).isEqualTo(4);
    assertThat(config.worker().mostPerInstance()).isEqualTo(2);
    assertThat(config.worker().toolFolders()).isEmpty();
    assertThat(config.worker().claimRoot()).isEqualTo(Path.of("/data"));
    assertThat(config)
        .isEqualTo(
            new OperatorConfig(
                "default",
                Duration.ofHours(8),
                java.util.Set.of(),
                CrossNamespace.CONSENT,
                new Limits(8, 4, 64),
                new LeaderElection(
                    false,
                    Duration.ofSeconds(12),
                    Duration.ofSeconds(8),
                    Duration.ofSeconds(1),
                    null),
                new BindAddress("", 8081),
                new MetricsSettings(null, true, null),
                new WebhookSettings(
                    null, null, "db-provision-operator-webhook", "db-provision-operator-webhook"),
                TracingSettings.OFF,
                new LogSettings(
                    LogFormat.JSON, LogLevel.INFO, LogLevel.ERROR, TimeEncoding.ISO8601),
                new PluginSource(HOME.resolve("plugins"), ChecksumMode.WARN),
                config.worker(),
                StoreRules.STRICT));
  }

  @Test
  void theFlagsOfAnExistingDeploymentAreUnderstood() {
    OperatorConfig config =
        config(
            "--metrics-bind-address=:8443",
            "--leader-elect",
            "--health-probe-bind-address=:9081",
            "--default-drift-interval=10s",
            "--instance-id=blue",
            "--metrics-cert-path=/tmp/certs",
            "--zap-log-level=debug",
            "--enable-http2=false");

    assertThat(config.metrics().boundTo()).contains(new BindAddress("", 8443));
    assertThat(config.metrics().secure()).isTrue();
    assertThat(config.metrics().certificateFiles())
        .contains(
            new CertificateFiles(Path.of("/tmp/certs/tls.crt"), Path.of("/tmp/certs/tls.key")));
    assertThat(config.leaderElection().enabled()).isTrue();
    assertThat(config.healthAddress()).contains(new BindAddress("", 9081));
    assertThat(config.defaultDriftInterval()).isEqualTo(Duration.ofSeconds(10));
    assertThat(config.leaseName()).isEqualTo("b0f91929-blue.dbprovision.io");
    assertThat(config.logs().level()).isEqualTo(LogLevel.DEBUG);
  }

  @Test
  void theDefaultInstanceIdHasTheShortLeaseName() {
    assertThat(config().leaseName()).isEqualTo("b0f91929.dbprovision.io");
  }

  @ParameterizedTest
  @CsvSource({
    "--leader-elect, true",
    "-leader-elect, true",
    "--leader-elect=true, true",
    "-leader-elect=true, true",
    "--leader-elect=1, true",
    "--leader-elect=T, true",
    "--leader-elect=false, false",
    "-leader-elect=false, false",
    "--leader-elect=0, false"
  })
  void booleansAreWrittenAsInGo(String flag, boolean expected) {
    assertThat(config(flag, "--workers=2").leaderElection().enabled()).isEqualTo(expected);
  }

  @Test
  void valuesFollowAfterABlankOrAnEqualsSignAndAfterOneDashOrTwo() {
    assertThat(config("--workers", "3").limits().workers()).isEqualTo(3);
    assertThat(config("--workers=3").limits().workers()).isEqualTo(3);
    assertThat(config("-workers", "3").limits().workers()).isEqualTo(3);
    assertThat(config("-workers=3").limits().workers()).isEqualTo(3);
  }

  @Test
  void anEmptyInstanceIdMeansTheDefault() {
    assertThat(config("--instance-id=").instanceId()).isEqualTo("default");
    assertThat(config("--instance-id", "team.a-1").leaseName())
        .isEqualTo("b0f91929-team.a-1.dbprovision.io");
  }

  @Test
  void ofAFlagGivenTwiceTheLastOneCounts() {
    assertThat(config("--workers=3", "--workers=5").limits().workers()).isEqualTo(5);
  }

  @Test
  void zeroTurnsTheServersOff() {
    OperatorConfig config = config("--metrics-bind-address=0", "--health-probe-bind-address=0");

    assertThat(config.metrics().boundTo()).isEmpty();
    assertThat(config.healthAddress()).isEmpty();
  }

  @Test
  void thePluginsFolderComesFromTheFlagThenTheVariableThenTheHome() {
    Map<String, String> environment = Map.of("DBOPS_PLUGINS_DIR", "/from/variable");

    assertThat(flags("--plugins-dir=/from/flag").toConfig(environment, HOME).plugins().directory())
        .isEqualTo(Path.of("/from/flag"));
    assertThat(flags().toConfig(environment, HOME).plugins().directory())
        .isEqualTo(Path.of("/from/variable"));
    assertThat(flags().toConfig(Map.of("DBOPS_PLUGINS_DIR", ""), HOME).plugins().directory())
        .isEqualTo(HOME.resolve("plugins"));
  }

  @Test
  void namespacesAreAListWithCommas() {
    assertThat(config("--watch-namespaces=team-a, team-b,").watchNamespaces())
        .containsExactlyInAnyOrder("team-a", "team-b");
  }

  @ParameterizedTest
  @ValueSource(strings = {"allow", "consent", "deny"})
  void referencesAcrossNamespacesHaveThreeModes(String mode) {
    assertThat(config("--cross-namespace=" + mode).crossNamespace().name())
        .isEqualToIgnoringCase(mode);
  }

  @Test
  void everythingThatIsWrongIsReportedAtOnce() {
    OperatorFlags flags =
        flags(
            "--default-drift-interval=8x",
            "--workers=many",
            "--kube-api-concurrency=500",
            "--instance-id=Blue!",
            "--leader-elect=maybe",
            "--leader-elect-renew-deadline=20s",
            "--metrics-bind-address=8443",
            "--zap-encoder=xml",
            "--zap-time-encoding=stardate",
            "--plugins-checksum=maybe",
            "--watch-namespaces=ok,Not_ok");

    assertThatThrownBy(() -> flags.toConfig(Map.of(), HOME))
        .asInstanceOf(throwable(InvalidConfigException.class))
        .extracting(InvalidConfigException::problems)
        .isEqualTo(
            List.of(
                "--default-drift-interval: \"8x\" has the unit \"x\", which is not known; write for"
                    + " example 30s, 5m, 1h30m or 8h",
                "--workers: \"many\" is no whole number",
                "--leader-elect: \"maybe\" is neither true nor false",
                "--metrics-bind-address: \"8443\" is no address; write :8081, 127.0.0.1:8081 or"
                    + " [::1]:8081",
                "--zap-encoder: \"xml\" is neither json nor console",
                "--zap-time-encoding: \"stardate\" is none of epoch, millis, nano, iso8601,"
                    + " rfc3339, rfc3339nano",
                "--plugins-checksum: \"maybe\" is none of off, warn, enforce",
                "--instance-id: \"Blue!\" must be lower-case letters, digits, inner dots and hyphens,"
                    + " at most 63 characters",
                "--watch-namespaces: \"Not_ok\" is no name of a namespace",
                "--kube-api-concurrency must be between 1 and 100, not 500",
                "--leader-elect-renew-deadline must be shorter than"
                    + " --leader-elect-lease-duration"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"--leader-elekt", "--leader-elekt=true", "-leader-elekt"})
  void anUnknownFlagIsAnErrorWithASuggestion(String flag) {
    FlagsFixture fixture = new FlagsFixture();

    assertThat(fixture.run(flag)).isEqualTo(2);
    assertThat(fixture.err())
        .contains("Unknown option: '" + flag + "'")
        .containsPattern("Possible solutions: .*--leader-elect(,|\\R)")
        .doesNotContain("Usage:");
  }

  @Test
  void aFlagWithoutItsValueIsAnError() {
    FlagsFixture fixture = new FlagsFixture();

    assertThat(fixture.run("--workers")).isEqualTo(2);
    assertThat(fixture.err()).contains("--workers");
  }

  @Test
  void webhooksAreServedWhereAnAddressIsGiven() {
    WebhookSettings webhooks =
        config("--webhook-bind-address=:9443", "--webhook-cert-path=/certs").webhooks();

    assertThat(webhooks.boundTo()).contains(new BindAddress("", 9443));
    assertThat(webhooks.certificateFiles())
        .contains(new CertificateFiles(Path.of("/certs/tls.crt"), Path.of("/certs/tls.key")));
    assertThat(flags("--webhook-bind-address=:9443", "--webhook-cert-path=/certs").warnings())
        .isEmpty();
  }

  @Test
  void webhookFlagsOfAnExistingDeploymentAreTakenWithOneWarning() {
    assertThat(
            flags("--webhook-cert-path=/a", "--webhook-cert-name=b", "--webhook-cert-key=c")
                .warnings())
        .singleElement()
        .asString()
        .contains("no webhooks");
    assertThat(flags("--enable-http2").warnings())
        .singleElement()
        .asString()
        .contains("--enable-http2");
    assertThat(flags("--enable-http2=false", "--leader-elect").warnings()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "--zap-devel, TEXT, DEBUG, WARN",
    "--zap-devel=false, JSON, INFO, ERROR",
    "--zap-encoder=console, TEXT, INFO, ERROR",
    "--log-format=text, TEXT, INFO, ERROR",
    "--zap-log-level=error, JSON, ERROR, ERROR",
    "--zap-log-level=1, JSON, DEBUG, ERROR",
    "--zap-log-level=5, JSON, TRACE, ERROR",
    "--log-level=warn, JSON, WARN, ERROR",
    "--zap-stacktrace-level=info, JSON, INFO, INFO",
    "--zap-stacktrace-level=panic, JSON, INFO, OFF"
  })
  void theLoggersFlagsAreMappedToOurLogs(
      String flag, LogFormat format, LogLevel level, LogLevel traces) {
    assertThat(config(flag).logs())
        .isEqualTo(new LogSettings(format, level, traces, TimeEncoding.ISO8601));
  }

  @Test
  void develYieldsToMoreParticularFlags() {
    assertThat(config("--zap-devel", "--zap-encoder=json", "--zap-log-level=info").logs())
        .isEqualTo(
            new LogSettings(LogFormat.JSON, LogLevel.INFO, LogLevel.WARN, TimeEncoding.ISO8601));
  }
}
