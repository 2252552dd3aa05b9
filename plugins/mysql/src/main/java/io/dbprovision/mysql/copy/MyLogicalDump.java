package io.dbprovision.mysql.copy;

import static io.dbprovision.mysql.sql.MyDialect.MY;

import io.dbprovision.jdbc.Sql;
import io.dbprovision.jdbc.SqlText;
import io.dbprovision.jdbc.tool.ToolCommand;
import io.dbprovision.jdbc.tool.ToolProcess;
import io.dbprovision.mysql.connect.Server;
import io.dbprovision.mysql.record.ObjectLock;
import io.dbprovision.mysql.record.Records;
import io.dbprovision.mysql.sql.Names;
import io.dbprovision.spi.CopyScope;
import io.dbprovision.spi.Credentials;
import io.dbprovision.spi.Dump;
import io.dbprovision.spi.DumpFormat;
import io.dbprovision.spi.DumpRequest;
import io.dbprovision.spi.EngineException;
import io.dbprovision.spi.ErrorKind;
import io.dbprovision.spi.LogicalDump;
import io.dbprovision.spi.Section;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/** Copies by the servers' own dump programs. Thread-safe. */
public final class MyLogicalDump implements LogicalDump {
  private static final DumpFormat FORMAT = new DumpFormat("sql", ".sql");

  private final Server server;
  private final ObjectLock locks;
  private final CopyLogins logins;
  private final List<Path> folders;

  /**
   * @param folders with client programs
   */
  public MyLogicalDump(Server server, ObjectLock locks, CopyLogins logins, List<Path> folders) {
    this.server = server;
    this.locks = locks;
    this.logins = logins;
    this.folders = List.copyOf(folders);
  }

  @Override
  public DumpFormat format(Section block) {
    BackupChecks.checked(block);
    return FORMAT;
  }

  @Override
  public Credentials admit(CopyScope scope) {
    Names.checkDatabase("spec.databaseRef", scope.database());
    BackupOptions options = BackupChecks.checked(scope.block(), scope.database());
    return locks.holding(
        Records.DATABASES,
        scope.database(),
        sql -> {
          OwnedDatabase.require(sql, scope.database(), scope.owner());
          return logins.admit(
              sql,
              scope.id(),
              scope.until(),
              (its, account) ->
                  new CopyRights(server, its, account).read(scope.database(), options));
        });
  }

  @Override
  public void dismiss(CopyScope scope) {
    server.run(
        sql -> {
          logins.dismiss(sql, scope.id());
          return true;
        });
  }

  @Override
  public Dump begin(DumpRequest request) {
    BackupOptions options = BackupChecks.checked(request.block(), request.database());
    MyDump.Before before = server.run(sql -> look(sql, request, options));
    ClientProgram program = ClientProgram.dump(folders, server.facts());
    Path file = ClientFile.write(server, request.scratch());
    ToolCommand command =
        ToolCommand.of(
                program.tool(),
                DumpArguments.of(options, server.facts().mariadb(), file, request.database()))
            .folder(request.scratch())
            .secrets(server.target().admin().password())
            .build();
    ToolProcess process = ToolProcess.start(command);
    try {
      process.stdin().close();
    } catch (IOException e) {
      process.close();
      throw new UncheckedIOException(e);
    }
    return new MyDump(server, program.title(), process, before);
  }

  private static MyDump.Before look(Sql sql, DumpRequest request, BackupOptions options)
      throws SQLException {
    List<String> warnings = new ArrayList<>();
    requireTables(sql, request, options);
    if (options.inOneTransaction()) {
      loose(sql, request.database(), warnings);
      if (options.locked()) {
        warnings.add(
            "spec.mysql.lockTables does nothing beside singleTransaction: nobody is kept from"
                + " writing, and nobody needs to be");
      }
    } else if (!options.locked()) {
      warnings.add(
          "tables were copied one after the other, without a lock or a transaction: together they"
              + " may never have looked so");
    }
    String digest = options.whole() ? Contents.digest(sql, request.database()) : "";
    return new MyDump.Before(request.database(), digest, warnings);
  }

  private static void requireTables(Sql sql, DumpRequest request, BackupOptions options)
      throws SQLException {
    List<String> there =
        sql.query(
            SqlText.of(
                "SELECT TABLE_NAME FROM information_schema.TABLES WHERE TABLE_SCHEMA = {}",
                MY.literal(request.database())),
            row -> row.getString(1));
    for (String table : options.tables()) {
      if (!there.contains(table)) {
        throw EngineException.at(
            ErrorKind.INVALID,
            request.block().path() + ".tables",
            "there is no table \"" + table + "\" in the database \"" + request.database() + "\"");
      }
    }
    if (!options.tables().isEmpty() && options.excludeTables().containsAll(options.tables())) {
      throw EngineException.at(
          ErrorKind.INVALID,
          request.block().path() + ".excludeTables",
          "leaves out all that spec.mysql.tables names");
    }
  }

  /** Tables of engines that know no transactions are copied as they are at their turn. */
  private static void loose(Sql sql, String database, List<String> warnings) throws SQLException {
    List<String> tables =
        sql.query(
            SqlText.of(
                "SELECT t.TABLE_NAME FROM information_schema.TABLES t"
                    + " JOIN information_schema.ENGINES e ON e.ENGINE = t.ENGINE"
                    + " WHERE t.TABLE_SCHEMA = {} AND e.TRANSACTIONS <> 'YES'"
                    + " AND t.TABLE_TYPE IN ('BASE TABLE', 'SYSTEM VERSIONED') ORDER BY 1 LIMIT 10",
                MY.literal(database)),
            row -> row.getString(1));
    if (!tables.isEmpty()) {
      warnings.add(
          "these tables know no transactions and were copied as they were at their turn, later than"
              + " the others: "
              + String.join(", ", tables));
    }
  }
}
