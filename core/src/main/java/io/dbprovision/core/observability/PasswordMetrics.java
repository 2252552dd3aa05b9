package io.dbprovision.core.observability;

import io.prometheus.metrics.core.metrics.Gauge;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.time.Instant;
import java.util.Optional;

/** How old users' passwords are, and how long they are good. */
public final class PasswordMetrics {
  private final SeriesLedger ledger;
  private final Gauge changed;
  private final Gauge rotation;
  private final Gauge expiry;

  PasswordMetrics(PrometheusRegistry registry, SeriesLedger ledger) {
    this.ledger = ledger;
    this.changed = gauge(registry, "changed", "When the password was changed last");
    this.rotation =
        gauge(registry, "rotation", "When the password is to be changed next, as the policy says");
    this.expiry =
        gauge(registry, "expiry", "When the server stops to accept the password (validUntil)");
  }

  /** What is known of a user's password; replaces what was known before. */
  public void known(
      ObjectRef user,
      Optional<Instant> changedAt,
      Optional<Instant> nextChange,
      Optional<Instant> expires) {
    show(user, changed, changedAt);
    show(user, rotation, nextChange);
    show(user, expiry, expires);
  }

  private void show(ObjectRef user, Gauge gauge, Optional<Instant> time) {
    if (time.isPresent()) {
      ledger.set(user, gauge, (double) time.get().getEpochSecond(), user.name(), user.namespace());
    } else {
      ledger.forget(user, gauge);
    }
  }

  private static Gauge gauge(PrometheusRegistry registry, String what, String help) {
    return Gauge.builder()
        .name("dbops_user_password_" + what + "_timestamp_seconds")
        .help(help)
        .labelNames("user", "namespace")
        .register(registry);
  }
}
