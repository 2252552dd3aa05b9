package io.dbprovision.spi;

import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What one live Kubernetes object asks for on a server object that several may speak for: a grant's
 * entries, a role's inline grants, the memberships of a login, what a database's own manifest makes
 * of and gives to roles. Immutable.
 */
public final class Claim {
  private final Kind kind;
  private final Owner owner;
  private final Section section;
  private final List<String> roles;
  private final @Nullable DatabaseSpec database;
  private final boolean earlier;
  private final @Nullable String grantee;

  private Claim(
      Kind kind,
      Owner owner,
      Section section,
      List<String> roles,
      @Nullable DatabaseSpec database,
      boolean earlier,
      @Nullable String grantee) {
    this.kind = Objects.requireNonNull(kind, "kind");
    this.owner = Objects.requireNonNull(owner, "owner");
    this.section = Objects.requireNonNull(section, "section");
    this.roles = List.copyOf(roles);
    this.database = database;
    this.earlier = earlier;
    this.grantee = grantee;
  }

  /**
   * @param owner the object that asks
   * @param section its engine block; empty when it has none
   */
  public static Claim of(Kind kind, Owner owner, Section section) {
    return new Claim(kind, owner, section, List.of(), null, false, null);
  }

  /** What a database's manifest asks for on roles of the server. */
  public static Claim of(DatabaseSpec database) {
    return new Claim(
        Kind.DATABASE, database.owner(), database.section(), List.of(), database, false, null);
  }

  /** The same with roles that the manifest names outside of the engine's block. */
  public Claim withRoles(List<String> names) {
    return new Claim(kind, owner, section, names, database, earlier, grantee);
  }

  /** The same of an object that is older than the one that is planned. */
  public Claim madeEarlier() {
    return new Claim(kind, owner, section, roles, database, true, grantee);
  }

  /**
   * The same, given to that login or role.
   *
   * @param name its name inside the server
   */
  public Claim to(String name) {
    return new Claim(kind, owner, section, roles, database, earlier, name);
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

  /** The database, when it is one's claim. */
  public Optional<DatabaseSpec> database() {
    return Optional.ofNullable(database);
  }

  /**
   * The name inside the server of the login or role that it gives to; empty where that is the one
   * that is planned.
   */
  public Optional<String> grantee() {
    return Optional.ofNullable(grantee);
  }

  /**
   * Whether it was there before the object that is planned. Where the two contradict each other it
   * is obeyed, and the plan fails with {@link ErrorKind#CONFLICT} that names its owner.
   */
  public boolean earlier() {
    return earlier;
  }
}
