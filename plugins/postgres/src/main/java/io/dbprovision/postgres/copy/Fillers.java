package io.dbprovision.postgres.copy;

import io.dbprovision.postgres.copy.PgTools.PgTool;
import io.dbprovision.spi.EngineException;
import io.dbprovision.spi.ErrorKind;
import java.util.List;

/** Chooses the way to fill by what is coming and by what is asked for. */
final class Fillers {
  private Fillers() {}

  static Filler choose(LoadOrder order, DumpHead head) {
    String told = order.request().format();
    Format format =
        told.isEmpty()
            ? head.format()
            : Format.of(told)
                .orElseThrow(
                    () ->
                        EngineException.of(
                            ErrorKind.UNSUPPORTED,
                            "a dump of format \"" + told + "\" is none of PostgreSQL's"));
    if (format != head.format()) {
      throw EngineException.of(
          ErrorKind.INVALID,
          "the dump is said to be of format " + format.word() + ", and does not begin as one does");
    }
    return format == Format.PLAIN ? plain(order, head.script()) : archive(order, format, head);
  }

  private static Filler plain(LoadOrder order, boolean known) {
    RestoreOptions options = order.options();
    refusePart(order, options.selection());
    refusePart(order, BackupOptions.is(options.noPrivileges()) ? "noPrivileges" : "");
    refusePart(order, options.roleMapping().isEmpty() ? "" : "roleMapping");
    PgTool psql =
        order
            .tools()
            .find(
                "psql",
                order.major(),
                PgTool::restricts,
                " of August 2025 or later, which lets a script run no commands of psql's own");
    return new ScriptFiller(order, psql, known);
  }

  /** psql runs all of a script. */
  private static void refusePart(LoadOrder order, String field) {
    if (!field.isEmpty()) {
      throw EngineException.at(
          ErrorKind.UNSUPPORTED,
          order.request().block().path() + "." + field,
          "cannot be done with a dump of format plain, which is run as a whole; take the backup"
              + " with format: custom");
    }
  }

  private static Filler archive(LoadOrder order, Format format, DumpHead head) {
    PgTool tool = order.tools().find("pg_restore", Math.max(order.major(), head.tool()));
    boolean files = format == Format.DIRECTORY;
    boolean parallel = order.options().workers() > 1 && format != Format.TAR;
    ArchiveRun run = new ArchiveRun(order, tool, format, parallel ? order.options().workers() : 1);
    boolean read = order.options().roleMapping().isEmpty();
    if (!files && !parallel && read) {
      return new StreamFiller(
          run,
          Shape.of(format),
          !order.options().whole(),
          order.options().workers() > 1
              ? List.of("jobs has no effect on format tar, which is read in one go")
              : List.of());
    }
    return files ? new FolderFiller(order, run) : new FileFiller(order, run, Shape.of(format));
  }
}
