package io.dbprovision.spi;

import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A role as it should be. */
public final class RoleSpec implements Desired {
  private final String name;
  private final Owner owner;
  private final Provenance provenance;
  private final String comment;
  private final Section section;
  private final Set<ChangeId> issued;
  private final List<Claim> others;
  private final boolean group;
  private final List<String> roles;
  private final @Nullable UserSpec former;

  private RoleSpec(Builder builder) {
    this.name = builder.name;
    this.owner = builder.owner;
    this.provenance = builder.provenance;
    this.comment = builder.comment;
    this.section = builder.section;
    this.issued = Set.copyOf(builder.issued);
    this.others = List.copyOf(builder.others);
    this.group = builder.group;
    this.roles = List.copyOf(builder.roles);
    this.former = builder.former;
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

  @Override
  public List<Claim> others() {
    return others;
  }

  /**
   * It is the group of logins that take turns: nobody logs in as it, and its section is a login's,
   * of which it carries the memberships only.
   */
  public boolean group() {
    return group;
  }

  /** Roles it is a member of beside those of the section; only groups have them. */
  public List<String> roles() {
    return roles;
  }

  /**
   * The login that has the rights itself as long as the group is not there, as it should be
   * afterwards: a member of the group, of the same name. Whatever it owns, was given, or is a
   * member of, in any place, is the group's as soon as the group is made: all of it at once, or
   * nothing is changed at all. A group that is there already takes nothing over, and neither does
   * one for a login that is not there. Its password is empty while the operator only looks.
   */
  public Optional<UserSpec> inPlaceOf() {
    return Optional.ofNullable(former);
  }

  /** The same group, which is to be made out of what that login has. */
  public RoleSpec inPlaceOf(UserSpec login) {
    Builder builder = new Builder(name, owner);
    builder
        .provenance(provenance)
        .comment(comment)
        .section(section)
        .issued(issued)
        .others(others)
        .group(roles);
    builder.former = Objects.requireNonNull(login, "login");
    return builder.build();
  }

  /** Collects the parts. */
  public static final class Builder {
    private final String name;
    private final Owner owner;
    private Provenance provenance = Provenance.unknown();
    private String comment = "";
    private Section section = Section.empty("spec");
    private Set<ChangeId> issued = Set.of();
    private List<Claim> others = List.of();
    private boolean group;
    private List<String> roles = List.of();
    private @Nullable UserSpec former;

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

    public Builder issued(Set<ChangeId> issued) {
      this.issued = Set.copyOf(issued);
      return this;
    }

    public Builder others(List<Claim> others) {
      this.others = List.copyOf(others);
      return this;
    }

    public Builder group(List<String> roles) {
      this.group = true;
      this.roles = List.copyOf(roles);
      return this;
    }

    public RoleSpec build() {
      return new RoleSpec(this);
    }
  }
}
