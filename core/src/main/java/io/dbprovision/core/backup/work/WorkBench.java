package io.dbprovision.core.backup.work;

import io.dbprovision.core.backup.stream.BackupArchive;
import io.dbprovision.spi.Endpoint;
import io.dbprovision.spi.EngineException;
import io.dbprovision.spi.ErrorKind;
import io.dbprovision.spi.ObjectStore;
import io.dbprovision.spi.Session;
import java.nio.file.Path;

/** What one work has at hand. */
record WorkBench(
    WorkTools tools,
    WorkerContext context,
    BackupArchive archive,
    ObjectStore store,
    Path scratch,
    ProgressMeter meter,
    Cancellation cancellation) {

  StoreKeeper keeper() {
    return new StoreKeeper(store, context.clock(), context.random());
  }

  Session open(Endpoint server) {
    return tools.engine(server.engine()).open(server, context);
  }

  /**
   * @throws EngineException UNSUPPORTED when the server's plugin cannot do it
   */
  <C> C capability(Session session, Endpoint server, Class<C> type) {
    return session
        .capability(type)
        .orElseThrow(
            () ->
                EngineException.of(
                    ErrorKind.UNSUPPORTED,
                    "the plugin of engine '%s' has no %s for this server"
                        .formatted(server.engine(), type.getSimpleName())));
  }
}
