package io.dbprovision.mysql.grant;

import io.dbprovision.spi.Owner;
import java.util.Collection;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * What an instance lets manifests ask for though it reaches beyond one tenant. Immutable.
 *
 * @param privileges on the whole server; ALL stands for all but GRANT OPTION
 * @param databases that nobody has on record and guests' grants may be about; {@code *} for all
 * @param guest whether an object is a tenant's and the server is not that tenant's own
 * @param roles that are nobody's on record, or another's
 */
public record Allowed(
    Set<String> privileges, Set<String> databases, Set<String> roles, Predicate<Owner> guest) {
  /** More words than these are called by their common name. */
  private static final int LISTED = 10;

  private static final String ALL = "ALL";

  private static final String ALL_DATABASES = "*";

  public Allowed {
    databases = Set.copyOf(databases);
    privileges = Set.copyOf(privileges);
    roles = Set.copyOf(roles);
  }

  public static Allowed of(
      Collection<String> privileges,
      Collection<String> databases,
      Collection<String> roles,
      Predicate<Owner> guest) {
    return new Allowed(Set.copyOf(privileges), Set.copyOf(databases), Set.copyOf(roles), guest);
  }

  /** Whether that object may be given nothing more in that database, if nobody has it on record. */
  boolean bars(String database, Owner asker) {
    return guest.test(asker) && !databases.contains(database) && !databases.contains(ALL_DATABASES);
  }

  /** With the names that a server has for the privileges. */
  Allowed on(Vocabulary vocabulary) {
    return new Allowed(
        privileges.stream()
            .map(vocabulary::canonical)
            .map(word -> Vocabulary.isAll(word) ? ALL : word)
            .collect(Collectors.toSet()),
        databases,
        roles,
        guest);
  }

  /** What would have to be named, too, for all of those on the whole server; sorted. */
  Set<String> lacking(Collection<Right> rights) {
    Set<String> words = new TreeSet<>();
    for (Right right : rights) {
      words.add(right.privilege());
      if (right.option()) {
        words.add(Right.GRANT_OPTION);
      }
    }
    words.removeIf(this::allows);
    if (words.size() > LISTED) {
      boolean option = words.contains(Right.GRANT_OPTION);
      return option ? new TreeSet<>(Set.of(ALL, Right.GRANT_OPTION)) : Set.of(ALL);
    }
    return words;
  }

  private boolean allows(String word) {
    return privileges.contains(word)
        || (privileges.contains(ALL) && !word.equals(Right.GRANT_OPTION));
  }
}
