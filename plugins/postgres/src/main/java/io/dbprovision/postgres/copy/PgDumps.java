package io.dbprovision.postgres.copy;

import io.dbprovision.jdbc.tool.ToolCommand;
import io.dbprovision.jdbc.tool.ToolProcess;
import io.dbprovision.postgres.connect.Server;
import io.dbprovision.spi.CopyScope;
import io.dbprovision.spi.Credentials;
import io.dbprovision.spi.Dump;
import io.dbprovision.spi.DumpFormat;
import io.dbprovision.spi.DumpRequest;
import io.dbprovision.spi.EngineException;
import io.dbprovision.spi.ErrorKind;
import io.dbprovision.spi.LogicalDump;
import io.dbprovision.spi.Section;
import java.io.UncheckedIOException;

/** Dumps by pg_dump, in a snapshot that this holds. */
public final class PgDumps implements LogicalDump {
  private final Server server;
  private final PgTools tools;
  private final Readers readers;

  public PgDumps(Server server, CopyParts parts) {
    this.server = server;
    this.tools = new PgTools(parts.toolFolders());
    this.readers = new Readers(server, parts);
  }

  @Override
  public DumpFormat format(Section block) {
    return BackupOptions.of(block).kind().spi();
  }

  @Override
  public Credentials admit(CopyScope scope) {
    return readers.admit(scope, BackupOptions.of(scope.block()));
  }

  @Override
  public void dismiss(CopyScope scope) {
    readers.dismiss(scope);
  }

  @Override
  public Dump begin(DumpRequest request) {
    BackupOptions options = BackupOptions.of(request.block());
    Snapshot snapshot = Snapshot.of(server, request.database());
    try {
      PgTools.PgTool tool = tools.find("pg_dump", snapshot.major());
      ClientAccess access = ClientAccess.write(server.target(), request.scratch());
      ToolCommand.Builder command =
          ToolCommand.of(
                  tool.tool(),
                  DumpArguments.of(options, request.database(), snapshot.name(), request.scratch()))
              .folder(request.scratch())
              .secrets(server.target().admin().password());
      access.environment().forEach(command::variable);
      ToolProcess process = ToolProcess.start(command.build());
      return new PgDump(
          options,
          request.block().path(),
          tool.title(),
          server,
          snapshot,
          process,
          request.scratch());
    } catch (EngineException e) {
      snapshot.close();
      throw e;
    } catch (UncheckedIOException e) {
      snapshot.close();
      throw EngineException.of(
              ErrorKind.INTERNAL, "pg_dump could not be started: " + e.getMessage())
          .causedBy(e);
    }
  }
}
