package io.dbprovision.spi;

import java.time.Instant;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What a restore has to come to. */
public final class RestoreSpec {
  private final String id;
  private final String database;
  private final Section block;
  private final Instant until;
  private final @Nullable Owner owner;
  private final @Nullable String databaseOwner;
  private final boolean replace;
  private final @Nullable Owner by;

  private RestoreSpec(Builder builder) {
    this.id = builder.id;
    this.database = builder.database;
    this.block = builder.block;
    this.until = builder.until;
    this.owner = builder.owner;
    this.databaseOwner = builder.databaseOwner;
    this.replace = builder.replace;
    this.by = builder.by;
  }

  /**
   * @param id of the restore, as {@link CopyScope#id}; names of the temporary place are made of it
   * @param database the target's name inside the server
   */
  public static Builder builder(String id, String database, Instant until) {
    return new Builder(id, database, until);
  }

  public String id() {
    return id;
  }

  public String database() {
    return database;
  }

  /** The engine block of the restore; empty when the manifest has none. */
  public Section block() {
    return block;
  }

  /** When the login ends by itself. */
  public Instant until() {
    return until;
  }

  /**
   * Whose record is on the target, which then has to be there. Empty: the target must not be there,
   * and is made without a record.
   */
  public Optional<Owner> owner() {
    return Optional.ofNullable(owner);
  }

  /**
   * The login or role inside the server that shall own a new target; empty: the admin. A target
   * that is there keeps its owner.
   */
  public Optional<String> databaseOwner() {
    return Optional.ofNullable(databaseOwner);
  }

  /**
   * What the target holds now is given up for it. False: a target that is there has to be empty.
   */
  public boolean replace() {
    return replace;
  }

  /**
   * The restore itself, whose uid is {@link #id}: put on record beside what is made for it, so that
   * {@link LogicalRestore#leftovers} finds it when nobody abandons it. Empty: no record is made.
   */
  public Optional<Owner> by() {
    return Optional.ofNullable(by);
  }

  /** Collects the parts. */
  public static final class Builder {
    private final String id;
    private final String database;
    private final Instant until;
    private Section block = Section.empty("spec");
    private @Nullable Owner owner;
    private @Nullable String databaseOwner;
    private boolean replace;
    private @Nullable Owner by;

    private Builder(String id, String database, Instant until) {
      this.id = Objects.requireNonNull(id, "id");
      this.database = Objects.requireNonNull(database, "database");
      this.until = Objects.requireNonNull(until, "until");
    }

    public Builder block(Section block) {
      this.block = Objects.requireNonNull(block, "block");
      return this;
    }

    public Builder owner(@Nullable Owner owner) {
      this.owner = owner;
      return this;
    }

    public Builder databaseOwner(@Nullable String databaseOwner) {
      this.databaseOwner = databaseOwner;
      return this;
    }

    public Builder replace(boolean replace) {
      this.replace = replace;
      return this;
    }

    /**
     * @throws IllegalArgumentException when its uid is not the restore's id
     */
    public Builder by(Owner restore) {
      if (!restore.uid().equals(id)) {
        throw new IllegalArgumentException("not that restore's: " + restore.uid());
      }
      this.by = restore;
      return this;
    }

    public RestoreSpec build() {
      return new RestoreSpec(this);
    }
  }
}
