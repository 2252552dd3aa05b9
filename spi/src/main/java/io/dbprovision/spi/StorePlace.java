package io.dbprovision.spi;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Where a store is: its block of a manifest with what the Secrets that it names hold. */
public final class StorePlace {
  private final Section block;
  private final Map<String, Map<String, SecretText>> secrets;
  private final @Nullable Path mount;

  private StorePlace(Builder builder) {
    this.block = builder.block;
    this.secrets = Map.copyOf(builder.secrets);
    this.mount = builder.mount;
  }

  public static Builder builder(Section block) {
    return new Builder(block);
  }

  public Section block() {
    return block;
  }

  /**
   * All entries of the Secret that the block's field names; empty when the block has no such field:
   * the client then signs in as the pod does.
   *
   * @param field of the block, {@code secretRef} or one that ends in {@code SecretRef}
   */
  public Map<String, SecretText> secret(String field) {
    return secrets.getOrDefault(field, Map.of());
  }

  /** True when the block names a Secret there, even one without entries. */
  public boolean names(String field) {
    return secrets.containsKey(field);
  }

  /**
   * The login that a Secret has as {@code username} and {@code password}.
   *
   * @param field as of {@link #secret}
   * @throws EngineException INVALID with the field, when one of them is missing
   */
  public Credentials login(String field) {
    SecretText username = secret(field).get("username");
    SecretText password = secret(field).get("password");
    if (username == null || password == null) {
      throw EngineException.at(
          ErrorKind.INVALID,
          block.path() + "." + field,
          "the Secret needs entries username and password");
    }
    return new Credentials(username.reveal(), password);
  }

  /** The folder where {@link Store#claim} is mounted; empty for a store without one. */
  public Optional<Path> mount() {
    return Optional.ofNullable(mount);
  }

  /** Without what the Secrets hold. */
  @Override
  public String toString() {
    return block + (mount == null ? "" : " at " + mount);
  }

  /** Collects the parts. */
  public static final class Builder {
    private final Section block;
    private final Map<String, Map<String, SecretText>> secrets = new LinkedHashMap<>();
    private @Nullable Path mount;

    private Builder(Section block) {
      this.block = Objects.requireNonNull(block, "block");
    }

    public Builder secret(String field, Map<String, SecretText> entries) {
      secrets.put(Objects.requireNonNull(field, "field"), Map.copyOf(entries));
      return this;
    }

    public Builder mount(@Nullable Path folder) {
      this.mount = folder;
      return this;
    }

    public StorePlace build() {
      return new StorePlace(this);
    }
  }
}
