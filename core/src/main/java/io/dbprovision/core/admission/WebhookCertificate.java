package io.dbprovision.core.admission;

import io.dbprovision.core.kube.Belongings;
import io.dbprovision.core.kube.KubeException;
import io.dbprovision.core.kube.Secrets;
import io.dbprovision.core.kube.Secrets.Secret;
import io.dbprovision.core.kube.WebhookConfigurations;
import io.dbprovision.core.kube.WebhookConfigurations.Webhook;
import io.dbprovision.core.runtime.Service;
import io.dbprovision.core.secret.SecretKeys;
import io.dbprovision.core.tls.PemCertificate;
import io.dbprovision.core.tls.ServerCertificate;
import io.dbprovision.spi.SecretText;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The certificate that all replicas answer the API server with: in a Secret, made anew in time, and
 * what the API server is told to trust. Thread-safe.
 */
public final class WebhookCertificate implements Service, Supplier<ServerCertificate> {
  private static final Logger LOG = LoggerFactory.getLogger(WebhookCertificate.class);
  private static final String CERTIFICATE = "tls.crt";
  private static final String KEY = "tls.key";
  private static final Duration VALID = Duration.ofDays(365);
  private static final Duration RENEWED = Duration.ofDays(120);

  /** A replica answers with the former one for so long, and all of them are trusted. */
  private static final Duration LOOK = Duration.ofMinutes(5);

  /** After one that did not come to an end. */
  private static final Duration LOOK_AGAIN = Duration.ofSeconds(15);

  /**
   * Where things are.
   *
   * @param secret holds the certificate; made where it is not there
   * @param service by which the API server reaches the replicas, in the same namespace
   * @param configuration of the webhooks, for the whole cluster
   */
  public record Place(String namespace, String secret, String service, String configuration) {
    List<String> hosts() {
      return List.of(service + "." + namespace + ".svc", service + "." + namespace, "localhost");
    }
  }

  private final Secrets secrets;
  private final WebhookConfigurations webhooks;
  private final Belongings belongings;
  private final Place place;
  private final InstantSource clock;
  private final ScheduledExecutorService timer =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofVirtual().name("webhook-certificate").factory());
  private volatile @Nullable ServerCertificate current;
  private boolean unheard;

  /** What was told last of what hinders it; empty when nothing does. */
  private String hindered = "";

  private @Nullable String taken;

  public WebhookCertificate(
      Secrets secrets,
      WebhookConfigurations webhooks,
      Belongings belongings,
      Place place,
      InstantSource clock) {
    this.secrets = secrets;
    this.webhooks = webhooks;
    this.belongings = belongings;
    this.place = place;
    this.clock = clock;
  }

  /** Without the API server's agreement too: nobody's work but the webhooks' waits for it. */
  @Override
  public void start() {
    lookAndGoOn();
    if (current == null) {
      current = make();
    }
  }

  @Override
  public void stop(Duration grace) {
    timer.shutdownNow();
  }

  /**
   * @throws IllegalStateException before the start
   */
  @Override
  public ServerCertificate get() {
    ServerCertificate known = current;
    if (known == null) {
      throw new IllegalStateException("Not started");
    }
    return known;
  }

  private void lookAndGoOn() {
    Duration next = LOOK_AGAIN;
    try {
      next = look() ? LOOK : LOOK_AGAIN;
      hindered = "";
    } catch (RuntimeException e) {
      if (!hindered.equals(e.toString())) {
        LOG.atWarn().setCause(e).log("The webhooks' certificate stays as it is for now");
      }
      hindered = e.toString();
    } finally {
      var _ = timer.schedule(this::lookAndGoOn, next.toSeconds(), TimeUnit.SECONDS);
    }
  }

  /**
   * One look at the Secret and the configuration. A new certificate is answered with from the next
   * look on, when every API server has heard of it; the former one is trusted as long.
   *
   * @return whether the API server knows what we answer with
   * @throws KubeException when something cannot be read or written
   */
  boolean look() {
    Optional<Secret> found = secrets.get(place.namespace(), place.secret());
    Optional<Secret> given = found.filter(secret -> !ours(secret));
    ServerCertificate certificate = given.isPresent() ? given(given.get()) : inSecret(found);
    if (given.isEmpty()) {
      take(certificate);
    }
    ServerCertificate former = current;
    if (former == null) {
      current = certificate;
    }
    List<Webhook> known = webhooks.get(place.configuration());
    boolean trusted = accepted(known, certificate);
    if (!trusted) {
      accept(known, certificate);
    }
    if (trusted || former == null || expired(former) || !accepted(known, former)) {
      current = certificate;
    }
    tell(known.isEmpty());
    return !known.isEmpty();
  }

  /** Once for each that is in the Secret, also for one that an earlier operator made. */
  private void take(ServerCertificate certificate) {
    String own = certificate.certificatePem();
    if (!own.equals(taken)) {
      belongings.take(place.namespace(), place.secret());
      taken = own;
    }
  }

  private static boolean accepted(List<Webhook> known, ServerCertificate certificate) {
    String own = certificate.certificatePem();
    return known.stream().allMatch(webhook -> webhook.authorities().contains(own));
  }

  private boolean expired(ServerCertificate certificate) {
    return certificate.expiry().isBefore(clock.instant());
  }

  /** Once, not at every look. */
  private void tell(boolean nobodyAsks) {
    if (nobodyAsks && !unheard) {
      LOG.atWarn()
          .addKeyValue("configuration", place.configuration())
          .log("There is no such ValidatingWebhookConfiguration, so nobody asks the webhooks");
    }
    unheard = nobodyAsks;
  }

  private static boolean ours(Secret secret) {
    return SecretKeys.MANAGED_BY.equals(secret.labels().get(SecretKeys.MANAGED_BY_LABEL));
  }

  /** Whoever keeps one there renews it as well: it is answered with, and never written. */
  private ServerCertificate given(Secret secret) {
    return read(secret)
        .orElseThrow(
            () ->
                new IllegalStateException(
                    "%s is somebody else's and holds no certificate: put one into its keys %s and %s, or delete it"
                        .formatted(secret, CERTIFICATE, KEY)));
  }

  private ServerCertificate inSecret(Optional<Secret> found) {
    Optional<ServerCertificate> good = found.flatMap(this::read).filter(this::lastsLong);
    if (good.isPresent()) {
      return good.get();
    }
    try {
      ServerCertificate made = make();
      Secrets.Draft draft = draft(made);
      found.ifPresentOrElse(secret -> secrets.update(secret, draft), () -> secrets.create(draft));
      LOG.atInfo().addKeyValue("secret", draft).log("a certificate for the webhooks is made");
      return made;
    } catch (KubeException e) {
      if (e.kind() != KubeException.Kind.EXISTS && e.kind() != KubeException.Kind.CONFLICT) {
        throw e;
      }
      // another replica was quicker
      return secrets
          .get(place.namespace(), place.secret())
          .flatMap(this::read)
          .orElseThrow(() -> e);
    }
  }

  private Optional<ServerCertificate> read(Secret secret) {
    Optional<SecretText> certificate = secret.text(CERTIFICATE);
    Optional<SecretText> key = secret.text(KEY);
    if (certificate.isEmpty() || key.isEmpty()) {
      return Optional.empty();
    }
    try {
      return Optional.of(
          PemCertificate.read(certificate.get().reveal(), key.get().reveal(), secret.toString()));
    } catch (IOException e) {
      LOG.atWarn().setCause(e).log("The webhooks' certificate cannot be read");
      return Optional.empty();
    }
  }

  private boolean lastsLong(ServerCertificate certificate) {
    return certificate.expiry().isAfter(clock.instant().plus(RENEWED));
  }

  private ServerCertificate make() {
    try {
      return ServerCertificate.selfSigned(place.service(), place.hosts(), clock.instant(), VALID);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("this Java makes no certificates", e);
    }
  }

  private Secrets.Draft draft(ServerCertificate certificate) {
    return new Secrets.Draft(
        place.namespace(),
        place.secret(),
        "kubernetes.io/tls",
        Map.of(SecretKeys.MANAGED_BY_LABEL, SecretKeys.MANAGED_BY),
        Map.of(),
        Map.of(
            CERTIFICATE,
            SecretText.of(certificate.certificatePem()),
            KEY,
            SecretText.of(certificate.keyPem())),
        null);
  }

  /** Beside those that other replicas may still answer with. */
  private void accept(List<Webhook> known, ServerCertificate certificate) {
    String own = certificate.certificatePem();
    webhooks.accept(
        place.configuration(),
        known.stream()
            .map(webhook -> new Webhook(webhook.name(), own + stillGood(webhook.authorities())))
            .toList());
  }

  private String stillGood(String authorities) {
    Instant now = clock.instant();
    return PemCertificate.all(authorities).stream()
        .filter(each -> each.getNotAfter().toInstant().isAfter(now))
        .limit(2)
        .map(ServerCertificate::pem)
        .reduce("", String::concat);
  }
}
