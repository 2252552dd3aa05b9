package io.dbprovision.core.observability;

import static org.assertj.core.api.Assertions.assertThat;

import io.dbprovision.core.tls.ServerCertificate;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class CertificateMetricsTest {
  private static final ObjectRef INSTANCE = ObjectRef.of("DatabaseInstance", "team-a", "main");

  private final OperatorMetrics metrics = new OperatorMetrics("1.2.3");

  @Test
  void ofSeveralAuthoritiesTheLastCountsAndOfAClientsChainTheFirstToExpire() throws Exception {
    String soon = pem(Instant.parse("2030-01-01T00:00:00Z"));
    String later = pem(Instant.parse("2031-01-01T00:00:00Z"));
    metrics.certificates().used(INSTANCE, Optional.of(soon + later), Optional.of(later + soon));

    assertThat(Scrape.of(metrics, "dbops_instance_certificate_expiry_timestamp_seconds"))
        .containsExactlyInAnyOrder(
            expiry("ca", Instant.parse("2031-01-01T00:00:00Z")),
            expiry("client", Instant.parse("2030-01-01T00:00:00Z")));

    metrics.certificates().used(INSTANCE, Optional.of("no certificate"), Optional.empty());
    assertThat(Scrape.of(metrics, "dbops_instance_certificate_expiry_timestamp_seconds")).isEmpty();
    metrics.certificates().used(INSTANCE, Optional.of(soon), Optional.empty());
    metrics.forget(INSTANCE);
    assertThat(Scrape.of(metrics, "dbops_instance_certificate_expiry_timestamp_seconds")).isEmpty();
  }

  private static String expiry(String certificate, Instant end) {
    return "dbops_instance_certificate_expiry_timestamp_seconds{certificate=\"%s\",instance=\"main\",namespace=\"team-a\"} %s"
        .formatted(certificate, (double) end.getEpochSecond());
  }

  /** One that is good until then. */
  private static String pem(Instant end) throws Exception {
    Instant made = end.minus(Duration.ofDays(3_650));
    byte[] der =
        ServerCertificate.selfSigned("test", List.of("localhost"), made, Duration.ofDays(3650))
            .chain()
            .getFirst()
            .getEncoded();
    return "-----BEGIN CERTIFICATE-----\n%s\n-----END CERTIFICATE-----\n"
        .formatted(Base64.getMimeEncoder().encodeToString(der));
  }
}
