package io.dbprovision.postgres;

/** The server's databases. */
final class DatabaseHand extends PgHand {
  DatabaseHand(TestServer server) {
    super(server);
  }

  @Override
  public void create(String name) {
    server.execute(
        "postgres", "CREATE DATABASE " + name + " OWNER dbops_admin CONNECTION LIMIT 42");
  }

  @Override
  String description() {
    return "SELECT oid||' '||datdba||' '||encoding||' '||datcollate||' '||datconnlimit||' '"
        + "||datistemplate||' '||datallowconn||' '||coalesce(datacl::text, '')"
        + " FROM pg_database WHERE datname = ";
  }

  @Override
  public void spoil(String name) {
    server.execute("postgres", "ALTER DATABASE " + name + " CONNECTION LIMIT 3");
  }

  @Override
  String dropping(String identifier) {
    return "DROP DATABASE " + identifier + " WITH (FORCE)";
  }
}
