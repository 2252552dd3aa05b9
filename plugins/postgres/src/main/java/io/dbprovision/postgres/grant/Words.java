package io.dbprovision.postgres.grant;

import io.dbprovision.jdbc.Nearest;
import io.dbprovision.postgres.sql.Privilege;
import io.dbprovision.spi.ErrorKind;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** The privileges of an entry as its manifest writes them. */
record Words(String path, List<String> privileges, int major, Problems problems) {
  private static final List<String> WORDS =
      Stream.concat(
              Arrays.stream(Privilege.values())
                  .filter(privilege -> privilege != Privilege.MEMBER)
                  .map(Privilege::name),
              Stream.of("ALL"))
          .toList();

  /** What they mean on that sort; a privilege that cannot be held on it is wrong. */
  List<Privilege> on(Sort sort) {
    return on(Set.of(sort), sort);
  }

  /** As {@link #on}, but leaves those out that can only be held on the other sort. */
  List<Privilege> onEither(Sort sort, Sort other) {
    return on(Set.of(sort, other), sort);
  }

  private List<Privilege> on(Set<Sort> allowed, Sort sort) {
    if (privileges.isEmpty()) {
      problems.add(ErrorKind.INVALID, path + ".privileges", "must name at least one privilege");
    }
    EnumSet<Privilege> found = EnumSet.noneOf(Privilege.class);
    for (int i = 0; i < privileges.size(); i++) {
      String word = privileges.get(i);
      String field = path + ".privileges[" + i + "]";
      if (Privilege.isAll(word)) {
        found.addAll(sort.privileges(major));
        continue;
      }
      Optional<Privilege> privilege = Privilege.parse(word);
      if (privilege.isEmpty()) {
        problems.add(
            ErrorKind.INVALID, field, "is no privilege of PostgreSQL" + Nearest.to(word, WORDS));
      } else if (allowed.stream().noneMatch(one -> one.fits(privilege.get()))) {
        problems.add(
            ErrorKind.INVALID,
            field,
            privilege.get()
                + " cannot be held on a "
                + sort.name().toLowerCase(Locale.ROOT).replace('_', ' ')
                + "; there are "
                + offered(sort)
                + ". Put it into an entry of its own");
      } else if (sort.privileges(major).contains(privilege.get())) {
        found.add(privilege.get());
      } else if (sort.fits(privilege.get())) {
        problems.add(
            ErrorKind.UNSUPPORTED,
            field,
            privilege.get() + " is not known to PostgreSQL " + major + "; it needs a newer server");
      }
    }
    return new ArrayList<>(found);
  }

  /** As long as nobody knows which server it is for, what not all of them have is told apart. */
  private String offered(Sort sort) {
    if (major != ManifestReader.ANY_MAJOR || !sort.fits(Privilege.MAINTAIN)) {
      return sort.privileges(major).toString();
    }
    return sort.privileges(0) + ", and since PostgreSQL 17 " + Privilege.MAINTAIN;
  }
}
