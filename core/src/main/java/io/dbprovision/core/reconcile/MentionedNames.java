package io.dbprovision.core.reconcile;

import io.dbprovision.core.api.CustomResource;
import io.dbprovision.core.api.ResourceKey;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * MentionedNames inside a server that manifests mention, found by their keys in whatever engine
 * block they stand: with them, whoever waits for a name is woken when it appears.
 */
public final class MentionedNames {
  /** Index of the objects that have a name on a server. */
  static final String INDEX = "nameOnServer";

  /** Index of databases by the logins and roles of {@link #given}. */
  static final String GIVEN = "givenOnServer";

  private MentionedNames() {}

  static String onServer(ResourceKey instance, String name) {
    return instance + " " + name;
  }

  /** Databases that a grant's entries are about. */
  static Set<String> databases(CustomResource grant) {
    Set<String> names = databasesOrHome(grant);
    names.remove("");
    return names;
  }

  /** The same, with the empty name where an entry is about the database of the connection. */
  static Set<String> databasesOrHome(CustomResource grant) {
    Set<String> names = new TreeSet<>();
    collect(grant.spec().values(), Set.of("database"), false, names);
    return names;
  }

  /** What grants may call a database. */
  static Set<String> of(CustomResource database, Optional<CustomResource> instance) {
    String name = database.spec().text("name", "");
    boolean home =
        instance
            .flatMap(one -> one.spec().object("connection").text("database"))
            .filter(name::equals)
            .isPresent();
    return home ? Set.of(name, "") : Set.of(name);
  }

  /** Logins and roles that an object wants to belong to, be owned by, or speak for. */
  static Set<String> roles(CustomResource resource) {
    Set<String> names = new TreeSet<>();
    collect(
        resource.spec().values(),
        Set.of("owner", "roles", "inRoles", "role", "grantedBy"),
        false,
        names);
    names.remove("");
    return names;
  }

  /** Logins and roles that a database makes, made, or gives something to. */
  static Set<String> given(CustomResource database) {
    Set<String> keys = Set.of("roleName", "userName", "role");
    Set<String> names = new TreeSet<>();
    collect(database.spec().values(), keys, false, names);
    collect(database.status().values(), keys, false, names);
    names.remove("");
    return names;
  }

  /** All privileges that a grant gives on anything, sorted. */
  public static Set<String> privileges(CustomResource grant) {
    Set<String> names = new TreeSet<>();
    collect(grant.spec().values(), Set.of("privileges"), false, names);
    names.remove("");
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
}
