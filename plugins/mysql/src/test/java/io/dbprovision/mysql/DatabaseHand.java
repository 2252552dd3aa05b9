package io.dbprovision.mysql;

import io.dbprovision.spi.testkit.ServerHand;

/** The server's databases, as root would reach them with a client. */
record DatabaseHand(TestServer server) implements ServerHand {
  @Override
  public void create(String name) {
    server.execute("CREATE DATABASE " + name + " CHARACTER SET latin1 COLLATE latin1_bin");
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
            "SELECT CONCAT(DEFAULT_CHARACTER_SET_NAME, ' ', DEFAULT_COLLATION_NAME)"
                + " FROM information_schema.SCHEMATA WHERE BINARY SCHEMA_NAME = "
                + TestServer.literal(name)));
  }

  @Override
  public void spoil(String name) {
    server.execute("ALTER DATABASE " + name + " COLLATE utf8mb4_general_ci");
  }

  @Override
  public void drop(String name) {
    if (!name.isEmpty() && name.indexOf('\0') < 0 && exists(name)) {
      server.execute("DROP DATABASE " + TestServer.identifier(name));
    }
  }
}
