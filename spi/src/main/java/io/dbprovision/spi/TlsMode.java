package io.dbprovision.spi;

/**
 * How strictly a connection is protected, in ascending order: the later of two constants is the
 * stricter. More may be added between them.
 */
public enum TlsMode {
  /** Never TLS. */
  DISABLE,
  /** TLS only when the server insists. */
  ALLOW,
  /** TLS when the server offers it; falls back to clear text. */
  PREFER,
  /** TLS or no connection; the certificate is not checked. */
  REQUIRE,
  /** TLS, and the certificate chain leads to the given CA. */
  VERIFY_CA,
  /** As {@link #VERIFY_CA}, and the certificate names the host. */
  VERIFY_FULL;

  /** The stricter of the two. */
  public TlsMode strictest(TlsMode other) {
    return compareTo(other) >= 0 ? this : other;
  }
}
