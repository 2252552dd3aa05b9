package io.dbprovision.postgres.copy;

import io.dbprovision.jdbc.Sql;
import io.dbprovision.jdbc.SqlText;
import io.dbprovision.postgres.connect.Server;
import io.dbprovision.postgres.sql.PgDialect;
import io.dbprovision.spi.EngineException;
import io.dbprovision.spi.ErrorKind;
import io.dbprovision.spi.RestoreSpec;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;

/**
 * A role that can do nothing, made in the transaction that puts a filled database in its place: as
 * long as it is there, that was done. Without it a place that is gone was lost: dropped by
 * somebody, or unknown to the replica that is the primary now. {@code abandon} drops it; what
 * nobody abandons goes with the logins that outlived their work.
 */
final class Mark {
  private static final PgDialect PG = PgDialect.PG;
  private static final Duration KEPT = Duration.ofDays(1);
  private static final SqlText THERE =
      SqlText.of("SELECT rolname FROM pg_catalog.pg_roles WHERE rolname = ?");

  private Mark() {}

  static List<SqlText> statements(RestoreSpec spec, Temporary names) {
    SqlText role = PG.identifier(names.done());
    return List.of(
        SqlText.of(
            "CREATE ROLE {} NOLOGIN VALID UNTIL {}",
            role,
            PG.literal(spec.until().plus(KEPT).toString())),
        SqlText.of("COMMENT ON ROLE {} IS 'a restore was completed, and is tidied up'", role));
  }

  static SqlText removal(Temporary names) {
    return SqlText.of("DROP ROLE IF EXISTS {}", PG.identifier(names.done()));
  }

  private static boolean there(Sql sql, Temporary names) throws SQLException {
    return sql.first(THERE, row -> row.getString(1), names.done()).isPresent();
  }

  /**
   * @throws EngineException CONFLICT when what was filled is gone and took no place
   */
  static void require(Server server, Temporary names, String target) {
    if (!server.run(sql -> there(sql, names))) {
      throw EngineException.of(
          ErrorKind.CONFLICT,
          "the database \""
              + names.place()
              + "\" that the restore filled is gone from the server, and never took the place of"
              + " \""
              + target
              + "\", which is as it was: somebody dropped it, or the server failed over to a replica"
              + " that had not got it; make the restore again");
    }
  }

  static void drop(Server server, Temporary names) {
    server.run(
        sql -> {
          if (there(sql, names)) {
            sql.execute(removal(names));
          }
          return true;
        });
  }
}
