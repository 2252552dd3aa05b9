package io.dbprovision.postgres.user;

import io.dbprovision.jdbc.SqlText;
import io.dbprovision.postgres.change.Action;
import io.dbprovision.postgres.change.PgChange;
import io.dbprovision.postgres.sql.PgDialect;
import io.dbprovision.spi.Cause;
import io.dbprovision.spi.ChangeId;
import io.dbprovision.spi.Risk;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** What differs in the roles that a login is a member of. */
final class Memberships {
  static final int OWN_INHERIT_SINCE = 16;
  private static final PgDialect PG = PgDialect.PG;

  private Memberships() {}

  static List<PgChange> of(Wanted wanted, Set<String> current, int major) {
    List<PgChange> changes = new ArrayList<>();
    Map<String, String> asked = wanted.memberships();
    asked.forEach(
        (role, field) -> {
          if (!current.contains(role)) {
            changes.add(
                PgChange.of(wanted.subject(), "inRoles.missing")
                    .id("inRoles.missing:" + role)
                    .field(field)
                    .values(role, "")
                    .cause(Cause.ABSENT)
                    .claim(claim(role))
                    .build("make it a member of " + role, Action.of(grant(role, wanted, major))));
          }
        });
    Set<String> extra = new TreeSet<>(current);
    extra.removeAll(asked.keySet());
    extra.removeAll(OtherClaims.roles(wanted.spec().others()));
    if (!wanted.managesMemberships()) {
      // who lists no roles leaves memberships to others, but for what this object put there itself
      extra.removeIf(role -> !wanted.spec().issued().contains(claim(role)));
    }
    for (String role : extra) {
      changes.add(
          PgChange.of(wanted.subject(), "inRoles.extra")
              .id(claim(role).value())
              .field(wanted.field("inRoles"))
              .values("", role)
              .risk(Risk.DESTRUCTIVE)
              .cause(Cause.EXTRA)
              .build(
                  "end its membership of " + role,
                  Action.of(
                      SqlText.of(
                          "REVOKE {} FROM {}",
                          PG.identifier(role),
                          PG.identifier(wanted.name())))));
    }
    return changes;
  }

  /** What it holds: its own, and of what it once put there what others ask for now. */
  static List<ChangeId> claims(Wanted wanted) {
    Set<String> held = new TreeSet<>(wanted.memberships().keySet());
    OtherClaims.roles(wanted.spec().others()).stream()
        .filter(role -> wanted.spec().issued().contains(claim(role)))
        .forEach(held::add);
    return held.stream().map(Memberships::claim).toList();
  }

  /** Under which a membership is on record; also the id of the change that ends it. */
  static ChangeId claim(String role) {
    return new ChangeId("inRoles.extra:" + role);
  }

  static SqlText grant(String role, Wanted wanted, int major) {
    SqlText granted = PG.identifier(role);
    SqlText member = PG.identifier(wanted.name());
    if (major < OWN_INHERIT_SINCE) {
      return SqlText.of("GRANT {} TO {}", granted, member);
    }
    return Attribute.INHERIT.wanted(wanted.options())
        ? SqlText.of("GRANT {} TO {} WITH INHERIT TRUE, SET TRUE", granted, member)
        : SqlText.of("GRANT {} TO {} WITH INHERIT FALSE, SET TRUE", granted, member);
  }
}
