package io.dbprovision.mysql.script;

import io.dbprovision.jdbc.Sql;
import io.dbprovision.jdbc.SqlText;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * What can be done within one database, and so can be given to a login of scripts.
 *
 * @param column of the server's list of accounts, in which it says whether an account has it
 */
public record Rights(String column, SqlText word) {
  private static final SqlText OWN =
      SqlText.of(
          """
          WITH RECURSIVE mine (login, place) AS (
            SELECT User, Host FROM mysql.user WHERE CONCAT(User, '@', Host) = CURRENT_USER()
            UNION
            SELECT e.FROM_USER, e.FROM_HOST FROM mysql.role_edges e
            JOIN mine ON e.TO_USER = mine.login AND e.TO_HOST = mine.place)
          SELECT u.* FROM mysql.user u JOIN mine ON u.User = mine.login AND u.Host = mine.place
          """);
  private static final SqlText OWN_ON_MARIADB =
      SqlText.of(
          """
          WITH RECURSIVE mine (login, place) AS (
            SELECT User, Host FROM mysql.user WHERE CONCAT(User, '@', Host) = CURRENT_USER()
            UNION
            SELECT m.Role, '' FROM mysql.roles_mapping m
            JOIN mine ON m.User = mine.login AND m.Host = mine.place)
          SELECT u.* FROM mysql.user u JOIN mine ON u.User = mine.login AND u.Host = mine.place
          """);

  private static final List<Rights> ALL =
      List.of(
          new Rights("Select_priv", SqlText.of("SELECT")),
          new Rights("Insert_priv", SqlText.of("INSERT")),
          new Rights("Update_priv", SqlText.of("UPDATE")),
          new Rights("Delete_priv", SqlText.of("DELETE")),
          new Rights("Create_priv", SqlText.of("CREATE")),
          new Rights("Drop_priv", SqlText.of("DROP")),
          new Rights("Alter_priv", SqlText.of("ALTER")),
          new Rights("Index_priv", SqlText.of("INDEX")),
          new Rights("References_priv", SqlText.of("REFERENCES")),
          new Rights("Create_tmp_table_priv", SqlText.of("CREATE TEMPORARY TABLES")),
          new Rights("Lock_tables_priv", SqlText.of("LOCK TABLES")),
          new Rights("Create_view_priv", SqlText.of("CREATE VIEW")),
          new Rights("Show_view_priv", SqlText.of("SHOW VIEW")),
          new Rights("Create_routine_priv", SqlText.of("CREATE ROUTINE")),
          new Rights("Alter_routine_priv", SqlText.of("ALTER ROUTINE")),
          new Rights("Execute_priv", SqlText.of("EXECUTE")),
          new Rights("Event_priv", SqlText.of("EVENT")),
          new Rights("Trigger_priv", SqlText.of("TRIGGER")));

  /**
   * Those that the operator's login has on all databases, by itself or by its roles: it can pass on
   * no others. GRANT ALL would fail as a whole when one is missing. Those of a role that is not in
   * use will be refused.
   */
  public static List<SqlText> ofAdmin(Sql sql, boolean mariadb) throws SQLException {
    Set<Rights> held = new HashSet<>();
    sql.query(mariadb ? OWN_ON_MARIADB : OWN, row -> held.addAll(read(row)));
    return ALL.stream().filter(held::contains).map(Rights::word).toList();
  }

  private static List<Rights> read(ResultSet row) throws SQLException {
    List<Rights> held = new ArrayList<>();
    for (Rights right : ALL) {
      if ("Y".equals(row.getString(right.column))) {
        held.add(right);
      }
    }
    return held;
  }
}
