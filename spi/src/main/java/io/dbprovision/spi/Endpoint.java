package io.dbprovision.spi;

import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** One server as one login sees it: where it is, who we are there, and the instance's options. */
public final class Endpoint {
  private final EngineName engine;
  private final String host;
  private final int port;
  private final String database;
  private final Credentials credentials;
  private final TlsSettings tls;
  private final Section options;
  private final @Nullable String home;

  private Endpoint(Builder builder) {
    this.engine = builder.engine;
    this.host = builder.host;
    this.port = builder.port;
    this.database = builder.database;
    this.credentials = builder.credentials;
    this.tls = builder.tls;
    this.options = builder.options;
    this.home = builder.home;
  }

  public static Builder builder(EngineName engine, String host, int port, Credentials credentials) {
    return new Builder(engine, host, port, credentials);
  }

  /** The engine name of the manifest; the server decides which flavour it really is. */
  public EngineName engine() {
    return engine;
  }

  public String host() {
    return host;
  }

  public int port() {
    return port;
  }

  /** The maintenance database; empty where the engine has none. */
  public String database() {
    return database;
  }

  public Credentials credentials() {
    return credentials;
  }

  public TlsSettings tls() {
    return tls;
  }

  /** The instance's engine block; empty when the manifest has none. */
  public Section options() {
    return options;
  }

  /**
   * The namespace whose own the server is; empty text for one that is no tenant's, such as that of
   * a cluster-scoped instance. Absent where nobody knows.
   */
  public Optional<String> home() {
    return Optional.ofNullable(home);
  }

  /**
   * Whether an object of that owner is a tenant's and the server is not that tenant's own: what
   * nobody has on record there is not for it to take, or to be given. False where {@link #home} is
   * absent.
   */
  public boolean isGuest(Owner owner) {
    return home != null && !owner.namespace().isEmpty() && !owner.namespace().equals(home);
  }

  /** Without the password. */
  @Override
  public String toString() {
    return engine + "://" + credentials.username() + "@" + host + ":" + port + "/" + database;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Endpoint that
        && engine.equals(that.engine)
        && host.equals(that.host)
        && port == that.port
        && database.equals(that.database)
        && credentials.equals(that.credentials)
        && tls.equals(that.tls)
        && options.equals(that.options)
        && Objects.equals(home, that.home);
  }

  @Override
  public int hashCode() {
    return Objects.hash(engine, host, port, database, credentials, tls, options, home);
  }

  /** Collects the parts; the optional ones default to none. */
  public static final class Builder {
    private final EngineName engine;
    private final String host;
    private final int port;
    private final Credentials credentials;
    private String database = "";
    private TlsSettings tls = TlsSettings.unspecified();
    private Section options = Section.empty("spec");
    private @Nullable String home;

    private Builder(EngineName engine, String host, int port, Credentials credentials) {
      this.engine = Objects.requireNonNull(engine, "engine");
      this.host = Objects.requireNonNull(host, "host");
      this.port = port;
      this.credentials = Objects.requireNonNull(credentials, "credentials");
    }

    public Builder database(String database) {
      this.database = Objects.requireNonNull(database, "database");
      return this;
    }

    public Builder tls(TlsSettings tls) {
      this.tls = Objects.requireNonNull(tls, "tls");
      return this;
    }

    public Builder options(Section options) {
      this.options = Objects.requireNonNull(options, "options");
      return this;
    }

    /** See {@link Endpoint#home}. */
    public Builder home(String namespace) {
      this.home = Objects.requireNonNull(namespace, "namespace");
      return this;
    }

    public Endpoint build() {
      return new Endpoint(this);
    }
  }
}
