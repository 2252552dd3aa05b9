package io.dbprovision.distribution.operator;

import java.util.List;

/**
 * Two namespaces on one MySQL or MariaDB: the names of what the first one has, and of what is the
 * second's own.
 *
 * @param victim the first namespace
 * @param secret of its login
 * @param suffix of all names on the server
 */
record MyTenants(
    MySqlServer server,
    String victim,
    String database,
    String login,
    String role,
    String secret,
    String ownDatabase,
    String suffix) {

  /** All that the first namespace and the server itself have, line by line. */
  List<String> facts() {
    String accounts = "('%s', '%s', 'root', 'dbops_admin')".formatted(login, role);
    // on MariaDB who makes a role is in it: those of the second namespace are its own affair
    String members =
        server.mariadb()
            ? "SELECT CONCAT_WS(' ', 'member', User, Role) FROM mysql.roles_mapping WHERE (User IN"
                + " %s AND NOT (User = 'dbops_admin' AND RIGHT(Role, 9) = '_"
                + suffix
                + "' AND Role LIKE 'c%%'))"
                + " OR (Role = '%s' AND User <> 'dbops_admin')"
            : "SELECT CONCAT_WS(' ', 'member', TO_USER, FROM_USER) FROM mysql.role_edges WHERE"
                + " TO_USER IN %s OR FROM_USER = '%s'";
    return List.of(
        all(
            "SELECT CONCAT_WS(' ', User, Host, plugin, HEX(authentication_string), Select_priv,"
                + " Super_priv, Create_user_priv, max_user_connections) FROM mysql.user WHERE User"
                + " IN "
                + accounts),
        // there a database is a pattern
        all(
            "SELECT CONCAT_WS(' ', User, Host, Db) FROM mysql.db WHERE Db IN ('%s', '%s') OR User IN %s"
                .formatted(database, database.replace("_", "\\\\_"), accounts)),
        all(grants("tables_priv") + " UNION " + grants("columns_priv")),
        all(grants("procs_priv")),
        all(members.formatted(accounts, role)),
        all(
            "SELECT CONCAT_WS(' ', SCHEMA_NAME, DEFAULT_CHARACTER_SET_NAME, DEFAULT_COLLATION_NAME)"
                + " FROM information_schema.SCHEMATA WHERE SCHEMA_NAME = '"
                + database
                + "'"),
        all(
            "SELECT CONCAT_WS(' ', name, namespace, object, uid) FROM `_dbops`.`owner` WHERE name"
                + " IN ('%s', '%s', '%s')".formatted(database, login, role)),
        all("SELECT CONCAT_WS(' ', id, said) FROM " + database + ".orders"));
  }

  private String grants(String table) {
    return "SELECT CONCAT_WS(' ', User, Host, Db) FROM mysql."
        + table
        + " WHERE Db IN ('mysql', '_dbops', '"
        + database
        + "')";
  }

  private String all(String query) {
    return String.join("\n", server.root().query(query).stream().sorted().toList());
  }
}
