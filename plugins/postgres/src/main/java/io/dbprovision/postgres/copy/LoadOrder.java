package io.dbprovision.postgres.copy;

import io.dbprovision.jdbc.tool.ToolCommand;
import io.dbprovision.jdbc.tool.ToolProcess;
import io.dbprovision.postgres.connect.Server;
import io.dbprovision.spi.EngineException;
import io.dbprovision.spi.ErrorKind;
import io.dbprovision.spi.LoadRequest;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;

/** All that it takes to start the program that fills a database. */
record LoadOrder(
    LoadRequest request,
    RestoreOptions options,
    Server server,
    int major,
    PgTools tools,
    ClientAccess access,
    RandomGenerator random) {

  /** The same for all of what defines a database, none of it rows. */
  LoadOrder definitions() {
    return new LoadOrder(request, options.definitions(), server, major, tools, access, random);
  }

  ToolProcess start(PgTools.PgTool tool, List<String> arguments, Consumer<String> listener) {
    return start(tool, arguments, listener, Map.of());
  }

  /**
   * @param more variables of the environment, in place of those that reach the server
   */
  ToolProcess start(
      PgTools.PgTool tool,
      List<String> arguments,
      Consumer<String> listener,
      Map<String, String> more) {
    ToolCommand.Builder command =
        ToolCommand.of(tool.tool(), arguments)
            .folder(request.scratch())
            .secrets(server.target().admin().password())
            .listener(listener);
    access.environment().forEach(command::variable);
    more.forEach(command::variable);
    try {
      return ToolProcess.start(command.build());
    } catch (UncheckedIOException e) {
      throw EngineException.of(
              ErrorKind.INTERNAL, tool.name() + " could not be started: " + e.getMessage())
          .causedBy(e);
    }
  }
}
