package io.dbprovision.mysql.restore;

import static io.dbprovision.mysql.sql.MyDialect.MY;

import io.dbprovision.jdbc.Sql;
import io.dbprovision.jdbc.SqlText;
import io.dbprovision.mysql.connect.Server;
import io.dbprovision.mysql.copy.CopyLogins;
import io.dbprovision.mysql.copy.CopyRights;
import io.dbprovision.mysql.copy.OwnedDatabase;
import io.dbprovision.mysql.database.DatabaseState;
import io.dbprovision.mysql.database.Leftovers;
import io.dbprovision.mysql.restore.Journal.Entry;
import io.dbprovision.mysql.restore.Journal.Phase;
import io.dbprovision.mysql.sql.GrantedNames;
import io.dbprovision.mysql.sql.Names;
import io.dbprovision.spi.Credentials;
import io.dbprovision.spi.EngineException;
import io.dbprovision.spi.ErrorKind;
import io.dbprovision.spi.Owner;
import io.dbprovision.spi.RestorePlace;
import io.dbprovision.spi.RestoreSpec;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Makes the place to fill, after it was seen that the target can be replaced. For one thread. */
final class Preparation {
  private static final SqlText DEFAULTS =
      SqlText.of(
          "SELECT DEFAULT_CHARACTER_SET_NAME, DEFAULT_COLLATION_NAME"
              + " FROM information_schema.SCHEMATA WHERE SCHEMA_NAME = ?");

  /** Foreign keys of other databases' tables would go with the tables that are replaced. */
  private static final SqlText FOREIGN =
      SqlText.of(
          "SELECT DISTINCT CONCAT(CONSTRAINT_SCHEMA, '.', TABLE_NAME)"
              + " FROM information_schema.REFERENTIAL_CONSTRAINTS"
              + " WHERE UNIQUE_CONSTRAINT_SCHEMA = ? AND CONSTRAINT_SCHEMA <> ?"
              + " AND CONSTRAINT_SCHEMA NOT LIKE '|_dbops|_%' ESCAPE '|'");

  private static final SqlText ME = SqlText.of("SELECT CURRENT_USER()");
  private static final SqlText STRONG =
      SqlText.of(
          "SELECT CONCAT(USER, '@', HOST) FROM mysql.global_grants WHERE PRIV = 'SYSTEM_USER'");
  private static final SqlText DEFINERS =
      SqlText.of(
          """
          SELECT DEFINER FROM information_schema.VIEWS WHERE TABLE_SCHEMA = ?
          UNION SELECT DEFINER FROM information_schema.ROUTINES WHERE ROUTINE_SCHEMA = ?
          UNION SELECT DEFINER FROM information_schema.TRIGGERS WHERE TRIGGER_SCHEMA = ?
          UNION SELECT DEFINER FROM information_schema.EVENTS WHERE EVENT_SCHEMA = ?
          """);

  private static final List<SqlText> NEEDED =
      List.of(
          SqlText.of("SELECT"),
          SqlText.of("INSERT"),
          SqlText.of("CREATE"),
          SqlText.of("ALTER"),
          SqlText.of("DROP"),
          SqlText.of("LOCK TABLES"));

  private static final List<SqlText> USEFUL =
      List.of(
          SqlText.of("UPDATE"),
          SqlText.of("DELETE"),
          SqlText.of("INDEX"),
          SqlText.of("REFERENCES"),
          SqlText.of("CREATE TEMPORARY TABLES"),
          SqlText.of("CREATE VIEW"),
          SqlText.of("SHOW VIEW"),
          SqlText.of("CREATE ROUTINE"),
          SqlText.of("ALTER ROUTINE"),
          SqlText.of("EXECUTE"),
          SqlText.of("EVENT"),
          SqlText.of("TRIGGER"));

  private final Server server;
  private final CopyLogins logins;
  private final Steps steps;
  private final Journal journal;

  Preparation(Server server, CopyLogins logins, Steps steps, Journal journal) {
    this.server = server;
    this.logins = logins;
    this.steps = steps;
    this.journal = journal;
  }

  RestorePlace prepare(RestoreSpec spec) throws SQLException {
    Sql sql = steps.sql();
    requireTarget(spec);
    journal.open();
    Optional<Entry> earlier = journal.find(spec.id());
    if (earlier.filter(entry -> entry.phase() != Phase.PREPARED).isPresent()) {
      throw EngineException.of(
          ErrorKind.CONFLICT,
          "this restore is already on its way into \"" + spec.database() + "\"; complete it");
    }
    Place place = new Place(spec.id());
    journal.put(new Entry(spec.id(), spec.database(), Phase.PREPARED, false));
    if (spec.by().isPresent()) {
      journal.makers().put(spec.by().get());
    }
    logins.shut(sql, spec.id());
    steps.before().run();
    server.patiently(
        sql, SqlText.of("DROP DATABASE IF EXISTS {}", MY.identifier(place.temporary())));
    steps.run(
        SqlText.of(
            "CREATE DATABASE {} {}",
            MY.identifier(place.temporary()),
            SqlText.join(" ", defaults(sql, spec.database()))));
    Credentials login =
        logins.admit(
            sql,
            spec.id(),
            spec.until(),
            (its, account) ->
                new CopyRights(server, its, account).give(place.temporary(), NEEDED, USEFUL));
    return new RestorePlace(place.temporary(), login);
  }

  /** Those of the target, so that what names none comes to be the same; none when it is new. */
  private static List<SqlText> defaults(Sql sql, String target) throws SQLException {
    return sql.query(
        DEFAULTS,
        row ->
            SqlText.of(
                "CHARACTER SET {} COLLATE {}",
                MY.identifier(row.getString(1)),
                MY.identifier(row.getString(2))),
        target);
  }

  /**
   * @throws EngineException when it is not as the restore needs it
   */
  void requireTarget(RestoreSpec spec) throws SQLException {
    Names.checkDatabase("spec.target", spec.database());
    requireGrantable(spec.database());
    Optional<Owner> owner = spec.owner();
    if (owner.isPresent()) {
      requireOwned(spec, owner.get());
    } else {
      requireAbsent(spec);
    }
  }

  /**
   * The login that makes views and routines again gets its rights at the very end, by this name.
   */
  private void requireGrantable(String database) throws SQLException {
    GrantedNames names = GrantedNames.read(steps.sql(), server.facts().mariadb());
    if (!names.fits(database)) {
      throw EngineException.at(
          ErrorKind.INVALID, "spec.target", "\"" + database + "\" " + GrantedNames.TOO_LONG);
    }
  }

  private void requireOwned(RestoreSpec spec, Owner owner) throws SQLException {
    Sql sql = steps.sql();
    OwnedDatabase.require(sql, spec.database(), owner);
    if (!spec.replace() && !DatabaseState.isEmpty(sql, spec.database())) {
      boolean drops = spec.block().as(RestoreOptions.class).dropsWhatIsThere();
      throw EngineException.of(
          ErrorKind.CONFLICT,
          "the database \""
              + spec.database()
              + "\" is not empty; it is replaced only by a restore in place that says so"
              + " (spec.target.inPlace and spec.confirmation)"
              + (drops ? ", whatever spec.mysql.dropExisting says" : ""));
    }
    requireDroppable(spec.database());
    List<String> foreign =
        sql.query(FOREIGN, row -> row.getString(1), spec.database(), spec.database());
    if (!foreign.isEmpty()) {
      throw EngineException.of(
          ErrorKind.CONFLICT,
          "tables of other databases have foreign keys into \""
              + spec.database()
              + "\", which would be lost: "
              + String.join(", ", foreign)
              + "; drop those keys first");
    }
  }

  /** MySQL lets nobody drop what a login with SYSTEM_USER defines but another such login. */
  private void requireDroppable(String database) throws SQLException {
    if (server.facts().mariadb()) {
      return;
    }
    Set<String> strong = Set.copyOf(steps.sql().query(STRONG, row -> row.getString(1)));
    List<String> definers =
        steps
            .sql()
            .query(DEFINERS, row -> row.getString(1), database, database, database, database);
    List<String> beyond = definers.stream().filter(strong::contains).distinct().sorted().toList();
    if (!beyond.isEmpty()
        && !strong.contains(steps.sql().query(ME, row -> row.getString(1)).getFirst())) {
      throw EngineException.of(
          ErrorKind.PERMISSION,
          "views, routines, triggers or events of \""
              + database
              + "\" are defined by "
              + String.join(", ", beyond)
              + ", who has SYSTEM_USER; grant SYSTEM_USER ON *.* to the operator's login, or let"
              + " another account define them");
    }
  }

  private void requireAbsent(RestoreSpec spec) throws SQLException {
    Sql sql = steps.sql();
    if (Swap.exists(sql, spec.database())) {
      throw EngineException.of(
          ErrorKind.CONFLICT,
          "the database \"" + spec.database() + "\" is there already; choose another name");
    }
    if (!spec.block().as(RestoreOptions.class).mayCreate()) {
      throw EngineException.at(
          ErrorKind.NOT_FOUND,
          spec.block().path() + ".createDatabase",
          "the database \"" + spec.database() + "\" is not there, and must not be made");
    }
    Set<String> keepers = Leftovers.clear(sql, server.facts().mariadb(), spec.database());
    if (!keepers.isEmpty()) {
      throw EngineException.of(
          ErrorKind.CONFLICT,
          "privileges on the name \""
              + spec.database()
              + "\" are left of an earlier database, which the operator's login may not take away:"
              + " of "
              + String.join(", ", keepers)
              + "; take them away with REVOKE, or choose another name");
    }
  }
}
