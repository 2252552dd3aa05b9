package io.dbprovision.spi;

import java.util.List;
import java.util.Objects;
import java.util.Set;

/**
 * What one object gives to a grantee. Its name is the grantee's, inside the server; its section
 * holds the entries; it has no comment.
 */
public final class GrantSpec implements Desired {
  private final String name;
  private final Owner owner;
  private final Provenance provenance;
  private final Claim grantee;
  private final Section section;
  private final Set<ChangeId> issued;
  private final List<Claim> others;
  private final boolean unrecorded;
  private final Set<ChangeId> heldBefore;

  private GrantSpec(Builder builder) {
    this.name = builder.name;
    this.owner = builder.owner;
    this.provenance = builder.provenance;
    this.grantee = builder.grantee;
    this.section = builder.section;
    this.issued = Set.copyOf(builder.issued);
    this.others = List.copyOf(builder.others);
    this.unrecorded = builder.unrecorded;
    this.heldBefore = Set.copyOf(builder.heldBefore);
  }

  /**
   * @param grantee the grantee's own manifest: its kind says whether it is a login or a role
   */
  public static Builder builder(String name, Owner owner, Claim grantee) {
    return new Builder(name, owner, grantee);
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
    return "";
  }

  /** What the grantee's own manifest asks for, which {@link #others} does not repeat. */
  public Claim grantee() {
    return grantee;
  }

  @Override
  public Section section() {
    return section;
  }

  @Override
  public Set<ChangeId> issued() {
    return issued;
  }

  @Override
  public List<Claim> others() {
    return others;
  }

  /**
   * Whether something may have been given and not been written down. Then removal takes what {@link
   * #section} asks for as {@link #issued}, too, but for {@link #heldBefore} and what may not be
   * given. Means nothing for other plans.
   */
  public boolean unrecorded() {
    return unrecorded;
  }

  /** Claims of the section that the grantee had before; nobody here takes them away. */
  public Set<ChangeId> heldBefore() {
    return heldBefore;
  }

  /** Collects the parts. */
  public static final class Builder {
    private final String name;
    private final Owner owner;
    private final Claim grantee;
    private Provenance provenance = Provenance.unknown();
    private Section section = Section.empty("spec");
    private Set<ChangeId> issued = Set.of();
    private List<Claim> others = List.of();
    private boolean unrecorded;
    private Set<ChangeId> heldBefore = Set.of();

    private Builder(String name, Owner owner, Claim grantee) {
      this.name = Objects.requireNonNull(name, "name");
      this.owner = Objects.requireNonNull(owner, "owner");
      this.grantee = Objects.requireNonNull(grantee, "grantee");
    }

    public Builder provenance(Provenance provenance) {
      this.provenance = Objects.requireNonNull(provenance, "provenance");
      return this;
    }

    public Builder section(Section section) {
      this.section = Objects.requireNonNull(section, "section");
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

    public Builder unrecorded(boolean unrecorded) {
      this.unrecorded = unrecorded;
      return this;
    }

    public Builder heldBefore(Set<ChangeId> heldBefore) {
      this.heldBefore = Set.copyOf(heldBefore);
      return this;
    }

    public GrantSpec build() {
      return new GrantSpec(this);
    }
  }
}
