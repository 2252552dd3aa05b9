package io.dbprovision.postgres.user;

import io.dbprovision.jdbc.SqlText;
import io.dbprovision.postgres.sql.PgDialect;

/** The command that a person runs, in each database concerned, to hand over what a role owns. */
final class ReassignCommand {
  private ReassignCommand() {}

  static String of(String from, String to) {
    return SqlText.of(
            "REASSIGN OWNED BY {} TO {};",
            PgDialect.PG.identifier(from),
            PgDialect.PG.identifier(to))
        .text();
  }
}
