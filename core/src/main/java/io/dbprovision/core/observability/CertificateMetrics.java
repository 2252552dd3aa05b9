package io.dbprovision.core.observability;

import io.prometheus.metrics.core.metrics.GaugeWithCallback;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.function.Supplier;
import java.util.stream.Stream;

/** Until when certificates are good. */
public final class CertificateMetrics {
  private final ConcurrentMap<String, Supplier<Instant>> served = new ConcurrentHashMap<>();
  private final ConcurrentMap<ObjectRef, Map<String, Instant>> instances =
      new ConcurrentHashMap<>();

  CertificateMetrics(PrometheusRegistry registry) {
    GaugeWithCallback.builder()
        .name("dbops_certificate_expiry_timestamp_seconds")
        .help("When the certificate that the operator shows to its callers expires")
        .labelNames("use")
        .callback(
            gauge ->
                served.forEach((use, end) -> gauge.call((double) end.get().getEpochSecond(), use)))
        .register(registry);
    GaugeWithCallback.builder()
        .name("dbops_instance_certificate_expiry_timestamp_seconds")
        .help(
            "When a certificate of an instance's spec.tls.secretRef expires: the client's, or the"
                + " last of the authorities' (ca)")
        .labelNames("certificate", "instance", "namespace")
        .callback(
            gauge ->
                instances.forEach(
                    (instance, ends) ->
                        ends.forEach(
                            (certificate, end) ->
                                gauge.call(
                                    (double) end.getEpochSecond(),
                                    certificate,
                                    instance.name(),
                                    instance.namespace()))))
        .register(registry);
  }

  /**
   * Shows a certificate of the operator's own from now on.
   *
   * @param use what it is for, such as {@code metrics}
   * @param end asked at every scrape
   */
  public void served(String use, Supplier<Instant> end) {
    served.put(use, end);
  }

  /** What an instance's connections are made with; replaces what was said of it before. */
  public void used(ObjectRef instance, Optional<String> ca, Optional<String> client) {
    Map<String, Instant> ends = new HashMap<>();
    // of several authorities one is on its way out: the connection works as long as one is good
    ca.flatMap(pem -> ends(pem).max(Instant::compareTo)).ifPresent(end -> ends.put("ca", end));
    client
        .flatMap(pem -> ends(pem).min(Instant::compareTo))
        .ifPresent(end -> ends.put("client", end));
    if (ends.isEmpty()) {
      instances.remove(instance);
    } else {
      instances.put(instance, Map.copyOf(ends));
    }
  }

  void forget(ObjectRef instance) {
    instances.remove(instance);
  }

  /** Of what cannot be read nothing is told here: who connects with it says so. */
  private static Stream<Instant> ends(String pem) {
    try {
      return List.copyOf(
              CertificateFactory.getInstance("X.509")
                  .generateCertificates(
                      new ByteArrayInputStream(pem.getBytes(StandardCharsets.UTF_8))))
          .stream()
          .map(X509Certificate.class::cast)
          .map(certificate -> certificate.getNotAfter().toInstant());
    } catch (CertificateException e) {
      return Stream.empty();
    }
  }
}
