package io.dbprovision.spi;

import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A login as it should be. */
public final class UserSpec implements Desired {
  private final String name;
  private final Owner owner;
  private final Provenance provenance;
  private final String comment;
  private final Section section;
  private final @Nullable SecretText password;
  private final boolean passwordApplied;
  private final List<String> roles;
  private final Set<ChangeId> issued;
  private final List<Claim> others;
  private final @Nullable String group;
  private final boolean locked;
  private final boolean keepsReplaced;
  private final boolean discardsReplaced;

  private UserSpec(Builder builder) {
    this.name = builder.name;
    this.owner = builder.owner;
    this.provenance = builder.provenance;
    this.comment = builder.comment;
    this.section = builder.section;
    this.password = builder.password;
    this.passwordApplied = builder.passwordApplied;
    this.roles = List.copyOf(builder.roles);
    this.issued = Set.copyOf(builder.issued);
    this.others = List.copyOf(builder.others);
    this.group = builder.group;
    this.locked = builder.locked;
    this.keepsReplaced = builder.keepsReplaced;
    this.discardsReplaced = builder.discardsReplaced;
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

  /**
   * The password the login should have. Empty while the operator only looks: nothing is planned for
   * the password then, and a missing login is planned without one but cannot be applied.
   */
  public Optional<SecretText> password() {
    return Optional.ofNullable(password);
  }

  /**
   * Whether the server has this very password by the operator's records. False: the plan of an
   * existing login holds a change that sets it. Passwords cannot be read back, so nobody else can
   * tell.
   */
  public boolean passwordApplied() {
    return passwordApplied;
  }

  /**
   * Roles inside the server that the login is a member of; those of the engine block come on top.
   */
  public List<String> roles() {
    return roles;
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
   * The role that carries what this login may do, when logins take turns: the login is a member of
   * it and works as it, so that what one makes the next one owns. The memberships of the section
   * and {@link #roles} are the group's, everything else is the login's own.
   */
  public Optional<String> group() {
    return Optional.ofNullable(group);
  }

  /** The login stays, with all it has, but nobody can log in with it. */
  public boolean locked() {
    return locked;
  }

  /**
   * Whether the password that a change of it replaces works on beside the new one, until it is
   * discarded or another one is replaced. A change that comes again after an interruption, when the
   * login has the new password already, leaves the replaced one as it is: it must not take its
   * place. Asked only of {@link Users#keepsReplacedPasswords}.
   */
  public boolean keepsReplaced() {
    return keepsReplaced;
  }

  /**
   * Whether no password may work but the one that the login was given last. As long as a replaced
   * one does, the plan holds a change at the path {@code password} that discards it; no login is
   * made for it, and the password in use stays. Asked only of {@link Users#keepsReplacedPasswords}.
   */
  public boolean discardsReplaced() {
    return discardsReplaced;
  }

  /** Collects the parts. */
  public static final class Builder {
    private final String name;
    private final Owner owner;
    private Provenance provenance = Provenance.unknown();
    private String comment = "";
    private Section section = Section.empty("spec");
    private @Nullable SecretText password;
    private boolean passwordApplied;
    private List<String> roles = List.of();
    private Set<ChangeId> issued = Set.of();
    private List<Claim> others = List.of();
    private @Nullable String group;
    private boolean locked;
    private boolean keepsReplaced;
    private boolean discardsReplaced;

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

    public Builder password(SecretText password, boolean applied) {
      this.password = Objects.requireNonNull(password, "password");
      this.passwordApplied = applied;
      return this;
    }

    public Builder roles(List<String> roles) {
      this.roles = List.copyOf(roles);
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

    public Builder group(@Nullable String role) {
      this.group = role;
      return this;
    }

    public Builder locked(boolean locked) {
      this.locked = locked;
      return this;
    }

    public Builder keepsReplaced(boolean keeps) {
      this.keepsReplaced = keeps;
      return this;
    }

    public Builder discardsReplaced(boolean discards) {
      this.discardsReplaced = discards;
      return this;
    }

    public UserSpec build() {
      return new UserSpec(this);
    }
  }
}
