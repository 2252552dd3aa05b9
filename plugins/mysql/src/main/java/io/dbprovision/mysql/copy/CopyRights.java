package io.dbprovision.mysql.copy;

import static io.dbprovision.mysql.sql.MyDialect.MY;

import io.dbprovision.jdbc.Sql;
import io.dbprovision.jdbc.SqlText;
import io.dbprovision.mysql.connect.Failures;
import io.dbprovision.mysql.connect.Server;
import io.dbprovision.mysql.script.Rights;
import io.dbprovision.mysql.sql.GrantedNames;
import io.dbprovision.spi.EngineException;
import io.dbprovision.spi.ErrorKind;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/** Passes rights on one database on, and says which of them the operator's login lacks. */
public final class CopyRights {
  private static final int REFUSED = 1045;

  private final Server server;
  private final Sql sql;
  private final SqlText account;

  public CopyRights(Server server, Sql sql, SqlText account) {
    this.server = server;
    this.sql = sql;
    this.account = account;
  }

  /**
   * @param needed without which it is of no use
   * @param useful those of which it gets what there is
   * @throws EngineException PERMISSION that names what is missing
   */
  public void give(String database, List<SqlText> needed, List<SqlText> useful)
      throws SQLException {
    GrantedNames names = GrantedNames.read(sql, server.facts().mariadb());
    if (!names.fits(database)) {
      throw EngineException.of(ErrorKind.INVALID, "\"" + database + "\" " + GrantedNames.TOO_LONG);
    }
    SqlText place = SqlText.of("{}.*", names.of(database));
    List<SqlText> held = Rights.ofAdmin(sql, server.facts().mariadb());
    List<SqlText> missing = new ArrayList<>(needed);
    missing.removeAll(held);
    for (SqlText right : needed) {
      if (!missing.contains(right) && !given(right, place)) {
        missing.add(right);
      }
    }
    if (!missing.isEmpty()) {
      throw missing(missing);
    }
    for (SqlText right : useful) {
      if (held.contains(right)) {
        given(right, place);
      }
    }
  }

  /** True when our login may pass it on, and has. */
  public boolean given(SqlText right, SqlText place) throws SQLException {
    try {
      sql.execute(SqlText.of("GRANT {} ON {} TO {}", right, place, account));
      return true;
    } catch (SQLException e) {
      if (Failures.kindOf(e) == ErrorKind.PERMISSION || Failures.is(e, REFUSED)) {
        return false;
      }
      throw e;
    }
  }

  /** The words are the servers' own, so they may be said. */
  private static EngineException missing(List<SqlText> rights) {
    return EngineException.of(
        ErrorKind.PERMISSION,
        "the operator's login cannot pass on what a copy needs; grant it "
            + SqlText.join(", ", rights).text()
            + " ON *.* WITH GRANT OPTION");
  }

  /** What the servers' programs read of a database. */
  void read(String database, BackupOptions options) throws SQLException {
    List<SqlText> needed = new ArrayList<>(List.of(SqlText.of("SELECT"), SqlText.of("SHOW VIEW")));
    List<SqlText> useful = new ArrayList<>(List.of(SqlText.of("EXECUTE")));
    if (options.withTriggers()) {
      needed.add(SqlText.of("TRIGGER"));
    }
    if (options.withEvents()) {
      needed.add(SqlText.of("EVENT"));
    }
    (options.locked() ? needed : useful).add(SqlText.of("LOCK TABLES"));
    give(database, needed, useful);
    if (options.withRoutines() && hasRoutines(database)) {
      readRoutines(database);
    }
  }

  private boolean hasRoutines(String database) throws SQLException {
    return sql.query(
            SqlText.of(
                "SELECT COUNT(*) FROM information_schema.ROUTINES WHERE ROUTINE_SCHEMA = {}",
                MY.literal(database)),
            row -> row.getLong(1) > 0)
        .getFirst();
  }

  /** The bodies of routines are shown to none but their definer, and whoever may see all. */
  private void readRoutines(String database) throws SQLException {
    boolean mariadb = server.facts().mariadb();
    boolean given;
    String right;
    if (mariadb && server.facts().atLeast(11, 3, 0)) {
      right = "SHOW CREATE ROUTINE ON *.*";
      given =
          given(
              SqlText.of("SHOW CREATE ROUTINE"),
              SqlText.of("{}.*", GrantedNames.read(sql, true).of(database)));
    } else if (mariadb) {
      right = "SELECT ON mysql.proc";
      given = given(SqlText.of("SELECT"), SqlText.of("mysql.proc"));
    } else {
      right = "SHOW_ROUTINE ON *.*";
      given = given(SqlText.of("SHOW_ROUTINE"), SqlText.of("*.*"));
    }
    if (!given) {
      throw EngineException.of(
          ErrorKind.PERMISSION,
          "the database has routines, which the operator's login cannot let anybody read; grant it "
              + right
              + " WITH GRANT OPTION, or leave them out by spec.mysql.routines: false");
    }
  }
}
