package io.dbprovision.spi;

import java.util.Objects;
import java.util.Optional;
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
