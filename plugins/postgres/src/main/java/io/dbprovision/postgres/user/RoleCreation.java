package io.dbprovision.postgres.user;

import io.dbprovision.jdbc.SqlText;
import io.dbprovision.postgres.change.Action;
import io.dbprovision.postgres.change.PgChange;
import io.dbprovision.postgres.sql.PgDialect;
import io.dbprovision.postgres.sql.Remark;
import io.dbprovision.spi.Cause;
import io.dbprovision.spi.EngineException;
import io.dbprovision.spi.ErrorKind;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Makes a role with its record: both or none. */
final class RoleCreation {
  private static final PgDialect PG = PgDialect.PG;

  private final Verifier verifier;

  RoleCreation(Verifier verifier) {
    this.verifier = verifier;
  }

  PgChange of(Wanted wanted) {
    return PgChange.of(wanted.subject(), wanted.subject().path())
        .id("create")
        .values(wanted.name(), "")
        .cause(Cause.MISSING)
        .build(
            "create the " + wanted.noun() + " " + wanted.name(),
            new Action.Shared(() -> statements(wanted, wanted.spec().comment())));
  }

  /**
   * @param comment what people are to read there, beside the record
   * @throws EngineException INVALID, for a login whose password is not known
   */
  List<SqlText> statements(Wanted wanted, String comment) {
    return List.of(
        SqlText.of(
            "CREATE ROLE {} {}", PG.identifier(wanted.name()), SqlText.join(" ", clauses(wanted))),
        comment(wanted, comment));
  }

  PgChange password(Wanted wanted) {
    return PgChange.of(wanted.subject(), "password")
        .values("(set)", "(unknown)")
        .build(
            "set the password",
            new Action.Shared(
                () ->
                    List.of(
                        SqlText.of(
                            "ALTER ROLE {} PASSWORD {}",
                            PG.identifier(wanted.name()),
                            verifier.of(wanted.password().orElseThrow())))));
  }

  static SqlText comment(Wanted wanted, String text) {
    return SqlText.of(
        "COMMENT ON ROLE {} IS {}",
        PG.identifier(wanted.name()),
        PG.literal(Remark.render(text, wanted.spec().owner())));
  }

  private List<SqlText> clauses(Wanted wanted) {
    List<SqlText> clauses = new ArrayList<>();
    for (Attribute attribute : Attribute.values()) {
      boolean want = wanted.options().wants(attribute);
      if (want != attribute.serverDefault()) {
        clauses.add(attribute.clause(want));
      }
    }
    if (wanted.options().limit() >= 0) {
      clauses.add(SqlText.of("CONNECTION LIMIT {}", PG.number(wanted.options().limit())));
    }
    Optional<Instant> until = RoleChecks.expiry(wanted.options());
    if (until.isPresent()) {
      clauses.add(AttributeChanges.expiry(until));
    }
    if (wanted.password().isPresent()) {
      clauses.add(SqlText.of("PASSWORD {}", verifier.of(wanted.password().get())));
    } else if (wanted.needsPassword()) {
      throw EngineException.of(
          ErrorKind.INVALID, "a login cannot be created before its password is known");
    }
    return clauses;
  }
}
