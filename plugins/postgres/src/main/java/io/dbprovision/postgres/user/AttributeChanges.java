package io.dbprovision.postgres.user;

import io.dbprovision.jdbc.SqlText;
import io.dbprovision.postgres.change.Action;
import io.dbprovision.postgres.change.PgChange;
import io.dbprovision.postgres.sql.PgDialect;
import io.dbprovision.postgres.sql.Since;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What differs in a role's attributes. Only what differs is named in a statement: to name
 * SUPERUSER, REPLICATION or BYPASSRLS at all is refused to a login that is no superuser.
 */
final class AttributeChanges {
  private static final PgDialect PG = PgDialect.PG;
  private static final String FOR_EVER = "infinity";

  private final RoleRules rules;
  private final int major;

  AttributeChanges(RoleRules rules, int major) {
    this.rules = rules;
    this.major = major;
  }

  /** Refuses what the instance or our login's own rights do not allow. */
  void check(Wanted wanted, @Nullable RoleState current, @Nullable RoleState admin) {
    for (Attribute attribute : Attribute.values()) {
      boolean is = current == null ? attribute.serverDefault() : current.has(attribute);
      boolean want = wanted.options().wants(attribute);
      if (want && attribute.elevated()) {
        rules.checkAttribute(attribute, wanted.field(attribute.field()), null, major);
      }
      if (is != want && (current == null || wanted.managesAttributes())) {
        // taking an attribute away needs the right, too, but no consent of the instance
        if (want) {
          rules.checkAttribute(attribute, wanted.field(attribute.field()), admin, major);
        }
      }
    }
  }

  List<PgChange> of(Wanted wanted, RoleState current) {
    if (!wanted.managesAttributes()) {
      return List.of();
    }
    List<PgChange> changes = new ArrayList<>();
    int limit = wanted.options().limit();
    if (current.connectionLimit() != limit) {
      changes.add(
          PgChange.of(wanted.subject(), "connectionLimit")
              .field(wanted.field("connectionLimit"))
              .values(limit, current.connectionLimit())
              .build(
                  "set the connection limit to " + limit,
                  alter(wanted, SqlText.of("CONNECTION LIMIT {}", PG.number(limit)))));
    }
    for (Attribute attribute : Attribute.values()) {
      boolean want = wanted.options().wants(attribute);
      if (current.has(attribute) != want) {
        changes.add(attribute(wanted, current, attribute, want));
      }
    }
    Optional<Instant> until = RoleChecks.expiry(wanted.options());
    Optional<Instant> is = Optional.ofNullable(current.validUntilMicros()).map(Expiry::instant);
    if (!until.map(Expiry::micros).equals(is.map(Expiry::micros))) {
      changes.add(
          PgChange.of(wanted.subject(), "validUntil")
              .field(wanted.field("validUntil"))
              .values(
                  until.map(Instant::toString).orElse(FOR_EVER),
                  is.map(Instant::toString).orElse(FOR_EVER))
              .build("set when the password expires", alter(wanted, expiry(until))));
    }
    return changes;
  }

  static SqlText expiry(Optional<Instant> until) {
    return SqlText.of("VALID UNTIL {}", PG.literal(until.map(Instant::toString).orElse(FOR_EVER)));
  }

  private PgChange attribute(Wanted wanted, RoleState current, Attribute attribute, boolean want) {
    List<SqlText> statements = new ArrayList<>();
    statements.add(statement(wanted, attribute.clause(want)));
    if (attribute == Attribute.INHERIT && Since.OWN_MEMBERSHIPS.in(major)) {
      // there each membership has an option of its own, fixed when it was granted
      for (Map.Entry<String, String> role : wanted.memberships().entrySet()) {
        if (current.memberships().contains(role.getKey())) {
          statements.add(Memberships.grant(role.getKey(), wanted, major));
        }
      }
    }
    return PgChange.of(wanted.subject(), attribute.path())
        .field(wanted.field(attribute.field()))
        .values(want, !want)
        .risk(attribute.risk())
        .build(
            "switch " + attribute.path() + (want ? " on" : " off"),
            new Action.Shared(() -> List.copyOf(statements)));
  }

  private static Action alter(Wanted wanted, SqlText clause) {
    return Action.of(statement(wanted, clause));
  }

  private static SqlText statement(Wanted wanted, SqlText clause) {
    return SqlText.of("ALTER ROLE {} {}", PG.identifier(wanted.name()), clause);
  }
}
