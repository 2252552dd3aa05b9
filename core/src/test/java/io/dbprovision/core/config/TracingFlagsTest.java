package io.dbprovision.core.config;

import static io.dbprovision.core.config.FlagsFixture.HOME;
import static io.dbprovision.core.config.FlagsFixture.flags;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.InstanceOfAssertFactories.throwable;

import java.net.URI;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TracingFlagsTest {
  @Test
  void nothingIsTracedUnlessAskedFor() {
    assertThat(flags().toConfig(Map.of(), HOME).tracing()).isEqualTo(TracingSettings.OFF);
  }

  @Test
  void whatTheCollectorIsSignedInWithComesFromTheEnvironmentAndIsNeverPrinted() {
    TracingSettings settings =
        flags("--tracing-endpoint=http://collector:4318", "--tracing-sampling-ratio=0.25")
            .toConfig(Map.of(TracingFlags.HEADERS, "api-key=a%20b+c, tenant=x"), HOME)
            .tracing();
    assertThat(settings)
        .isEqualTo(
            new TracingSettings(
                URI.create("http://collector:4318/v1/traces"),
                0.25,
                Map.of("api-key", "a b+c", "tenant", "x")));
    assertThat(settings.toString()).contains("collector", "api-key").doesNotContain("a b+c");
  }

  @ParameterizedTest
  @CsvSource({
    "https://c, https://c/v1/traces",
    "http://c:1/, http://c:1/v1/traces",
    "http://c:1/of/mine, http://c:1/of/mine",
  })
  void anAddressWithoutAPathGetsThatOfTheProtocol(String given, URI used) {
    assertThat(flags("--tracing-endpoint=" + given).toConfig(Map.of(), HOME).tracing().collector())
        .contains(used);
  }

  @Test
  void allThatIsWrongIsSaidWithoutTheSecret() {
    OperatorFlags flags = flags("--tracing-endpoint=collector:4318", "--tracing-sampling-ratio=2");
    assertThatThrownBy(() -> flags.toConfig(Map.of(TracingFlags.HEADERS, "hunter2"), HOME))
        .asInstanceOf(throwable(InvalidConfigException.class))
        .extracting(InvalidConfigException::problems)
        .isEqualTo(
            List.of(
                "--tracing-sampling-ratio: \"2\" is not between 0 and 1",
                "--tracing-endpoint: \"collector:4318\" is no address such as"
                    + " http://collector:4318",
                "OTEL_EXPORTER_OTLP_HEADERS: it is not of the form name=value,name=value"));
  }

  @ParameterizedTest
  @CsvSource({
    "http://me:hunter2@collector, ''",
    "http://hunter2@collector:x y, ''",
    "http://collector, api-key=hunter2%",
    "http://collector, api-key=hunter2%zz",
    "http://collector, api-key=hunter2%0Ax",
    "http://collector, api key=hunter2",
  })
  void noMessageHasTheSecret(String endpoint, String headers) {
    OperatorFlags flags = flags("--tracing-endpoint=" + endpoint);
    assertThatThrownBy(() -> flags.toConfig(Map.of(TracingFlags.HEADERS, headers), HOME))
        .isInstanceOf(InvalidConfigException.class)
        .hasMessageNotContaining("hunter2")
        .hasNoCause();
  }
}
