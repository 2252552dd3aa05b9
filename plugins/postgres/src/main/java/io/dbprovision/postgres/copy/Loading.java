package io.dbprovision.postgres.copy;

import io.dbprovision.postgres.connect.Server;
import io.dbprovision.spi.Load;
import io.dbprovision.spi.LoadRequest;

/** Begins to fill databases. */
final class Loading {
  private final Server server;
  private final PgTools tools;
  private final CopyParts parts;

  Loading(Server server, CopyParts parts) {
    this.server = server;
    this.tools = new PgTools(parts.toolFolders());
    this.parts = parts;
  }

  Load begin(LoadRequest request, RestoreOptions options) {
    int major = server.run(Server::major);
    ClientAccess access = ClientAccess.write(server.target(), request.scratch());
    return new PgLoad(
        new LoadOrder(request, options, server, major, tools, access, parts.random()));
  }
}
