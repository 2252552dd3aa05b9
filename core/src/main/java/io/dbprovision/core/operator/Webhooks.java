package io.dbprovision.core.operator;

import com.google.inject.Injector;
import io.dbprovision.core.admission.AdmissionServer;
import io.dbprovision.core.admission.WebhookCertificate;
import io.dbprovision.core.config.BindAddress;
import io.dbprovision.core.config.CertificateFiles;
import io.dbprovision.core.config.OperatorConfig;
import io.dbprovision.core.config.WebhookSettings;
import io.dbprovision.core.kube.Kube;
import io.dbprovision.core.runtime.Lifecycle;
import io.dbprovision.core.runtime.Service;
import io.dbprovision.core.tls.ReloadedCertificate;
import io.dbprovision.core.tls.ServerCertificate;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/** What answers the API server's reviews, where that is asked for: every replica does. */
final class Webhooks {
  private final OperatorConfig config;
  private final Kube kube;
  private final InstantSource clock;

  Webhooks(OperatorConfig config, Kube kube, InstantSource clock) {
    this.config = config;
    this.kube = kube;
    this.clock = clock;
  }

  /** To be started when all objects are known. */
  List<Lifecycle.Step> steps(Injector injector, Telemetry telemetry) {
    WebhookSettings settings = config.webhooks();
    if (settings.boundTo().isEmpty()) {
      return List.of();
    }
    List<Lifecycle.Step> steps = new ArrayList<>();
    Supplier<ServerCertificate> certificate = certificate(settings);
    if (certificate instanceof Service own) {
      steps.add(Operator.step("webhooks' certificate", own));
    }
    steps.add(Operator.step("webhooks' metrics", new Expiry(telemetry, certificate)));
    BindAddress address = settings.boundTo().get();
    steps.add(
        Operator.step(
            "webhooks",
            new AdmissionServer(
                address, injector.getInstance(AdmissionServer.Rules.class), certificate)));
    return steps;
  }

  /** Told from when there is one. */
  private record Expiry(Telemetry telemetry, Supplier<ServerCertificate> certificate)
      implements Service {
    @Override
    public void start() {
      telemetry.metrics().certificates().served("webhooks", () -> certificate.get().expiry());
    }

    @Override
    public void stop(Duration grace) {
      // it is told as long as metrics are
    }
  }

  private Supplier<ServerCertificate> certificate(WebhookSettings settings) {
    return settings
        .certificateFiles()
        .<Supplier<ServerCertificate>>map(Webhooks::given)
        .orElseGet(
            () ->
                new WebhookCertificate(
                    kube.secrets(),
                    kube.webhooks(),
                    kube.belongings(),
                    new WebhookCertificate.Place(
                        kube.namespace(),
                        settings.service() + "-certificate",
                        settings.service(),
                        settings.configuration()),
                    clock));
  }

  private static Supplier<ServerCertificate> given(CertificateFiles files) {
    try {
      return new ReloadedCertificate(files);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
