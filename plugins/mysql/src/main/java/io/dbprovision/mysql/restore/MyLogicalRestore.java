package io.dbprovision.mysql.restore;

import io.dbprovision.jdbc.Sql;
import io.dbprovision.jdbc.SqlText;
import io.dbprovision.jdbc.tool.ToolCommand;
import io.dbprovision.jdbc.tool.ToolProcess;
import io.dbprovision.mysql.connect.Server;
import io.dbprovision.mysql.copy.ClientFile;
import io.dbprovision.mysql.copy.ClientProgram;
import io.dbprovision.mysql.copy.Contents;
import io.dbprovision.mysql.copy.CopyLogins;
import io.dbprovision.mysql.dumpfile.StatementRules;
import io.dbprovision.mysql.record.ObjectLock;
import io.dbprovision.mysql.record.Records;
import io.dbprovision.mysql.restore.Journal.Entry;
import io.dbprovision.mysql.restore.Journal.Phase;
import io.dbprovision.mysql.script.ScriptLogin;
import io.dbprovision.spi.ContentSummary;
import io.dbprovision.spi.EngineException;
import io.dbprovision.spi.ErrorKind;
import io.dbprovision.spi.Leftover;
import io.dbprovision.spi.Load;
import io.dbprovision.spi.LoadRequest;
import io.dbprovision.spi.LogicalRestore;
import io.dbprovision.spi.RestorePlace;
import io.dbprovision.spi.RestoreSpec;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** Fills by the servers' own client programs, and puts what is filled in its place. Thread-safe. */
public final class MyLogicalRestore implements LogicalRestore {
  private static final Set<String> FORMATS = Set.of("sql", "");
  private static final SqlText LOGGED = SqlText.of("SELECT @@global.log_bin");

  private final Server server;
  private final ObjectLock locks;
  private final CopyLogins logins;
  private final ScriptLogin scripts;
  private final InstantSource clock;
  private final List<Path> folders;
  private final Runnable before;

  /** Databases that were filled with a part of a dump: nothing can be said of what they hold. */
  private final Set<String> partly = ConcurrentHashMap.newKeySet();

  /**
   * @param folders with client programs
   * @param before called before each statement that changes something: a test ends the work there
   */
  public MyLogicalRestore(
      Server server,
      ObjectLock locks,
      CopyLogins logins,
      ScriptLogin scripts,
      InstantSource clock,
      List<Path> folders,
      Runnable before) {
    this.server = server;
    this.locks = locks;
    this.logins = logins;
    this.scripts = scripts;
    this.clock = clock;
    this.folders = List.copyOf(folders);
    this.before = before;
  }

  @Override
  public RestorePlace prepare(RestoreSpec spec) {
    return locks.holding(
        Records.DATABASES,
        spec.database(),
        sql -> new Preparation(server, logins, steps(sql), journal(sql)).prepare(spec));
  }

  @Override
  public void complete(RestoreSpec spec) {
    server.withGuest(
        () ->
            locks.holding(
                Records.DATABASES,
                spec.database(),
                sql -> {
                  complete(sql, spec);
                  return true;
                }));
  }

  private void complete(Sql sql, RestoreSpec spec) throws SQLException {
    Entry entry =
        journal(sql)
            .find(spec.id())
            .orElseThrow(
                () ->
                    EngineException.of(
                        ErrorKind.NOT_FOUND, "the restore was not prepared, or was given up"));
    if (entry.phase() == Phase.DONE) {
      return;
    }
    logins.shut(sql, spec.id());
    if (entry.phase() == Phase.PREPARED) {
      new Preparation(server, logins, steps(sql), journal(sql)).requireTarget(spec);
    }
    Swap swap = swap(sql, spec.id());
    swap.forward(entry);
    tidy(sql, swap, spec.id());
  }

  @Override
  public void abandon(RestoreSpec spec) {
    server.withGuest(
        () ->
            locks.holding(
                Records.DATABASES,
                spec.database(),
                sql -> {
                  abandon(sql, spec);
                  return true;
                }));
  }

  private void abandon(Sql sql, RestoreSpec spec) throws SQLException {
    logins.shut(sql, spec.id());
    Optional<Entry> entry = journal(sql).find(spec.id());
    Swap swap = swap(sql, spec.id());
    boolean asItWas = false;
    if (entry.isPresent() && entry.get().phase() != Phase.DONE) {
      asItWas = swap.back(entry.get());
    }
    tidy(sql, swap, spec.id());
    if (asItWas) {
      journal(sql).forget(spec.id());
    }
  }

  @Override
  public List<Leftover> leftovers(String cluster, String operator) {
    return server.run(
        sql -> {
          if (!journal(sql).makers().any()) {
            return List.of();
          }
          logins.tidyUp(sql);
          return Makers.leftovers(sql, journal(sql).makers().of(cluster, operator));
        });
  }

  @Override
  public void abandon(Leftover leftover) {
    server
        .run(sql -> journal(sql).makers().untouched(leftover))
        .ifPresent(
            target ->
                server.withGuest(
                    () -> locks.holding(Records.DATABASES, target, sql -> abandon(sql, leftover))));
  }

  private boolean abandon(Sql sql, Leftover leftover) throws SQLException {
    if (journal(sql).makers().untouched(leftover).isEmpty()) {
      return false;
    }
    String id = leftover.restore().uid();
    logins.shut(sql, id);
    tidy(sql, swap(sql, id), id);
    journal(sql).forget(id);
    return true;
  }

  /** What it did is remembered for a while: who asks for it again gets nothing new. */
  private void tidy(Sql sql, Swap swap, String id) throws SQLException {
    swap.clean();
    logins.dismiss(sql, id);
    Journal journal = journal(sql);
    if (journal.find(id).isPresent()) {
      journal.forgetThings(id);
      new RoutineGrants(steps(sql), server.facts().mariadb()).forget(id);
    }
  }

  private Swap swap(Sql sql, String id) {
    Steps steps = steps(sql);
    return new Swap(
        server, new Rebuild(server, locks, scripts, steps), journal(sql), steps, new Place(id));
  }

  private Steps steps(Sql sql) {
    return new Steps(sql, before);
  }

  private Journal journal(Sql sql) {
    return new Journal(steps(sql), clock.instant());
  }

  @Override
  public Load begin(LoadRequest request) {
    if (!FORMATS.contains(request.format())) {
      throw EngineException.of(
          ErrorKind.INVALID,
          "a copy in the format " + request.format() + " is none of MySQL or MariaDB");
    }
    RestoreOptions options = request.block().as(RestoreOptions.class);
    ClientProgram program = ClientProgram.load(folders, server.facts());
    Path file = ClientFile.write(server, request.scratch());
    ToolCommand command =
        ToolCommand.of(program.tool(), arguments(options, file, request.database()))
            .folder(request.scratch())
            .secrets(server.target().admin().password())
            .build();
    partly.remove(request.database());
    return new MyLoad(
        program.title(),
        ToolProcess.start(command),
        new StatementRules(wanted(options, request.database())),
        warnings(options),
        () -> partly.add(request.database()));
  }

  private StatementRules.Wanted wanted(RestoreOptions options, String database) {
    boolean replica = !server.facts().mariadb() && server.facts().atLeast(8, 2, 0);
    return new StatementRules.Wanted(
        database,
        options.withRoutines(),
        options.withTriggers(),
        options.withEvents(),
        options.keysChecked(),
        replica ? "DISABLE ON REPLICA" : "DISABLE ON SLAVE");
  }

  /** In binary mode the program takes no commands of its own from what it reads. */
  private static List<String> arguments(RestoreOptions options, Path file, String database) {
    List<String> all = new ArrayList<>();
    all.add("--defaults-file=" + file);
    all.add("--binary-mode");
    all.add("--batch");
    all.add("--comments"); // those within routines are theirs
    all.add("--local-infile=0");
    all.add("--default-character-set=utf8mb4");
    all.add("--max-allowed-packet=1G");
    if (!options.keysChecked()) {
      all.add("--init-command=SET SESSION foreign_key_checks = 0");
    }
    all.add("--");
    all.add(database);
    return List.copyOf(all);
  }

  /**
   * Filling alone could be kept out of the log where the login may. It is not: what comes after it,
   * by other logins, is in the log, and a replica that has none of the tables stops at the first
   * statement that names one.
   */
  private List<String> warnings(RestoreOptions options) {
    if (!options.asksForNoLog() || !server.run(MyLogicalRestore::logged)) {
      return List.of();
    }
    return List.of(
        "the restore is in the server's binary log in spite of spec.mysql.disableBinlog: its last"
            + " step renames tables, at which replicas that have none of them would stop; say"
            + " disableBinlog: false to agree");
  }

  private static boolean logged(Sql sql) throws SQLException {
    return sql.query(LOGGED, row -> row.getBoolean(1)).getFirst();
  }

  @Override
  public ContentSummary contents(String database) {
    if (partly.contains(database)) {
      return ContentSummary.unknown();
    }
    return server.run(
        sql ->
            new ContentSummary(
                Contents.rows(sql, server.facts(), database), Contents.digest(sql, database)));
  }
}
