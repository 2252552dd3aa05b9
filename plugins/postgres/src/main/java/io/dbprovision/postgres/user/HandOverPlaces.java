package io.dbprovision.postgres.user;

import io.dbprovision.jdbc.SqlText;
import io.dbprovision.postgres.connect.Server;
import io.dbprovision.spi.EngineException;
import io.dbprovision.spi.ErrorKind;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * What stands within single databases against a login's beginning to take turns. Said before
 * anything is changed. Thread-safe.
 */
final class HandOverPlaces {
  private static final SqlText SETTINGS =
      SqlText.of(
          """
          SELECT b.datname, o.option_name
          FROM pg_catalog.pg_db_role_setting s
          JOIN pg_catalog.pg_database b ON b.oid = s.setdatabase
          CROSS JOIN LATERAL pg_catalog.pg_options_to_table(s.setconfig) o
          WHERE s.setrole = (SELECT oid FROM pg_catalog.pg_roles WHERE rolname = ?)
          ORDER BY 1, 2 LIMIT 1
          """);

  /** Those with a schema that it owns or was given something on. */
  private static final SqlText WITH_SCHEMAS =
      SqlText.of(
          """
          SELECT DISTINCT b.datname
          FROM pg_catalog.pg_shdepend s
          JOIN pg_catalog.pg_database b ON b.oid = s.dbid
          WHERE s.refclassid = 'pg_authid'::regclass AND s.classid = 'pg_namespace'::regclass
            AND s.refobjid = (SELECT oid FROM pg_catalog.pg_roles WHERE rolname = ?)
            AND b.datallowconn AND b.datconnlimit <> -2
          ORDER BY 1
          """);

  private static final SqlText OWN_SCHEMA =
      SqlText.of("SELECT 1 FROM pg_catalog.pg_namespace WHERE nspname = ?");

  private static final String SEARCH_PATH = "search_path";

  /** In a search path: the schema that is called as whoever looks. */
  private static final String OF_THE_USER = "$user";

  private record InDatabase(String database, String setting) {}

  private final Server server;

  HandOverPlaces(Server server) {
    this.server = server;
  }

  /**
   * @param login as it is to be afterwards
   * @throws EngineException CONFLICT, naming the field to write
   */
  void check(Wanted login) {
    checkSettings(login);
    if (readsOwnSchema(login)) {
      checkSchemas(login);
    }
  }

  private void checkSettings(Wanted login) {
    List<InDatabase> found =
        server.run(
            sql ->
                sql.query(
                    SETTINGS,
                    row ->
                        new InDatabase(
                            Objects.requireNonNull(row.getString(1)),
                            Objects.requireNonNull(row.getString(2))),
                    login.name()));
    if (!found.isEmpty()) {
      String name = found.getFirst().setting();
      String database = found.getFirst().database();
      throw EngineException.at(
          ErrorKind.CONFLICT,
          login.field(SettingChanges.path(name)),
          "is set on the login \"%s\" for the database \"%s\" alone, which the logins that are to take turns would not have. Write its value here, for all databases, or set it for that database whoever connects; and have it set back on the server first: %s"
              .formatted(
                  login.name(), database, Setting.resetIn(database, login.name(), name).text()));
    }
  }

  private static boolean readsOwnSchema(Wanted login) {
    Optional<String> path =
        login.options().configParameters().entrySet().stream()
            .filter(entry -> entry.getKey().toLowerCase(Locale.ROOT).equals(SEARCH_PATH))
            .map(Map.Entry::getValue)
            .findFirst();
    // the server's default has it
    return path.isEmpty() || Setting.elements(path.get()).contains(OF_THE_USER);
  }

  private void checkSchemas(Wanted login) {
    String name = login.name();
    for (String database :
        server.run(sql -> sql.query(WITH_SCHEMAS, row -> row.getString(1), name))) {
      if (hasSchema(database, name)) {
        throw EngineException.at(
            ErrorKind.CONFLICT,
            login.field(SettingChanges.path(SEARCH_PATH)),
            "the database \"%s\" has a schema of the login's own name, which \"$user\" in search_path leads to; logins that take turns work as another role and would not find their tables. Name the schema here, for instance \"%s, public\""
                .formatted(database, name));
      }
    }
  }

  private boolean hasSchema(String database, String name) {
    try {
      return server.runIn(
          database, sql -> !sql.query(OWN_SCHEMA, row -> row.getInt(1), name).isEmpty());
    } catch (EngineException e) {
      if (e.kind() == ErrorKind.NOT_FOUND) {
        return false; // it was dropped meanwhile
      }
      throw e;
    }
  }
}
