package io.dbprovision.postgres.copy;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.dbprovision.jdbc.tool.ToolProcess;
import io.dbprovision.postgres.copy.PgTools.PgTool;
import io.dbprovision.spi.EngineException;
import io.dbprovision.spi.ErrorKind;
import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;

/**
 * A script that psql runs. psql would follow commands of its own in it, such as one that starts
 * programs here: it is told with a key to follow none, and the key stands nowhere in the script.
 */
final class ScriptFiller implements Filler {
  private final ToolProcess process;
  private final PlainShape shape = new PlainShape();
  private final String key;

  ScriptFiller(LoadOrder order, PgTool psql) {
    byte[] random = new byte[24];
    order.random().nextBytes(random);
    this.key = HexFormat.of().formatHex(random);
    List<String> arguments = new ArrayList<>();
    arguments.add("--no-psqlrc");
    arguments.add("--no-password");
    arguments.add("--quiet");
    arguments.add("--set=ON_ERROR_STOP=1");
    arguments.add("--output=/dev/null");
    arguments.add("--file=-");
    arguments.add(ClientAccess.database(order.request().database()));
    this.process = order.start(psql, arguments, line -> {});
  }

  @Override
  public OutputStream sink() throws IOException {
    OutputStream stdin = process.stdin();
    stdin.write(("\\restrict " + key + "\n").getBytes(US_ASCII));
    return new Unrestricted(stdin, shape);
  }

  @Override
  public List<String> finish() {
    try {
      process.stdout().transferTo(OutputStream.nullOutputStream());
    } catch (IOException e) {
      throw EngineException.of(ErrorKind.INTERNAL, "psql was ended").causedBy(e);
    }
    int status = process.finish();
    if (status != 0) {
      throw RestoreFailure.of("psql", status, null, process.said());
    }
    if (!shape.known()) {
      return List.of(
          "pg_dump did not write the script that was restored: whether it was whole cannot be told");
    }
    if (shape.flaw().isPresent()) {
      throw EngineException.of(
          ErrorKind.INVALID, "the dump is not whole: it " + shape.flaw().get());
    }
    return List.of();
  }

  @Override
  public int tables() {
    return -1;
  }

  @Override
  public void close() {
    process.close();
  }
}
