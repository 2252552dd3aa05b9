package io.dbprovision.spi;

import java.util.Objects;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import org.jspecify.annotations.Nullable;

/**
 * The engine-independent TLS settings of an instance. All material is PEM text, never a file name.
 */
public final class TlsSettings {
  private final TlsMode mode;
  private final @Nullable String ca;
  private final @Nullable String certificate;
  private final @Nullable SecretText key;

  private TlsSettings(Builder builder) {
    this.mode = builder.mode;
    this.ca = builder.ca;
    this.certificate = builder.certificate;
    this.key = builder.key;
  }

  public static Builder builder(TlsMode mode) {
    return new Builder(mode);
  }

  /** Neither asked for nor forbidden: the engine's own option decides, or its default. */
  public static TlsSettings unspecified() {
    return builder(TlsMode.DISABLE).build();
  }

  /**
   * The least that is asked for; an engine's own option may ask for more, and the stricter wins.
   */
  public TlsMode mode() {
    return mode;
  }

  /** The trusted certificates; empty means the JVM's trust store. */
  public Optional<String> ca() {
    return Optional.ofNullable(ca);
  }

  /** The client certificate chain; present together with {@link #key} or not at all. */
  public Optional<String> certificate() {
    return Optional.ofNullable(certificate);
  }

  /** The client's private key. */
  public Optional<SecretText> key() {
    return Optional.ofNullable(key);
  }

  /**
   * For a client of Java's own sockets: trusts {@link #ca} and shows the client certificate. It
   * checks the other side, so it is not for the modes that do not.
   *
   * @throws EngineException UNSUPPORTED for a mode that is neither {@link TlsMode#VERIFY_CA} nor
   *     {@link TlsMode#VERIFY_FULL}; INVALID for certificates and keys that cannot be read
   */
  public SSLContext context() {
    if (mode != TlsMode.VERIFY_CA && mode != TlsMode.VERIFY_FULL) {
      throw EngineException.at(
          ErrorKind.UNSUPPORTED,
          "spec.tls.mode",
          "has to be disable, verify-ca or verify-full here: with no other would it be known whom"
              + " the password goes to");
    }
    return PemContext.of(this);
  }

  /** With {@link #context}: whether the certificate has to be the host's, too. */
  public SSLParameters parameters() {
    SSLParameters parameters = new SSLParameters();
    if (mode == TlsMode.VERIFY_FULL) {
      parameters.setEndpointIdentificationAlgorithm("HTTPS");
    }
    return parameters;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof TlsSettings that
        && mode == that.mode
        && Objects.equals(ca, that.ca)
        && Objects.equals(certificate, that.certificate)
        && Objects.equals(key, that.key);
  }

  @Override
  public int hashCode() {
    return Objects.hash(mode, ca, certificate, key);
  }

  @Override
  public String toString() {
    return "TlsSettings[mode="
        + mode
        + ", ca="
        + (ca != null)
        + ", client="
        + (certificate != null)
        + "]";
  }

  /** Collects the settings; reusable. */
  public static final class Builder {
    private final TlsMode mode;
    private @Nullable String ca;
    private @Nullable String certificate;
    private @Nullable SecretText key;

    private Builder(TlsMode mode) {
      this.mode = Objects.requireNonNull(mode, "mode");
    }

    public Builder ca(@Nullable String pem) {
      this.ca = pem;
      return this;
    }

    /** Both or neither: a certificate without its key proves nothing. */
    public Builder client(String certificatePem, SecretText keyPem) {
      this.certificate = Objects.requireNonNull(certificatePem, "certificatePem");
      this.key = Objects.requireNonNull(keyPem, "keyPem");
      return this;
    }

    public TlsSettings build() {
      return new TlsSettings(this);
    }
  }
}
