package io.dbprovision.core.config;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Where and how the API server may ask before it stores something.
 *
 * @param address null when it may not
 * @param certificate null for one of the operator's own, which it keeps in a Secret, makes anew in
 *     time and tells the API server of
 * @param service by which the API server reaches the operator, in the operator's namespace
 * @param configuration the ValidatingWebhookConfiguration
 */
public record WebhookSettings(
    @Nullable BindAddress address,
    @Nullable CertificateFiles certificate,
    String service,
    String configuration) {
  /** Empty when there are no webhooks. */
  public Optional<BindAddress> boundTo() {
    return Optional.ofNullable(address);
  }

  /** Empty when the operator makes its own. */
  public Optional<CertificateFiles> certificateFiles() {
    return Optional.ofNullable(certificate);
  }
}
