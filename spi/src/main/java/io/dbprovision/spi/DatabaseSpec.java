package io.dbprovision.spi;

import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A database as it should be. */
public final class DatabaseSpec implements Desired {
  private final String name;
  private final Owner owner;
  private final Provenance provenance;
  private final String comment;
  private final Section section;
  private final @Nullable String databaseOwner;
  private final Set<ChangeId> issued;
  private final List<Claim> others;
  private final Section recorded;

  private DatabaseSpec(Builder builder) {
    this.name = builder.name;
    this.owner = builder.owner;
    this.provenance = builder.provenance;
    this.comment = builder.comment;
    this.section = builder.section;
    this.databaseOwner = builder.databaseOwner;
    this.issued = Set.copyOf(builder.issued);
    this.others = List.copyOf(builder.others);
    this.recorded = builder.recorded;
  }

  public static Builder builder(String name, Owner owner) {
    return new Builder(name, owner);
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public Owner owner() {
    return owner;
  }

  @Override
  public Provenance provenance() {
    return provenance;
  }

  @Override
  public String comment() {
    return comment;
  }

  @Override
  public Section section() {
    return section;
  }

  @Override
  public Set<ChangeId> issued() {
    return issued;
  }

  /** What grants give within the database, each with its {@link Claim#grantee}. */
  @Override
  public List<Claim> others() {
    return others;
  }

  /**
   * The login or role inside the server that owns the database ({@code spec.owner}); empty: the
   * admin.
   */
  public Optional<String> databaseOwner() {
    return Optional.ofNullable(databaseOwner);
  }

  /**
   * {@link Plan#sectionFacts} of the last plan that was in effect, from the object's status; empty
   * before the first. A name that the engine made up is found here as it was made up then.
   */
  public Section recorded() {
    return recorded;
  }

  /** Collects the parts. */
  public static final class Builder {
    private final String name;
    private final Owner owner;
    private Provenance provenance = Provenance.unknown();
    private String comment = "";
    private Section section = Section.empty("spec");
    private @Nullable String databaseOwner;
    private Set<ChangeId> issued = Set.of();
    private List<Claim> others = List.of();
    private Section recorded = Section.empty("status");

    private Builder(String name, Owner owner) {
      this.name = Objects.requireNonNull(name, "name");
      this.owner = Objects.requireNonNull(owner, "owner");
    }

    public Builder provenance(Provenance provenance) {
      this.provenance = Objects.requireNonNull(provenance, "provenance");
      return this;
    }

    public Builder comment(String comment) {
      this.comment = Objects.requireNonNull(comment, "comment");
      return this;
    }

    public Builder section(Section section) {
      this.section = Objects.requireNonNull(section, "section");
      return this;
    }

    public Builder databaseOwner(@Nullable String databaseOwner) {
      this.databaseOwner = databaseOwner;
      return this;
    }

    public Builder issued(Set<ChangeId> issued) {
      this.issued = Set.copyOf(issued);
      return this;
    }

    public Builder others(List<Claim> others) {
      this.others = List.copyOf(others);
      return this;
    }

    public Builder recorded(Section recorded) {
      this.recorded = Objects.requireNonNull(recorded, "recorded");
      return this;
    }

    public DatabaseSpec build() {
      return new DatabaseSpec(this);
    }
  }
}
