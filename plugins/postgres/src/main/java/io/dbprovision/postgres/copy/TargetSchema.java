package io.dbprovision.postgres.copy;

import io.dbprovision.jdbc.Sql;
import io.dbprovision.jdbc.SqlText;
import io.dbprovision.jdbc.tool.ToolProcess;
import io.dbprovision.postgres.connect.Failures;
import io.dbprovision.postgres.copy.PgTools.PgTool;
import io.dbprovision.postgres.sql.PgDialect;
import io.dbprovision.spi.EngineException;
import io.dbprovision.spi.ErrorKind;
import io.dbprovision.spi.RestoreSpec;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;

/**
 * What a restore of rows alone fills: the target's own definitions, made again in the temporary
 * place. Triggers and foreign keys are at work while the rows come, as pg_restore has it; without
 * them when they are made only afterwards, which takes no superuser, as to switch them off would.
 */
final class TargetSchema implements AutoCloseable {
  private static final PgDialect PG = PgDialect.PG;
  private static final String REMARK = "to be filled with rows alone, after the model of ";
  private static final String FILE = "definitions";

  /** The login's own rights, which reach whatever there is in the target to be read. */
  private static final Map<String, String> AS_ITSELF =
      Map.of("PGOPTIONS", ClientAccess.OPTIONS + " -c role=none");

  private static final SqlText COMMENT =
      SqlText.of(
          "SELECT pg_catalog.shobj_description(oid, 'pg_database') FROM pg_catalog.pg_database"
              + " WHERE datname = ?");

  /** Those that depend on others come after them. */
  private static final SqlText UNFILLED =
      SqlText.of(
          "SELECT n.nspname, c.relname FROM pg_catalog.pg_class c"
              + " JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace"
              + " WHERE c.relkind = 'm' AND NOT c.relispopulated ORDER BY c.oid");

  private final LoadOrder order;
  private final boolean late;
  private final Path file;
  private final List<String> warnings = new CopyOnWriteArrayList<>();
  private volatile @Nullable ToolProcess dump;
  private volatile @Nullable ArchiveRun run;
  private @Nullable PgTool tool;

  TargetSchema(LoadOrder order) {
    this.order = order;
    this.late = BackupOptions.is(order.options().disableTriggers());
    this.file = order.request().scratch().resolve(FILE);
  }

  /** Tells the worker, which knows the place alone; it goes when the place gets its target's. */
  static SqlText remark(Temporary names, RestoreSpec spec) {
    return Remains.comment(names.place(), REMARK + spec.database(), spec);
  }

  /** Before the rows. */
  void before() {
    String target = target();
    PgTool dumper = order.tools().find("pg_dump", order.major());
    ToolProcess process = order.start(dumper, arguments(target), line -> {}, AS_ITSELF);
    dump = process;
    ended(process);
    tool = order.tools().find("pg_restore", dumper.major());
    restore(late ? List.of("--section=pre-data") : List.of());
  }

  /** After them. */
  void after() {
    if (late) {
      restore(List.of("--section=post-data"));
    }
    refresh();
  }

  /** What of the target's own definitions could not be made again. */
  List<String> warnings() {
    return List.copyOf(warnings);
  }

  private String target() {
    String place = order.request().database();
    return order
        .server()
        .run(sql -> sql.first(COMMENT, row -> Remains.text(row.getString(1)), place))
        .filter(remark -> remark.startsWith(REMARK))
        .map(remark -> remark.substring(REMARK.length()))
        .orElseThrow(
            () ->
                EngineException.at(
                    ErrorKind.INTERNAL,
                    order.request().block().path() + ".dataOnly",
                    "is true, and the place to fill was not made for rows alone"));
  }

  private List<String> arguments(String target) {
    return List.of(
        "--format=custom",
        "--schema-only",
        "--no-password",
        "--encoding=UTF8",
        "--lock-wait-timeout=60000",
        "--file=" + file,
        ClientAccess.database(target));
  }

  private static void ended(ToolProcess process) {
    try {
      process.stdout().transferTo(OutputStream.nullOutputStream());
      int status = process.finish();
      if (status != 0) {
        throw DumpFailure.of("pg_dump of the target's definitions", status, process.said());
      }
    } catch (IOException e) {
      throw EngineException.of(ErrorKind.INTERNAL, "pg_dump's output could not be read")
          .causedBy(e);
    }
  }

  private void restore(List<String> sections) {
    PgTool program = tool;
    if (program == null) {
      throw new IllegalStateException("the definitions were not read");
    }
    ArchiveRun next = new ArchiveRun(order.definitions(), program, Format.CUSTOM, 1).with(sections);
    run = next;
    next.start(file);
    // rights that cannot be given to others are left out here as in every restore
    warnings.addAll(next.finish());
  }

  private void refresh() {
    try (Connection connection = order.server().lend(order.request().database())) {
      Sql sql = new Sql(connection);
      for (SqlText view :
          sql.query(
              UNFILLED,
              row ->
                  SqlText.of(
                      "REFRESH MATERIALIZED VIEW {}.{}",
                      PG.identifier(row.getString(1)),
                      PG.identifier(row.getString(2))))) {
        sql.execute(view);
      }
    } catch (SQLException e) {
      throw Failures.of(e);
    }
  }

  @Override
  public void close() {
    ToolProcess reading = dump;
    if (reading != null) {
      reading.close();
    }
    ArchiveRun writing = run;
    if (writing != null) {
      writing.close();
    }
  }
}
