package io.dbprovision.postgres.copy;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.dbprovision.jdbc.tool.ToolProcess;
import io.dbprovision.postgres.connect.Failures;
import io.dbprovision.postgres.copy.PgTools.PgTool;
import io.dbprovision.postgres.script.ScriptLexer;
import io.dbprovision.spi.EngineException;
import io.dbprovision.spi.ErrorKind;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLWarning;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;

/**
 * A restore by which roles get other names. pg_restore knows none but the backup's: it restores all
 * but rights and policies, as the owner's, and what it would have said of these is said here, with
 * the new names.
 */
final class MappedRestore {
  /** A worker's memory is small, and the text is in it more than once. */
  private static final int LONGEST = 4 << 20;

  /** In the words of pg_restore's table of contents. */
  private static final String RIGHTS = "ACL of a mapped role";

  /** The server's way to say that who grants may not; no error of its. */
  private static final String NOT_GRANTED = "01007";

  private final LoadOrder order;
  private final PgTool tool;
  private final Format format;
  private final Path roles;

  /**
   * @param roles list of what tells of roles, of all that is selected
   */
  MappedRestore(LoadOrder order, PgTool tool, Format format, Path roles) {
    this.order = order;
    this.tool = tool;
    this.format = format;
    this.roles = roles;
  }

  /**
   * Gives owners, rights and policies.
   *
   * @return what could not be given
   */
  List<String> complete(Path archive) {
    RestoreOptions options = order.options();
    List<String> arguments = new ArrayList<>();
    arguments.add("--schema-only");
    arguments.add("--file=-");
    if (BackupOptions.is(options.noPrivileges())) {
      arguments.add("--no-privileges");
    }
    if (options.dropsOwners()) {
      arguments.add("--no-owner");
      arguments.add("--use-list=" + roles);
    } else { // of owners, each definition tells
      options.schemas().forEach(schema -> arguments.add("--schema=" + schema));
      options.tables().forEach(table -> arguments.add("--table=" + table));
    }
    arguments.add(archive.toString());
    RoleNames names = new RoleNames(options.roleMapping());
    Tolerance tolerance = new Tolerance(false);
    try (Connection connection = order.server().lend(order.request().database())) {
      for (String statement : ScriptLexer.split(printed(arguments))) {
        var renamed = names.rename(statement);
        if (renamed.isPresent()) {
          say(connection, renamed.get(), tolerance);
        }
      }
    } catch (SQLException e) {
      throw Failures.of(e);
    }
    return tolerance.warnings();
  }

  private static void say(Connection connection, RoleNames.Renamed renamed, Tolerance tolerance) {
    try (Statement statement = connection.createStatement()) {
      statement.execute(renamed.text());
      SQLWarning warning = statement.getWarnings();
      if (warning != null && NOT_GRANTED.equals(warning.getSQLState())) {
        tolerance.allows(RIGHTS, "permission denied to say: " + renamed.text());
      }
    } catch (SQLException e) {
      String said = Failures.said(e);
      boolean rights = renamed.sort() == RoleNames.Sort.RIGHTS;
      if (!rights || !tolerance.allows(RIGHTS, said)) {
        throw RestoreFailure.of("giving what roles have", 1, said, List.of());
      }
    }
  }

  private ToolProcess start(List<String> arguments) {
    List<String> all = new ArrayList<>(List.of("--format=" + format.word()));
    all.addAll(arguments);
    return order.start(tool, all, line -> {});
  }

  private static void ended(ToolProcess process) throws IOException {
    int status = process.finish();
    if (status != 0) {
      throw RestoreFailure.of("pg_restore", status, null, process.said());
    }
  }

  private String printed(List<String> arguments) {
    ToolProcess process = start(arguments);
    try {
      byte[] text = process.stdout().readNBytes(LONGEST + 1);
      if (text.length > LONGEST) {
        throw EngineException.at(
            ErrorKind.EXHAUSTED,
            order.request().block().path() + ".roleMapping",
            "cannot be done: what this backup says of roles is longer than 4 MiB; restore it "
                + (order.options().dropsOwners()
                    ? "without roleMapping"
                    : "without noOwner: false, or without roleMapping"));
      }
      ended(process);
      return new String(text, UTF_8);
    } catch (IOException e) {
      throw EngineException.of(ErrorKind.INTERNAL, "pg_restore's output could not be read")
          .causedBy(e);
    } finally {
      process.close();
    }
  }
}
