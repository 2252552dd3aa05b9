package io.dbprovision.postgres.user;

import io.dbprovision.jdbc.SqlText;
import io.dbprovision.postgres.change.Action;
import io.dbprovision.postgres.change.PgChange;
import io.dbprovision.postgres.sql.PgDialect;
import io.dbprovision.postgres.sql.Since;
import io.dbprovision.spi.Cause;
import io.dbprovision.spi.ChangeId;
import io.dbprovision.spi.Risk;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** What differs in the roles that a login or a role is a member of. */
final class Memberships {
  private static final PgDialect PG = PgDialect.PG;

  private Memberships() {}

  static List<PgChange> of(Wanted wanted, List<Granted> granted, int major) {
    Set<String> current = granted.stream().map(Granted::role).collect(Collectors.toSet());
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
    extra.removeAll(ClaimedRoles.of(wanted.name(), wanted.spec().others()));
    if (!wanted.managesMemberships()) {
      // who lists no roles leaves memberships to others, but for what this object put there itself
      extra.removeIf(role -> !wanted.spec().issued().contains(claim(role)));
    }
    for (String role : extra) {
      List<Granted> grants = granted.stream().filter(one -> one.role().equals(role)).toList();
      changes.addAll(ending(wanted, role, grants, major));
    }
    return changes;
  }

  /** Since 16 only who granted a membership ends it, or who may act for them. */
  private static List<PgChange> ending(
      Wanted wanted, String role, List<Granted> grants, int major) {
    SqlText from = PG.identifier(wanted.name());
    if (!Since.OWN_MEMBERSHIPS.in(major)) {
      SqlText revoke = SqlText.of("REVOKE {} FROM {}", PG.identifier(role), from);
      return List.of(extra(wanted, role).build("end its membership of " + role, Action.of(revoke)));
    }
    List<PgChange> changes = new ArrayList<>();
    SqlText[] revokes =
        grants.stream()
            .filter(Granted::endable)
            .map(
                one ->
                    SqlText.of(
                        "REVOKE {} FROM {} GRANTED BY {}",
                        PG.identifier(role),
                        from,
                        PG.identifier(one.grantor())))
            .toArray(SqlText[]::new);
    if (revokes.length > 0) {
      changes.add(extra(wanted, role).build("end its membership of " + role, Action.of(revokes)));
    }
    String others =
        grants.stream()
            .filter(one -> !one.endable())
            .map(one -> "\"" + one.grantor() + "\"")
            .collect(Collectors.joining(", "));
    if (!others.isEmpty()) {
      changes.add(
          extra(wanted, role)
              .id(claim(role).value() + "#others")
              .values("", role + " (granted by " + others + ", for whom the operator may not act)")
              .risk(Risk.IMMUTABLE)
              .build(
                  "cannot be ended by the operator: " + others + " granted it",
                  new Action.Impossible()));
    }
    return changes;
  }

  private static PgChange.Builder extra(Wanted wanted, String role) {
    return PgChange.of(wanted.subject(), "inRoles.extra")
        .id(claim(role).value())
        .field(wanted.field("inRoles"))
        .values("", role)
        .risk(Risk.DESTRUCTIVE)
        .cause(Cause.EXTRA);
  }

  /**
   * Those it asks for, and those on its record that only others ask for now: whoever goes last ends
   * the membership.
   */
  static Set<ChangeId> claims(Wanted wanted) {
    Set<ChangeId> claims = new LinkedHashSet<>();
    wanted.memberships().keySet().forEach(role -> claims.add(claim(role)));
    for (String role : new TreeSet<>(ClaimedRoles.of(wanted.name(), wanted.spec().others()))) {
      if (wanted.spec().issued().contains(claim(role))) {
        claims.add(claim(role));
      }
    }
    return claims;
  }

  /** Those of the claims that are in effect, not on record, and asked for by nobody else. */
  static Set<ChangeId> held(Wanted wanted, List<Granted> granted) {
    Set<String> others = ClaimedRoles.of(wanted.name(), wanted.spec().others());
    return granted.stream()
        .map(Granted::role)
        .filter(role -> wanted.memberships().containsKey(role) && !others.contains(role))
        .map(Memberships::claim)
        .filter(claim -> !wanted.spec().issued().contains(claim))
        .collect(Collectors.toSet());
  }

  /** Under which a membership is on record; also the id of the change that ends it. */
  static ChangeId claim(String role) {
    return new ChangeId("inRoles.extra:" + role);
  }

  static SqlText grant(String role, Wanted wanted, int major) {
    SqlText granted = PG.identifier(role);
    SqlText member = PG.identifier(wanted.name());
    if (!Since.OWN_MEMBERSHIPS.in(major)) {
      return SqlText.of("GRANT {} TO {}", granted, member);
    }
    return wanted.options().wants(Attribute.INHERIT)
        ? SqlText.of("GRANT {} TO {} WITH INHERIT TRUE, SET TRUE", granted, member)
        : SqlText.of("GRANT {} TO {} WITH INHERIT FALSE, SET TRUE", granted, member);
  }
}
