package io.dbprovision.spi;

import java.util.Collection;
import java.util.Collections;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * The names of other server objects that one object's engine block speaks of. By them the operator
 * finds who waits for a database, a login or a role that was just made, and what several objects
 * say of the same one. Immutable; every set is sorted and may be empty.
 */
public final class Mentions {
  private final Set<String> databases;
  private final Set<String> roles;
  private final Set<String> given;
  private final Set<String> privileges;

  private Mentions(Builder builder) {
    this.databases = Collections.unmodifiableSet(new TreeSet<>(builder.databases));
    this.roles = named(builder.roles);
    this.given = named(builder.given);
    this.privileges = named(builder.privileges);
  }

  private static Set<String> named(Set<String> names) {
    TreeSet<String> named = new TreeSet<>(names);
    named.remove("");
    return Collections.unmodifiableSet(named);
  }

  public static Builder builder() {
    return new Builder();
  }

  /** Of a block that speaks of nothing but its own object. */
  public static Mentions none() {
    return builder().build();
  }

  /**
   * For blocks that use the usual keys, wherever in the block these stand: {@code database}; {@code
   * owner}, {@code roles}, {@code inRoles}, {@code role} and {@code grantedBy}; of what a database
   * makes or gives to {@code roleName}, {@code userName} and {@code role}; {@code privileges}.
   */
  public static Mentions byUsualKeys(Section section) {
    return builder()
        .databases(under(section, Set.of("database")))
        .roles(under(section, Set.of("owner", "roles", "inRoles", "role", "grantedBy")))
        .given(under(section, Set.of("roleName", "userName", "role")))
        .privileges(under(section, Set.of("privileges")))
        .build();
  }

  private static Set<String> under(Section section, Set<String> keys) {
    Set<String> names = new TreeSet<>();
    collect(section.values(), keys, false, names);
    return names;
  }

  private static void collect(Object value, Set<String> keys, boolean taken, Set<String> names) {
    switch (value) {
      case Map<?, ?> map ->
          map.forEach(
              (key, nested) -> {
                if (nested != null) {
                  collect(nested, keys, keys.contains(String.valueOf(key)), names);
                }
              });
      case Iterable<?> list ->
          list.forEach(
              item -> {
                if (item != null) {
                  collect(item, keys, taken, names);
                }
              });
      case String text when taken -> names.add(text);
      default -> {}
    }
  }

  /**
   * The texts at a place of a block, through all lists on the way: {@code texts(section, "grants",
   * "database")} are the databases of all entries of {@code grants}.
   *
   * @param keys at least one
   * @return empty where there is no such text; a block that is written wrong has those that can be
   *     read
   */
  public static Set<String> texts(Section section, String... keys) {
    Set<String> names = new TreeSet<>();
    collect(section.values(), keys, 0, names);
    return names;
  }

  private static void collect(Object value, String[] keys, int depth, Set<String> names) {
    switch (value) {
      case Map<?, ?> map when depth < keys.length -> {
        Object nested = map.get(keys[depth]);
        if (nested != null) {
          collect(nested, keys, depth + 1, names);
        }
      }
      case Iterable<?> list ->
          list.forEach(
              item -> {
                if (item != null) {
                  collect(item, keys, depth, names);
                }
              });
      case String text when depth == keys.length -> names.add(text);
      default -> {}
    }
  }

  /**
   * Databases that something is given in or on; the empty text stands for the one that the instance
   * connects to.
   */
  public Set<String> databases() {
    return databases;
  }

  /** Logins and roles that the object wants to belong to, be owned by, or speak for. */
  public Set<String> roles() {
    return roles;
  }

  /** Logins and roles that a database makes by itself, or gives something to. */
  public Set<String> given() {
    return given;
  }

  /** The privileges that are given on anything, as the block writes them. */
  public Set<String> privileges() {
    return privileges;
  }

  /** Collects the names; those of several calls count together. */
  public static final class Builder {
    private final Set<String> databases = new TreeSet<>();
    private final Set<String> roles = new TreeSet<>();
    private final Set<String> given = new TreeSet<>();
    private final Set<String> privileges = new TreeSet<>();

    private Builder() {}

    public Builder databases(Collection<String> names) {
      databases.addAll(names);
      return this;
    }

    public Builder roles(Collection<String> names) {
      roles.addAll(names);
      return this;
    }

    public Builder given(Collection<String> names) {
      given.addAll(names);
      return this;
    }

    public Builder privileges(Collection<String> names) {
      privileges.addAll(names);
      return this;
    }

    public Mentions build() {
      return new Mentions(this);
    }
  }
}
