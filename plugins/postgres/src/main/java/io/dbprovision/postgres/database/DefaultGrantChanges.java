package io.dbprovision.postgres.database;

import io.dbprovision.jdbc.SqlText;
import io.dbprovision.postgres.change.Action;
import io.dbprovision.postgres.change.PgChange;
import io.dbprovision.postgres.database.DatabaseOptions.DefaultPrivilege;
import io.dbprovision.postgres.grant.GrantedDefaults;
import io.dbprovision.postgres.ownership.AutoOwnership;
import io.dbprovision.postgres.ownership.DatabaseClaims;
import io.dbprovision.postgres.ownership.LaterPrivileges;
import io.dbprovision.spi.Cause;
import io.dbprovision.spi.ChangeId;
import io.dbprovision.spi.Risk;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Which default privileges are asked for and not there, and which are on record and not asked for
 * any more: those go, but for what a grant or the pair still asks for. What is neither is left
 * alone.
 */
final class DefaultGrantChanges {
  private static final String LIST = "defaultPrivileges";

  private final Wanted wanted;
  private final Inside current;
  private final Roles roles;
  private final List<PgChange> changes = new ArrayList<>();
  private final Set<ChangeId> claims = new LinkedHashSet<>();

  private DefaultGrantChanges(Wanted wanted, Inside current, Roles roles) {
    this.wanted = wanted;
    this.current = current;
    this.roles = roles;
  }

  /**
   * @param owner of the database
   * @param home the database that a grant's entry without one means
   */
  static DefaultGrantChanges of(
      Wanted wanted, Inside current, Roles roles, String owner, String home) {
    DefaultGrantChanges found = new DefaultGrantChanges(wanted, current, roles);
    Map<DefaultRight, String> listed = found.listed(owner);
    listed.forEach(found::want);
    List<LaterPrivileges> ofPair = found.ofPair();
    ofPair.forEach(found::betweenPair);
    Set<DefaultRight> ended = new LinkedHashSet<>(DefaultRight.among(wanted.spec().issued()));
    ended.removeAll(listed.keySet());
    ended.retainAll(current.defaults());
    if (!ended.isEmpty()) {
      Set<DefaultRight> kept =
          ofPair.stream().flatMap(DefaultRight::of).collect(Collectors.toSet());
      GrantedDefaults.within(wanted.spec(), home, roles.major()).stream()
          .flatMap(DefaultRight::of)
          .forEach(kept::add);
      found.end(ended, kept);
    }
    return found;
  }

  List<PgChange> changes() {
    return List.copyOf(changes);
  }

  /** What is to be on record afterwards. */
  Set<ChangeId> claims() {
    return claims;
  }

  /** With the field that asks for each. */
  private Map<DefaultRight, String> listed(String owner) {
    Map<DefaultRight, String> listed = new LinkedHashMap<>();
    List<DefaultPrivilege> entries = wanted.options().defaultPrivileges();
    for (int i = 0; i < entries.size(); i++) {
      String field = wanted.field(LIST + "[" + i + "]");
      DefaultGrant.rights(entries.get(i), owner, roles.major())
          .forEach(right -> listed.putIfAbsent(right, field));
    }
    return listed;
  }

  private void want(DefaultRight right, String field) {
    claims.add(right.claim());
    if (!current.defaults().contains(right)) {
      changes.add(
          PgChange.of(wanted.subject(), LIST + ".missing")
              .id("give:" + right.claim())
              .field(field)
              .values(right.privilege(), "")
              .cause(Cause.ABSENT)
              .claim(right.claim())
              .build(
                  "give " + right.grantee() + " " + right.described(),
                  action(right.grantor(), right.give())));
    }
  }

  private void end(Set<DefaultRight> ended, Set<DefaultRight> kept) {
    for (DefaultRight right :
        ended.stream().sorted(Comparator.comparing(one -> one.claim().value())).toList()) {
      if (kept.contains(right)) {
        claims.add(right.claim());
        continue;
      }
      changes.add(
          PgChange.of(wanted.subject(), LIST + ".extra")
              .id(right.claim().value())
              .field(wanted.field(LIST))
              .values("", right.privilege())
              .risk(Risk.DESTRUCTIVE)
              .cause(Cause.EXTRA)
              .build(
                  "take " + right.described() + " from " + right.grantee(),
                  action(right.grantor(), right.take())));
    }
  }

  private List<LaterPrivileges> ofPair() {
    return wanted
        .pair()
        .map((AutoOwnership pair) -> pair.later(DatabaseClaims.schemas(wanted.spec())))
        .orElse(List.of());
  }

  private void betweenPair(LaterPrivileges later) {
    List<DefaultRight> missing =
        DefaultRight.of(later)
            .filter(right -> !current.defaults().contains(right))
            .sorted(Comparator.comparing(DefaultRight::privilege))
            .toList();
    if (missing.isEmpty()) {
      return;
    }
    String path = "ownership.defaultPrivileges.missing";
    changes.add(
        PgChange.of(wanted.subject(), path)
            .id(
                String.join(
                    ":", path, later.objects(), later.schema(), later.creator(), later.grantee()))
            .field(wanted.field("ownership"))
            .values(
                missing.stream().map(DefaultRight::privilege).collect(Collectors.joining(", ")), "")
            .cause(Cause.ABSENT)
            .build(
                "give "
                    + later.grantee()
                    + " privileges on later "
                    + later.objects()
                    + " in "
                    + later.schema(),
                action(
                    later.creator(),
                    missing.stream().map(DefaultRight::give).toArray(SqlText[]::new))));
  }

  private Action action(String grantor, SqlText... statements) {
    return new Action.Inside(wanted.name(), roles.actingFor(grantor, statements));
  }
}
