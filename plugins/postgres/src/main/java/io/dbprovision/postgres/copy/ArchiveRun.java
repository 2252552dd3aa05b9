package io.dbprovision.postgres.copy;

import io.dbprovision.jdbc.tool.ToolProcess;
import io.dbprovision.postgres.copy.PgTools.PgTool;
import io.dbprovision.spi.EngineException;
import io.dbprovision.spi.ErrorKind;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** One run of pg_restore. */
final class ArchiveRun implements AutoCloseable {
  private final LoadOrder order;
  private final PgTool tool;
  private final Format format;
  private final int jobs;
  private final RestoreMessages messages;
  private volatile @Nullable ToolProcess process;
  private List<String> sections = List.of();
  private List<String> made = List.of();

  ArchiveRun(LoadOrder order, PgTool tool, Format format, int jobs) {
    this.order = order;
    this.tool = tool;
    this.format = format;
    this.jobs = jobs;
    this.messages =
        new RestoreMessages(new Tolerance(order.options().dropsOwners()), jobs > 1, this::close);
  }

  /** Before its start. */
  ArchiveRun with(List<String> someSections) {
    sections = List.copyOf(someSections);
    return this;
  }

  /**
   * @param file to read; null for its standard input
   */
  ToolProcess start(@Nullable Path file) {
    if (!BackupOptions.is(order.options().dataOnly())) {
      made = NamedSchemas.make(order);
    }
    ToolProcess started = order.start(tool, arguments(file), messages);
    process = started;
    return started;
  }

  private List<String> arguments(@Nullable Path file) {
    RestoreOptions options = order.options();
    List<String> arguments = new ArrayList<>();
    arguments.add("--format=" + format.word());
    arguments.add("--no-password");
    // it tells which table it is at
    arguments.add("--verbose");
    if (options.dropsOwners()) {
      arguments.add("--no-owner");
    }
    if (BackupOptions.is(options.noPrivileges())) {
      arguments.add("--no-privileges");
    }
    if (BackupOptions.is(options.schemaOnly())) {
      arguments.add("--schema-only");
    }
    if (BackupOptions.is(options.dataOnly())) {
      arguments.add("--data-only");
    }
    arguments.addAll(sections);
    if (!options.schemas().isEmpty() || !options.tables().isEmpty()) {
      arguments.add("--strict-names");
    }
    options.schemas().forEach(schema -> arguments.add("--schema=" + schema));
    options.tables().forEach(table -> arguments.add("--table=" + table));
    if (jobs > 1) {
      arguments.add("--jobs=" + jobs);
    }
    arguments.add(ClientAccess.database(order.request().database()));
    if (file != null) {
      arguments.add(file.toString());
    }
    return arguments;
  }

  /** All of it, from a file or folder; what was left out. */
  List<String> fill(Path archive) {
    if (order.options().roleMapping().isEmpty()) {
      start(archive);
      return finish();
    }
    MappedRestore mapped = new MappedRestore(order, tool, format);
    with(List.of("--no-owner", "--use-list=" + mapped.withoutRoles(archive)));
    start(archive);
    List<String> left = new ArrayList<>(finish());
    left.addAll(mapped.complete(archive));
    return left;
  }

  /** What was left out. */
  List<String> finish() {
    ToolProcess run = process;
    if (run == null) {
      throw EngineException.of(ErrorKind.INTERNAL, "pg_restore was not started");
    }
    int status;
    try {
      run.stdout().transferTo(OutputStream.nullOutputStream());
      status = run.finish();
    } catch (IOException e) {
      // ended by us because of what it said
      status = -1;
    }
    if (messages.fatal() != null || !messages.accounts(status)) {
      throw RestoreFailure.of("pg_restore", status, messages.fatal(), run.said());
    }
    return Stream.concat(made.stream(), messages.warnings().stream()).toList();
  }

  int tables() {
    return messages.tables();
  }

  @Override
  public void close() {
    ToolProcess run = process;
    if (run != null) {
      run.close();
    }
  }
}
