package io.dbprovision.postgres.database;

import io.dbprovision.jdbc.SqlText;
import io.dbprovision.postgres.change.Action;
import io.dbprovision.postgres.change.PgChange;
import io.dbprovision.postgres.database.DatabaseOptions.DefaultPrivilege;
import io.dbprovision.postgres.ownership.AutoOwnership;
import io.dbprovision.postgres.ownership.DatabaseClaims;
import io.dbprovision.postgres.ownership.LaterPrivileges;
import io.dbprovision.spi.Cause;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** Which default privileges are asked for and not there. More than asked is left alone. */
final class DefaultGrantChanges {
  private final Wanted wanted;
  private final Inside current;
  private final Roles roles;
  private final List<PgChange> changes = new ArrayList<>();

  private DefaultGrantChanges(Wanted wanted, Inside current, Roles roles) {
    this.wanted = wanted;
    this.current = current;
    this.roles = roles;
  }

  static List<PgChange> of(Wanted wanted, Inside current, Roles roles, String owner) {
    DefaultGrantChanges found = new DefaultGrantChanges(wanted, current, roles);
    List<DefaultPrivilege> asked = wanted.options().defaultPrivileges();
    for (int i = 0; i < asked.size(); i++) {
      DefaultPrivilege entry = asked.get(i);
      found.compare(
          "defaultPrivileges",
          wanted.field("defaultPrivileges[" + i + "]"),
          new DefaultGrant(
              owner,
              entry.schema(),
              entry.objectType(),
              entry.role().equalsIgnoreCase("public") ? "public" : entry.role(),
              DefaultGrant.expand(entry.objectType(), entry.privileges(), roles.major())));
    }
    wanted.pair().ifPresent(found::betweenPair);
    return found.changes;
  }

  private void betweenPair(AutoOwnership pair) {
    for (LaterPrivileges later : pair.later(DatabaseClaims.schemas(wanted.spec()))) {
      compare(
          "ownership.defaultPrivileges",
          wanted.field("ownership"),
          new DefaultGrant(
              later.creator(),
              later.schema(),
              later.objects(),
              later.grantee(),
              later.privileges()));
    }
  }

  private void compare(String path, String field, DefaultGrant grant) {
    Set<String> missing = grant.missing(current.defaults());
    String id =
        String.join(
            ":",
            path + ".missing",
            grant.objects(),
            grant.schema(),
            grant.grantor(),
            grant.grantee());
    if (missing.isEmpty() || changes.stream().anyMatch(c -> c.id().value().equals(id))) {
      return;
    }
    List<SqlText> statements = roles.actingFor(grant.grantor(), grant.statement());
    changes.add(
        PgChange.of(wanted.subject(), path + ".missing")
            .id(id)
            .field(field)
            .values(String.join(", ", missing), "")
            .cause(Cause.ABSENT)
            .build(
                "give "
                    + grant.grantee()
                    + " privileges on later "
                    + grant.objects()
                    + " in "
                    + grant.schema(),
                new Action.Inside(wanted.name(), statements)));
  }
}
