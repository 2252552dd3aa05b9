package io.dbprovision.core.config;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Where and how metrics are served.
 *
 * @param address null when they are not
 * @param secure HTTPS, and callers must prove that they may read
 * @param certificate null for one that is made at the start and signed by itself
 */
public record MetricsSettings(
    @Nullable BindAddress address, boolean secure, @Nullable CertificateFiles certificate) {

  /** Empty when metrics are off. */
  public Optional<BindAddress> boundTo() {
    return Optional.ofNullable(address);
  }

  /** Empty when the operator makes its own. */
  public Optional<CertificateFiles> certificateFiles() {
    return Optional.ofNullable(certificate);
  }
}
