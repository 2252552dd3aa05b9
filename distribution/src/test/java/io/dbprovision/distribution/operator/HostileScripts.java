package io.dbprovision.distribution.operator;

import java.util.List;

/** Init statements that reach out of their database; the server has to refuse each. */
final class HostileScripts {
  private HostileScripts() {}

  static List<String> against(Tenants tenants) {
    String login = tenants.login();
    return List.of(
        "SET ROLE " + login,
        "RESET ROLE; SET ROLE dbops_admin",
        "SET SESSION AUTHORIZATION " + login,
        "RESET SESSION AUTHORIZATION; ALTER ROLE " + login + " PASSWORD NULL",
        "ALTER ROLE " + login + " CONNECTION LIMIT 0",
        "DROP ROLE " + login,
        "GRANT " + tenants.role() + " TO CURRENT_USER",
        "REASSIGN OWNED BY " + login + " TO CURRENT_USER",
        "DROP OWNED BY " + login,
        "ALTER DATABASE " + tenants.database() + " RENAME TO mine",
        "ALTER DATABASE " + tenants.database() + " OWNER TO CURRENT_USER",
        "DROP DATABASE " + tenants.database(),
        "CREATE DATABASE copy TEMPLATE " + tenants.database(),
        "ALTER DEFAULT PRIVILEGES FOR ROLE " + login + " GRANT ALL ON TABLES TO CURRENT_USER",
        "CREATE EXTENSION dblink",
        "CREATE EXTENSION postgres_fdw",
        "COPY (SELECT 1) TO PROGRAM 'id'",
        "COPY (SELECT 1) TO '/tmp/dbops-tenancy'",
        "CREATE TABLE t (x text); COPY t FROM '/etc/passwd'",
        "ALTER SYSTEM SET log_statement = 'none'",
        "SELECT * FROM pg_authid",
        "SELECT * FROM pg_shadow",
        "SELECT pg_read_file('/etc/passwd')",
        "SELECT lo_import('/etc/passwd')",
        "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE usename = 'dbops_admin'",
        "COMMENT ON DATABASE " + tenants.database() + " IS 'mine'",
        "COMMENT ON ROLE " + login + " IS 'mine'",
        "CREATE ROLE another",
        "CREATE SUBSCRIPTION s CONNECTION 'dbname=" + tenants.database() + "' PUBLICATION p",
        "CREATE FUNCTION f() RETURNS int LANGUAGE c AS 'x', 'y'");
  }
}
