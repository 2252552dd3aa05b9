package io.dbprovision.postgres;

import io.dbprovision.spi.testkit.ServerHand;

/** Reaches roles as their admin would with psql. */
final class RoleHand implements ServerHand {
  private final TestServer server;

  RoleHand(TestServer server) {
    this.server = server;
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
  public boolean exists(String name) {
    return !describe(name).isEmpty();
  }

  @Override
  public String describe(String name) {
    return String.join(
        "",
        server.ask(
            "postgres",
            "SELECT oid||' '||rolcanlogin||' '||rolcreatedb||' '||rolconnlimit||' '||rolinherit||' '"
                + "||coalesce(rolvaliduntil::text,'')||' '||coalesce(rolpassword,'')"
                + "||coalesce((SELECT setconfig::text FROM pg_db_role_setting"
                + " WHERE setrole=pg_authid.oid AND setdatabase=0),'')"
                + " FROM pg_authid WHERE rolname = "
                + TestServer.literal(name)));
  }

  @Override
  public void spoil(String name) {
    server.execute("postgres", "ALTER ROLE " + name + " CONNECTION LIMIT 3");
  }

  @Override
  public void drop(String name) {
    if (!name.isEmpty() && name.indexOf('\0') < 0 && exists(name)) {
      server.execute("postgres", "DROP ROLE " + TestServer.identifier(name));
    }
  }
}
