package io.dbprovision.core.backup.work;

import io.dbprovision.spi.Endpoint;
import io.dbprovision.spi.Section;
import java.util.Objects;

/**
 * Verifies a stored backup, all of it, and then fills a database from it.
 *
 * @param server with the login of {@code RestorePlace}
 * @param database the name inside the server, from {@code RestorePlace}
 * @param block the engine block of the restore
 * @param compare whether what the database holds at the end has to be what the manifest says; with
 *     a backup that does not say it, {@link Match#UNKNOWN} is the answer
 */
public record LoadWork(
    String id,
    Endpoint server,
    String database,
    Section block,
    StoreAccess store,
    LoadSource source,
    boolean compare)
    implements Work {
  public LoadWork {
    Work.checkId(id);
    Objects.requireNonNull(server, "server");
    Objects.requireNonNull(database, "database");
    Objects.requireNonNull(block, "block");
    Objects.requireNonNull(store, "store");
    Objects.requireNonNull(source, "source");
  }
}
