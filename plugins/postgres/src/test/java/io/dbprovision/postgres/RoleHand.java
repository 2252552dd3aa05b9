package io.dbprovision.postgres;

import java.util.Set;

/** The server's roles. */
final class RoleHand extends PgHand {
  RoleHand(TestServer server) {
    super(server);
  }

  /** The roles that it is directly a member of. */
  static Set<String> rolesOf(TestServer server, String member) {
    String roles =
        "SELECT roleid::regrole::text FROM pg_auth_members WHERE member = '%s'::regrole"
            .formatted(member);
    return Set.copyOf(server.ask("postgres", roles));
  }

  @Override
  public void create(String name) {
    server.execute(
        "postgres",
        "CREATE ROLE " + name + " LOGIN CONNECTION LIMIT 42 CREATEDB PASSWORD 'by-hand'",
        "ALTER ROLE " + name + " SET work_mem = '5MB'",
        "GRANT " + name + " TO dbops_admin WITH ADMIN OPTION");
  }

  @Override
  String description() {
    return "SELECT oid||' '||rolcanlogin||' '||rolcreatedb||' '||rolconnlimit||' '||rolinherit||' '"
        + "||coalesce(rolvaliduntil::text,'')||' '||coalesce(rolpassword,'')"
        + "||coalesce((SELECT setconfig::text FROM pg_db_role_setting"
        + " WHERE setrole=pg_authid.oid AND setdatabase=0),'')"
        + " FROM pg_authid WHERE rolname = ";
  }

  @Override
  public void spoil(String name) {
    server.execute("postgres", "ALTER ROLE " + name + " CONNECTION LIMIT 3");
  }

  @Override
  String dropping(String identifier) {
    return "DROP ROLE " + identifier;
  }
}
