package io.dbprovision.core.backup.work;

import io.dbprovision.core.backup.stream.BackupHeader;
import io.dbprovision.core.backup.stream.StreamOptions;
import io.dbprovision.spi.Endpoint;
import io.dbprovision.spi.Section;
import java.util.Objects;

/**
 * Copies one database into a store.
 *
 * @param server with the login that {@code LogicalDump.admit} gave
 * @param database the database's name inside the server
 * @param block the engine block of the backup
 * @param path of the backup in the store
 * @param header what is bound into every byte of it
 */
public record DumpWork(
    String id,
    Endpoint server,
    String database,
    Section block,
    StoreAccess store,
    String path,
    BackupHeader header,
    StreamOptions options)
    implements Work {
  public DumpWork {
    Work.checkId(id);
    Objects.requireNonNull(server, "server");
    Objects.requireNonNull(database, "database");
    Objects.requireNonNull(block, "block");
    Objects.requireNonNull(store, "store");
    Objects.requireNonNull(path, "path");
    Objects.requireNonNull(header, "header");
    Objects.requireNonNull(options, "options");
  }
}
