package io.dbprovision.postgres;

import io.dbprovision.spi.testkit.ServerHand;

/** Reaches databases as their admin would with psql. */
final class DatabaseHand implements ServerHand {
  private final TestServer server;

  DatabaseHand(TestServer server) {
    this.server = server;
  }

  @Override
  public void create(String name) {
    server.execute(
        "postgres", "CREATE DATABASE " + name + " OWNER dbops_admin CONNECTION LIMIT 42");
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
            "SELECT oid||' '||datdba||' '||encoding||' '||datcollate||' '||datconnlimit||' '"
                + "||datistemplate||' '||datallowconn||' '||coalesce(datacl::text, '')"
                + " FROM pg_database WHERE datname = "
                + TestServer.literal(name)));
  }

  @Override
  public void spoil(String name) {
    server.execute("postgres", "ALTER DATABASE " + name + " CONNECTION LIMIT 3");
  }

  @Override
  public void drop(String name) {
    if (!name.isEmpty() && name.indexOf('\0') < 0 && exists(name)) {
      server.execute("postgres", "DROP DATABASE " + TestServer.identifier(name) + " WITH (FORCE)");
    }
  }
}
