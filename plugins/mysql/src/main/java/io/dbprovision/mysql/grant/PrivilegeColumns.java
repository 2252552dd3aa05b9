package io.dbprovision.mysql.grant;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** How the server's own tables write down privileges. */
final class PrivilegeColumns {
  private static final Map<String, String> SHORT =
      Map.of(
          "CREATE TEMPORARY TABLES",
          "Create_tmp_table_priv",
          "SHOW DATABASES",
          "Show_db_priv",
          "REPLICATION SLAVE",
          "Repl_slave_priv",
          "REPLICATION CLIENT",
          "Repl_client_priv",
          Right.GRANT_OPTION,
          "Grant_priv");

  private PrivilegeColumns() {}

  /** Those of the given whose column says yes. */
  static List<String> granted(ResultSet row, Collection<String> privileges) throws SQLException {
    List<String> found = new ArrayList<>();
    for (String privilege : privileges) {
      String column = SHORT.getOrDefault(privilege, privilege.replace(' ', '_') + "_priv");
      if ("Y".equals(row.getString(column))) {
        found.add(privilege);
      }
    }
    return found;
  }

  /** Of a set such as {@code Select,Show view,Grant}. */
  static List<String> listed(String set) {
    List<String> found = new ArrayList<>();
    for (String word : set.split(",", -1)) {
      String privilege = word.strip().toUpperCase(Locale.ROOT);
      switch (privilege) {
        case "" -> {}
        case "GRANT" -> found.add(Right.GRANT_OPTION);
        case "DELETE VERSIONING ROWS" -> found.add("DELETE HISTORY");
        default -> found.add(privilege);
      }
    }
    return found;
  }
}
