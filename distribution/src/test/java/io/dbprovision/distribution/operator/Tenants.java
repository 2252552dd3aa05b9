package io.dbprovision.distribution.operator;

import java.util.List;

/**
 * Two namespaces on one server: the names of what the first one has, and of what is the second's
 * own.
 *
 * @param victim the first namespace
 * @param secret of its login
 * @param shared name of the instance of the whole cluster; the first namespace has one called
 *     {@code common} that the second one may use
 * @param suffix of all names on the server
 */
record Tenants(
    PostgresServer server,
    String victim,
    String database,
    String login,
    String role,
    String secret,
    String ownDatabase,
    String ownRole,
    String shared,
    String suffix) {

  /** Roles that the second namespace must not get hold of. */
  List<String> strangers() {
    return List.of(login, role, "postgres", "pg_read_all_data");
  }

  List<String> strangersAndAdmin() {
    return List.of(login, role, "postgres", "pg_read_all_data", "dbops_admin");
  }

  /** All that the first namespace has on the server, line by line. */
  List<String> facts() {
    String names = "('%s','%s')".formatted(login, role);
    List<String> cluster =
        server
            .superuser()
            .query(
                "postgres",
                """
                SELECT x FROM (
                  SELECT 'role ' || a::text || shobj_description(oid, 'pg_authid') AS x
                    FROM pg_authid a WHERE rolname IN NAMES OR NOT rolname LIKE '%\\_SUFFIX%'
                      AND rolname NOT LIKE '\\_dbops\\_%'
                  UNION ALL SELECT 'member ' || m.member::regrole || ' of ' || m.roleid::regrole
                      || m.admin_option FROM pg_auth_members m JOIN pg_roles r
                      ON r.oid IN (m.roleid, m.member)
                    WHERE r.rolname IN NAMES OR r.rolname IN ('postgres', 'pg_read_all_data')
                  UNION ALL SELECT 'set ' || s::text FROM pg_db_role_setting s
                    JOIN pg_roles r ON r.oid = setrole WHERE r.rolname IN NAMES
                  UNION ALL SELECT 'database ' || datname || datdba || coalesce(datacl::text, '')
                      || datistemplate || datallowconn || datconnlimit
                      || coalesce(shobj_description(oid, 'pg_database'), '')
                    FROM pg_database WHERE datname = 'DATABASE' OR datname !~ '_SUFFIX$|^_dbops_') s
                ORDER BY 1
                """
                    .replace("NAMES", names)
                    .replace("SUFFIX", suffix)
                    .replace("DATABASE", database));
    List<String> inside =
        server
            .superuser()
            .query(
                database,
                """
                SELECT x FROM (
                  SELECT 'row ' || o::text AS x FROM orders o
                  UNION ALL SELECT 'class ' || relname || relowner || coalesce(relacl::text, '')
                    FROM pg_class WHERE relnamespace = 'public'::regnamespace
                  UNION ALL SELECT 'schema ' || nspname || nspowner || coalesce(nspacl::text, '')
                    FROM pg_namespace
                  UNION ALL SELECT 'default ' || d::text FROM pg_default_acl d) s
                ORDER BY 1
                """);
    return List.of(String.join("\n", cluster), String.join("\n", inside));
  }
}
