package io.dbprovision.mysql;

import io.dbprovision.spi.testkit.ServerHand;

/** The server's users, as root would reach them with a client. */
record UserHand(TestServer server) implements ServerHand {
  @Override
  public void create(String name) {
    server.execute(
        "CREATE USER " + name + "@'%' IDENTIFIED BY 'Foreign-4711' WITH MAX_USER_CONNECTIONS 42");
  }

  @Override
  public boolean exists(String name) {
    return !describe(name).isEmpty();
  }

  @Override
  public String describe(String name) {
    return String.join(
        "; ",
        server.ask(
            "SELECT CONCAT_WS(' ', Host, plugin, HEX(authentication_string), ssl_type,"
                + " max_questions, max_updates, max_connections, max_user_connections,"
                + " password_expired) FROM mysql.user WHERE User = "
                + TestServer.literal(name)
                + " ORDER BY Host"));
  }

  @Override
  public void spoil(String name) {
    server.execute("ALTER USER " + name + "@'%' WITH MAX_USER_CONNECTIONS 3");
  }

  @Override
  public void drop(String name) {
    if (name.isEmpty() || name.indexOf('\0') >= 0) {
      return;
    }
    for (String host :
        server.ask("SELECT Host FROM mysql.user WHERE User = " + TestServer.literal(name))) {
      server.execute(
          host.isEmpty()
              ? "DROP ROLE " + TestServer.identifier(name)
              : "DROP USER " + TestServer.identifier(name) + "@" + TestServer.identifier(host));
    }
  }
}
