package io.dbprovision.postgres;

import io.dbprovision.spi.testkit.ServerHand;

/** Reaches one sort of object as its admin would with psql. */
abstract class PgHand implements ServerHand {
  final TestServer server;

  PgHand(TestServer server) {
    this.server = server;
  }

  /** A query for one text about the object, without the name at its end. */
  abstract String description();

  /** The statement that drops the object of that quoted name. */
  abstract String dropping(String identifier);

  @Override
  public final boolean exists(String name) {
    return !describe(name).isEmpty();
  }

  @Override
  public final String describe(String name) {
    return String.join("", server.ask("postgres", description() + TestServer.literal(name)));
  }

  @Override
  public final void drop(String name) {
    if (!name.isEmpty() && name.indexOf('\0') < 0 && exists(name)) {
      server.execute("postgres", dropping(TestServer.identifier(name)));
    }
  }
}
