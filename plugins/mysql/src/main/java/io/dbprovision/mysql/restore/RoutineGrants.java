package io.dbprovision.mysql.restore;

import static io.dbprovision.mysql.sql.MyDialect.MY;

import io.dbprovision.jdbc.Sql;
import io.dbprovision.jdbc.SqlText;
import io.dbprovision.mysql.connect.Failures;
import io.dbprovision.mysql.record.Bookkeeping;
import io.dbprovision.mysql.sql.Names;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Rights on single routines: the only ones that the servers take away with what they are on. They
 * are written down before and given again. For one thread.
 */
final class RoutineGrants {
  private static final Logger LOG = LoggerFactory.getLogger(RoutineGrants.class);
  private static final SqlText KEPT =
      SqlText.of("{}.`restore_grant`", MY.identifier(Names.RECORDS));
  private static final SqlText MAKE =
      SqlText.of(
          """
          CREATE TABLE IF NOT EXISTS {} (
            `id` VARCHAR(64) NOT NULL,
            `user` VARCHAR(128) NOT NULL,
            `host` VARCHAR(255) NOT NULL,
            `routine` VARCHAR(64) NOT NULL,
            `type` VARCHAR(16) NOT NULL,
            `rights` VARCHAR(255) NOT NULL,
            KEY (`id`)
          ) ENGINE = InnoDB CHARACTER SET utf8mb4 COLLATE utf8mb4_bin
          """,
          KEPT);
  private static final Set<String> TYPES =
      Set.of("FUNCTION", "PROCEDURE", "PACKAGE", "PACKAGE BODY", "LIBRARY");
  private static final Set<String> WORDS =
      Set.of("EXECUTE", "ALTER ROUTINE", "SHOW CREATE ROUTINE");
  private static final int NO_ROUTINE = 1305;

  private record Held(String user, String host, String routine, String type, String rights) {}

  private final Steps steps;
  private final boolean mariadb;

  RoutineGrants(Steps steps, boolean mariadb) {
    this.steps = steps;
    this.mariadb = mariadb;
  }

  void keep(String id, String database) throws SQLException {
    steps.run(MAKE);
    forget(id);
    steps.run(
        SqlText.of(
            "INSERT INTO {} SELECT {}, User, Host, Routine_name, Routine_type, Proc_priv"
                + " FROM mysql.procs_priv WHERE Db = {} AND LEFT(User, 7) <> '_dbops_'",
            KEPT,
            MY.literal(id),
            MY.literal(database)));
  }

  void forget(String id) throws SQLException {
    try {
      steps.run(SqlText.of("DELETE FROM {} WHERE `id` = {}", KEPT, MY.literal(id)));
    } catch (SQLException e) {
      if (!Bookkeeping.isMissing(e)) {
        throw e;
      }
    }
  }

  /** On routines that are there again; the others went with what was replaced. */
  void give(String id, String database) throws SQLException {
    for (Held held : kept(steps.sql(), id)) {
      List<SqlText> rights = words(held.rights());
      if (rights.isEmpty() || !TYPES.contains(held.type())) {
        continue;
      }
      SqlText account =
          mariadb && held.host().isEmpty()
              ? MY.identifier(held.user())
              : MY.account(held.user(), held.host());
      boolean further = held.rights().toUpperCase(Locale.ROOT).contains("GRANT");
      try {
        steps.run(
            SqlText.of(
                "GRANT {} ON {} {}.{} TO {}{}",
                SqlText.join(", ", rights),
                MY.word(held.type(), TYPES),
                MY.identifier(database),
                MY.identifier(held.routine()),
                account,
                further ? SqlText.of(" WITH GRANT OPTION") : SqlText.of("")));
      } catch (SQLException e) {
        if (!Failures.is(e, NO_ROUTINE)) {
          LOG.atWarn()
              .addKeyValue("database", database)
              .addKeyValue("routine", held.routine())
              .addKeyValue("error", Failures.kindOf(e))
              .log("a right on a routine that was restored could not be given again");
        }
      }
    }
  }

  private static List<Held> kept(Sql sql, String id) throws SQLException {
    try {
      return sql.query(
          SqlText.of("SELECT * FROM {} WHERE `id` = {}", KEPT, MY.literal(id)),
          row ->
              new Held(
                  row.getString("user"),
                  row.getString("host"),
                  row.getString("routine"),
                  row.getString("type"),
                  row.getString("rights")));
    } catch (SQLException e) {
      if (Bookkeeping.isMissing(e)) {
        return List.of();
      }
      throw e;
    }
  }

  private static List<SqlText> words(String rights) {
    List<SqlText> words = new ArrayList<>();
    for (String right : rights.toUpperCase(Locale.ROOT).split(",", -1)) {
      if (WORDS.contains(right.strip())) {
        words.add(MY.word(right.strip(), WORDS));
      }
    }
    return words;
  }
}
