package io.dbprovision.mysql.grant;

import static io.dbprovision.mysql.sql.MyDialect.MY;

import io.dbprovision.jdbc.Sql;
import io.dbprovision.jdbc.SqlText;
import io.dbprovision.mysql.connect.Failures;
import io.dbprovision.mysql.record.Records;
import io.dbprovision.spi.EngineException;
import io.dbprovision.spi.ErrorKind;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;

/**
 * Reads what accounts hold from the server's own tables: a fixed number of statements for any
 * number of them. {@code information_schema} would do without SELECT on {@code mysql}, but it says
 * nothing of MariaDB's roles.
 */
final class CatalogReader {
  private static final String REACHED =
      """
      WITH RECURSIVE reached (name) AS (
        SELECT FROM_USER FROM mysql.role_edges WHERE TO_USER IN ({})
        UNION
        SELECT e.FROM_USER FROM mysql.role_edges e JOIN reached ON e.TO_USER = reached.name)
      SELECT name FROM reached
      """;
  private static final String REACHED_ON_MARIADB =
      """
      WITH RECURSIVE reached (name) AS (
        SELECT Role FROM mysql.roles_mapping WHERE User IN ({})
        UNION
        SELECT m.Role FROM mysql.roles_mapping m JOIN reached ON m.User = reached.name)
      SELECT name FROM reached
      """;

  private final Sql sql;
  private final ServerTraits traits;
  private final Catalog catalog;
  private final SqlText names;

  private CatalogReader(Sql sql, ServerTraits traits, Catalog catalog, Set<String> names) {
    this.sql = sql;
    this.traits = traits;
    this.catalog = catalog;
    this.names = SqlText.join(", ", names.stream().map(MY::literal).toList());
  }

  /**
   * @param names of logins and roles
   * @param joined those of which also has to be known what they reach through others
   * @throws EngineException PERMISSION when our login may not read them
   */
  static void read(
      Sql sql, ServerTraits traits, Catalog catalog, Set<String> names, Set<String> joined)
      throws SQLException {
    if (names.isEmpty() && joined.isEmpty()) {
      return;
    }
    try {
      Set<String> reached = reached(sql, traits.facts().mariadb(), joined);
      Set<String> all = new HashSet<>(names);
      all.addAll(reached);
      catalog.users(Records.USERS.read(sql, all));
      new CatalogReader(sql, traits, catalog, all).all();
      catalog.databases(Records.DATABASES.read(sql, catalog.databasesOf(reached)));
    } catch (SQLException e) {
      if (Failures.kindOf(e) == ErrorKind.PERMISSION) {
        throw EngineException.of(
                ErrorKind.PERMISSION,
                "the operator's login may not read what accounts hold; grant it SELECT ON mysql.*")
            .causedBy(e);
      }
      throw e;
    }
  }

  /** They, and all roles that they are members of, directly or through others. */
  private static Set<String> reached(Sql sql, boolean mariadb, Set<String> joined)
      throws SQLException {
    if (joined.isEmpty()) {
      return Set.of();
    }
    SqlText list = SqlText.join(", ", joined.stream().map(MY::literal).toList());
    Set<String> found = new HashSet<>(joined);
    found.addAll(
        sql.query(
            mariadb ? SqlText.of(REACHED_ON_MARIADB, list) : SqlText.of(REACHED, list),
            row -> row.getString(1)));
    return found;
  }

  private void all() throws SQLException {
    boolean mariadb = traits.facts().mariadb();
    if (mariadb) {
      mariadb();
    } else {
      mysql();
    }
    Collection<String> onDatabases = withOption(Level.DATABASE);
    query(
        SqlText.of("SELECT * FROM mysql.db WHERE User IN ({})", names),
        row -> {
          List<String> granted = PrivilegeColumns.granted(row, onDatabases);
          String written = row.getString("Db");
          String database = traits.names().databaseOf(written);
          if (database.isEmpty()) {
            catalog.pattern(account(row), written, granted.stream().map(Right::of).toList());
          } else {
            rights(row, Target.database(database), granted);
          }
        });
    query(
        SqlText.of(
            "SELECT User, Host, Db, Table_name, Table_priv FROM mysql.tables_priv"
                + " WHERE User IN ({})",
            names),
        row ->
            rights(
                row,
                Target.table(row.getString("Db"), row.getString("Table_name")),
                PrivilegeColumns.listed(text(row, "Table_priv"))));
    query(
        SqlText.of(
            "SELECT User, Host, Db, Table_name, Column_name, Column_priv FROM mysql.columns_priv"
                + " WHERE User IN ({})",
            names),
        row ->
            rights(
                row,
                Target.column(
                    row.getString("Db"), row.getString("Table_name"), row.getString("Column_name")),
                PrivilegeColumns.listed(text(row, "Column_priv"))));
    query(
        SqlText.of(
            "SELECT User, Host, Db, Routine_name, Routine_type, Proc_priv FROM mysql.procs_priv"
                + " WHERE User IN ({}) AND Routine_type IN ('PROCEDURE', 'FUNCTION')",
            names),
        row ->
            rights(
                row,
                Target.routine(
                    text(row, "Routine_type").equals("FUNCTION") ? Level.FUNCTION : Level.PROCEDURE,
                    row.getString("Db"),
                    row.getString("Routine_name")),
                PrivilegeColumns.listed(text(row, "Proc_priv"))));
  }

  private void mysql() throws SQLException {
    if (traits.names().literal()) { // else there are none
      partialRevokes();
    }
    List<String> statics = new ArrayList<>();
    for (String privilege : withOption(Level.GLOBAL)) {
      if (!traits.vocabulary().dynamic(privilege)) {
        statics.add(privilege);
      }
    }
    query(
        SqlText.of("SELECT * FROM mysql.user WHERE User IN ({})", names),
        row -> {
          catalog.account(account(row), true);
          rights(row, Target.global(), PrivilegeColumns.granted(row, statics));
        });
    query(
        SqlText.of(
            "SELECT USER AS User, HOST AS Host, PRIV, WITH_GRANT_OPTION FROM mysql.global_grants"
                + " WHERE USER IN ({})",
            names),
        row -> {
          String privilege = text(row, "PRIV").toUpperCase(Locale.ROOT);
          rights(row, Target.global(), List.of(privilege));
          if ("Y".equals(row.getString("WITH_GRANT_OPTION"))) {
            catalog.right(account(row), Target.global(), new Right(privilege, true));
          }
        });
    query(
        SqlText.of(
            "SELECT TO_USER AS User, TO_HOST AS Host, FROM_USER AS Role FROM mysql.role_edges"
                + " WHERE TO_USER IN ({})",
            names),
        this::member);
    query(
        SqlText.of(
            "SELECT USER AS User, HOST AS Host, DEFAULT_ROLE_USER AS Role FROM mysql.default_roles"
                + " WHERE USER IN ({})",
            names),
        row -> catalog.byDefault(account(row), row.getString("Role")));
  }

  /** What people took by hand from what an account has on the whole server. */
  private void partialRevokes() throws SQLException {
    query(
        SqlText.of(
            "SELECT u.User, u.Host, r.Db, r.Priv FROM mysql.user u, JSON_TABLE(u.User_attributes,"
                + " '$.Restrictions[*]' COLUMNS (Db VARCHAR(64) PATH '$.Database',"
                + " NESTED PATH '$.Privileges[*]' COLUMNS (Priv VARCHAR(64) PATH '$'))) r"
                + " WHERE u.User IN ({})",
            names),
        row ->
            catalog.withhold(
                account(row),
                GrantClaim.of(
                    Target.database(row.getString("Db")),
                    text(row, "Priv").toUpperCase(Locale.ROOT))));
  }

  private void mariadb() throws SQLException {
    query(
        SqlText.of(
            "SELECT User, Host, JSON_VALUE(Priv, '$.access') AS access,"
                + " JSON_VALUE(Priv, '$.default_role') AS byDefault FROM mysql.global_priv"
                + " WHERE User IN ({})",
            names),
        row -> {
          Account account = account(row);
          catalog.account(account, account.host().isEmpty());
          String role = text(row, "byDefault");
          if (!role.isEmpty()) {
            catalog.byDefault(account, role);
          }
          String access = text(row, "access");
          if (!access.isEmpty()) {
            rights(row, Target.global(), MariaDbBits.of(Long.parseUnsignedLong(access)));
          }
        });
    query(
        SqlText.of("SELECT User, Host, Role FROM mysql.roles_mapping WHERE User IN ({})", names),
        this::member);
  }

  private void member(ResultSet row) throws SQLException {
    rights(row, Target.role(row.getString("Role")), List.of(Right.MEMBER));
  }

  private void rights(ResultSet row, Target target, Collection<String> privileges)
      throws SQLException {
    Account account = account(row);
    for (String privilege : privileges) {
      catalog.right(account, target, Right.of(privilege));
    }
  }

  private static Account account(ResultSet row) throws SQLException {
    return new Account(row.getString("User"), text(row, "Host").toLowerCase(Locale.ROOT));
  }

  private static String text(ResultSet row, String column) throws SQLException {
    return Objects.requireNonNullElse(row.getString(column), "");
  }

  private List<String> withOption(Level level) {
    List<String> all = new ArrayList<>(traits.vocabulary().all(level));
    all.add(Right.GRANT_OPTION);
    return all;
  }

  private interface Each {
    void row(ResultSet row) throws SQLException;
  }

  private void query(SqlText text, Each each) throws SQLException {
    sql.query(
        text,
        row -> {
          each.row(row);
          return true;
        });
  }
}
