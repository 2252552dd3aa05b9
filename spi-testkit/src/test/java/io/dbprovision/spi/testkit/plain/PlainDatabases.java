package io.dbprovision.spi.testkit.plain;

import io.dbprovision.spi.DatabaseSpec;
import io.dbprovision.spi.Databases;
import io.dbprovision.spi.Endpoint;

final class PlainDatabases extends PlainObjects<DatabaseSpec> implements Databases {
  PlainDatabases(Endpoint endpoint, PlainServer server) {
    super("database", endpoint, server.databases);
  }
}
