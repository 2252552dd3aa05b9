package io.dbprovision.mysql.user;

import io.dbprovision.mysql.change.MyChange;
import io.dbprovision.spi.Cause;
import io.dbprovision.spi.ChangeId;
import io.dbprovision.spi.Claim;
import io.dbprovision.spi.Risk;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** What differs in the roles that a user is a member of. */
final class Memberships {
  private static final String MISSING = "roles.missing";
  private static final String EXTRA = "roles.extra";

  private Memberships() {}

  /** Under which a membership is on record; also the id of the change that ends it. */
  static ChangeId claim(String role) {
    return new ChangeId(EXTRA + ":" + role);
  }

  /**
   * @param hosts of the accounts that are there and stay
   */
  static List<MyChange> of(Wanted wanted, Joined joined, List<String> hosts) {
    Joining joining = new Joining(wanted.facts().mariadb());
    List<MyChange> changes = new ArrayList<>();
    wanted
        .memberships()
        .forEach(
            (role, field) -> {
              List<String> without =
                  hosts.stream().filter(host -> lacks(wanted, joined, host, role)).toList();
              if (!without.isEmpty()) {
                changes.add(
                    MyChange.of(wanted.subject(), MISSING)
                        .id(MISSING + ":" + role)
                        .field(field)
                        .values(role, "")
                        .cause(Cause.ABSENT)
                        .claim(claim(role))
                        .build(
                            "make it a member of " + role,
                            sql ->
                                joining.join(
                                    sql,
                                    wanted.name(),
                                    without,
                                    role,
                                    wanted.worksAs(role),
                                    field)));
              }
            });
    for (String role : extra(wanted, joined)) {
      changes.add(
          MyChange.of(wanted.subject(), EXTRA)
              .id(claim(role).value())
              .field("spec.roles")
              .values("", role)
              .risk(Risk.DESTRUCTIVE)
              .cause(Cause.EXTRA)
              .build(
                  "end its membership of " + role, sql -> joining.leave(sql, wanted.name(), role)));
    }
    return changes;
  }

  private static boolean lacks(Wanted wanted, Joined joined, String host, String role) {
    boolean atOnce = !wanted.facts().mariadb() || wanted.worksAs(role);
    return !joined.has(host, role) || (atOnce && !joined.hasByDefault(host, role));
  }

  /** Who lists no roles leaves memberships to others, but for what this object put there itself. */
  private static Set<String> extra(Wanted wanted, Joined joined) {
    Set<String> extra = new TreeSet<>(joined.any());
    extra.removeAll(wanted.memberships().keySet());
    extra.removeAll(claimed(wanted.spec().others()));
    if (wanted.memberships().isEmpty()) {
      extra.removeIf(role -> !wanted.spec().issued().contains(claim(role)));
    }
    return extra;
  }

  /**
   * Those it asks for, and those on its record that only others ask for now: whoever goes last ends
   * the membership.
   */
  static Set<ChangeId> claims(Wanted wanted) {
    Set<ChangeId> claims = new LinkedHashSet<>();
    wanted.memberships().keySet().forEach(role -> claims.add(claim(role)));
    for (String role : new TreeSet<>(claimed(wanted.spec().others()))) {
      if (wanted.spec().issued().contains(claim(role))) {
        claims.add(claim(role));
      }
    }
    return claims;
  }

  /** The memberships that other objects ask for, of whatever kind they are. */
  private static Set<String> claimed(Collection<Claim> others) {
    Set<String> roles = new HashSet<>();
    for (Claim claim : others) {
      roles.addAll(claim.roles());
      Map<String, ?> section = claim.section().values();
      if (section.get("roles") instanceof List<?> listed) {
        listed.stream()
            .filter(String.class::isInstance)
            .map(String.class::cast)
            .forEach(roles::add);
      }
    }
    return roles;
  }
}
