package io.dbprovision.spi;

import java.util.List;
import java.util.Objects;

/**
 * What one live Kubernetes object asks for on a server object that several may speak for: a grant's
 * entries, a role's inline grants, the memberships of a login. Immutable.
 */
public final class Claim {
  private final Kind kind;
  private final Owner owner;
  private final Section section;
  private final List<String> roles;

  private Claim(Kind kind, Owner owner, Section section, List<String> roles) {
    this.kind = Objects.requireNonNull(kind, "kind");
    this.owner = Objects.requireNonNull(owner, "owner");
    this.section = Objects.requireNonNull(section, "section");
    this.roles = List.copyOf(roles);
  }

  /**
   * @param owner the object that asks
   * @param section its engine block; empty when it has none
   */
  public static Claim of(Kind kind, Owner owner, Section section) {
    return new Claim(kind, owner, section, List.of());
  }

  /** The same with roles that the manifest names outside of the engine's block. */
  public Claim withRoles(List<String> names) {
    return new Claim(kind, owner, section, names);
  }

  public Kind kind() {
    return kind;
  }

  public Owner owner() {
    return owner;
  }

  public Section section() {
    return section;
  }

  /** Roles named outside of the engine's block; those of the block come on top. */
  public List<String> roles() {
    return roles;
  }
}
