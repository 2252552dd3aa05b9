package io.dbprovision.mysql.grant;

import java.util.Collection;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * What an instance lets manifests ask for though it reaches beyond one tenant. Immutable.
 *
 * @param privileges on the whole server; ALL stands for all but GRANT OPTION
 * @param roles that are nobody's on record, or another's
 */
public record Allowed(Set<String> privileges, Set<String> roles) {
  /** More words than these are called by their common name. */
  private static final int LISTED = 10;

  private static final String ALL = "ALL";

  public Allowed {
    privileges = Set.copyOf(privileges);
    roles = Set.copyOf(roles);
  }

  public static Allowed of(Collection<String> privileges, Collection<String> roles) {
    return new Allowed(Set.copyOf(privileges), Set.copyOf(roles));
  }

  /** With the names that a server has for the privileges. */
  Allowed on(Vocabulary vocabulary) {
    return new Allowed(
        privileges.stream()
            .map(vocabulary::canonical)
            .map(word -> Vocabulary.isAll(word) ? ALL : word)
            .collect(Collectors.toSet()),
        roles);
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
