package io.dbprovision.spi;

import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What a server says of itself. */
public final class ServerInfo {
  private final String version;
  private final String flavour;
  private final @Nullable String identity;
  private final boolean readOnly;

  private ServerInfo(Builder builder) {
    this.version = builder.version;
    this.flavour = builder.flavour;
    this.identity = builder.identity;
    this.readOnly = builder.readOnly;
  }

  public static Builder builder(String version, String flavour) {
    return new Builder(version, flavour);
  }

  /** The version as users write it, such as {@code 15.8}; never empty. */
  public String version() {
    return version;
  }

  /** Which product it really is, in lower case; never empty. */
  public String flavour() {
    return flavour;
  }

  /**
   * What stays the same for the life of this server's data and differs from every other server's.
   */
  public Optional<String> identity() {
    return Optional.ofNullable(identity);
  }

  /** True for a standby or a server that refuses writes: nothing is planned against it. */
  public boolean readOnly() {
    return readOnly;
  }

  @Override
  public String toString() {
    return flavour + " " + version + (readOnly ? " (read-only)" : "");
  }

  /** Collects the facts. */
  public static final class Builder {
    private final String version;
    private final String flavour;
    private @Nullable String identity;
    private boolean readOnly;

    private Builder(String version, String flavour) {
      this.version = Objects.requireNonNull(version, "version");
      this.flavour = Objects.requireNonNull(flavour, "flavour");
    }

    public Builder identity(@Nullable String identity) {
      this.identity = identity;
      return this;
    }

    public Builder readOnly(boolean readOnly) {
      this.readOnly = readOnly;
      return this;
    }

    public ServerInfo build() {
      return new ServerInfo(this);
    }
  }
}
