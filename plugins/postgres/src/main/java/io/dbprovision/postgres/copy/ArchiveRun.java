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

/** What pg_restore does, in one run or, where one list of an archive comes after another, two. */
final class ArchiveRun implements AutoCloseable {
  private final LoadOrder order;
  private final PgTool tool;
  private final Format format;
  private final int jobs;
  private final RestoreMessages messages;
  private volatile @Nullable ToolProcess process;
  private List<String> sections = List.of();
  private List<String> made = List.of();
  private @Nullable TableOfContents contents;

  ArchiveRun(LoadOrder order, PgTool tool, Format format, int jobs) {
    this.order = order;
    this.tool = tool;
    this.format = format;
    this.jobs = jobs;
    this.messages = messages(jobs > 1);
  }

  private RestoreMessages messages(boolean parallel) {
    return new RestoreMessages(new Tolerance(order.options().dropsOwners()), parallel, this::close);
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
    TableOfContents divided = contents;
    return start(
        divided == null
            ? arguments(jobs, selection(), file)
            : arguments(jobs, divided.most(), file),
        messages);
  }

  private ToolProcess start(List<String> arguments, RestoreMessages listener) {
    ToolProcess started = order.start(tool, arguments, listener);
    process = started;
    return started;
  }

  private List<String> arguments(int processes, Path list, @Nullable Path file) {
    return arguments(processes, List.of("--use-list=" + list), file);
  }

  private List<String> arguments(int processes, List<String> selected, @Nullable Path file) {
    RestoreOptions options = order.options();
    List<String> arguments = new ArrayList<>();
    arguments.add("--no-password");
    // it tells which table it is at
    arguments.add("--verbose");
    if (options.dropsOwners() || !options.roleMapping().isEmpty()) {
      arguments.add("--no-owner");
    }
    arguments.addAll(sections);
    arguments.addAll(selected);
    if (processes > 1) {
      arguments.add("--jobs=" + processes);
    }
    arguments.add(ClientAccess.database(order.request().database()));
    return common(arguments, file);
  }

  /** What a list of the contents is made with, too. */
  private List<String> common(List<String> more, @Nullable Path file) {
    RestoreOptions options = order.options();
    List<String> arguments = new ArrayList<>();
    arguments.add("--format=" + format.word());
    if (BackupOptions.is(options.noPrivileges())) {
      arguments.add("--no-privileges");
    }
    if (BackupOptions.is(options.schemaOnly())) {
      arguments.add("--schema-only");
    }
    if (BackupOptions.is(options.dataOnly())) {
      arguments.add("--data-only");
    }
    arguments.addAll(more);
    if (file != null) {
      arguments.add(file.toString());
    }
    return arguments;
  }

  private List<String> selection() {
    RestoreOptions options = order.options();
    List<String> arguments = new ArrayList<>();
    if (!options.schemas().isEmpty() || !options.tables().isEmpty()) {
      arguments.add("--strict-names");
    }
    options.schemas().forEach(schema -> arguments.add("--schema=" + schema));
    options.tables().forEach(table -> arguments.add("--table=" + table));
    return arguments;
  }

  /** All of it, from a file or folder; what was left out. */
  List<String> fill(Path archive) {
    boolean mapped = !order.options().roleMapping().isEmpty();
    if (!mapped && jobs == 1) {
      start(archive);
      return finish();
    }
    TableOfContents divided = TableOfContents.in(order.request().scratch());
    List<String> listing = new ArrayList<>(selection());
    listing.add("--list");
    divided.divide(order.start(tool, common(listing, archive), line -> {}), mapped);
    contents = divided;
    start(archive);
    List<String> left = new ArrayList<>(finish());
    if (TableOfContents.any(divided.late())) {
      RestoreMessages late = messages(false);
      start(arguments(1, divided.late(), archive), late);
      left.addAll(finish(late));
    }
    if (mapped) {
      left.addAll(new MappedRestore(order, tool, format, divided.roles()).complete(archive));
    }
    return left;
  }

  /** What was left out. */
  List<String> finish() {
    return Stream.concat(made.stream(), finish(messages).stream()).toList();
  }

  private List<String> finish(RestoreMessages heard) {
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
    if (heard.fatal() != null || !heard.accounts(status)) {
      throw RestoreFailure.of("pg_restore", status, heard.fatal(), run.said());
    }
    return heard.warnings();
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
