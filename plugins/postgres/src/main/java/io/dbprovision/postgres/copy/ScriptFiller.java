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
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A script that psql runs. psql would follow commands of its own in it, such as one that starts
 * programs here: it is told with a key to follow none, and the key stands nowhere in the script.
 */
final class ScriptFiller implements Filler {
  private final ScriptMessages messages;
  private final ToolProcess process;
  private volatile @Nullable ToolProcess running;
  private final Map<Integer, String> defaults = DefaultRightsLines.none();
  private final PlainShape shape = new PlainShape();
  private final String key;

  /**
   * @param known pg_dump wrote it, so that it is known which errors are none; else the first one
   *     ends it
   */
  ScriptFiller(LoadOrder order, PgTool psql, boolean known) {
    byte[] random = new byte[24];
    order.random().nextBytes(random);
    this.key = HexFormat.of().formatHex(random);
    List<String> arguments = new ArrayList<>();
    arguments.add("--no-psqlrc");
    arguments.add("--no-password");
    arguments.add("--quiet");
    // with the error's code, which is the same in every language
    arguments.add("--set=VERBOSITY=verbose");
    arguments.add("--set=ON_ERROR_STOP=" + (known ? 0 : 1));
    arguments.add("--output=/dev/null");
    arguments.add("--file=-");
    arguments.add(ClientAccess.database(order.request().database()));
    this.messages =
        new ScriptMessages(
            new Tolerance(known && order.options().dropsOwners()),
            known ? defaults : DefaultRightsLines.none(),
            this::end);
    this.process = order.start(psql, arguments, messages);
    this.running = process;
  }

  @Override
  public OutputStream sink() throws IOException {
    OutputStream stdin = new DefaultRightsLines(process.stdin(), defaults);
    stdin.write(("\\restrict " + key + "\n").getBytes(US_ASCII));
    return new Unrestricted(stdin, shape);
  }

  @Override
  public List<String> finish() {
    int status;
    try {
      process.stdout().transferTo(OutputStream.nullOutputStream());
      status = process.finish();
    } catch (IOException e) {
      // ended by us because of what it said
      status = -1;
    }
    if (status != 0 || messages.fatal() != null) {
      throw RestoreFailure.of("psql", status, messages.fatal(), process.said());
    }
    if (shape.known() && shape.flaw().isPresent()) {
      throw EngineException.of(
          ErrorKind.INVALID, "the dump is not whole: it " + shape.flaw().get());
    }
    List<String> left = new ArrayList<>(messages.warnings());
    if (!shape.known()) {
      left.add(
          "pg_dump did not write the script that was restored: whether it was whole cannot be told");
    }
    return left;
  }

  @Override
  public int tables() {
    return -1;
  }

  /** It may have failed before it is known here: then it is waited for. */
  private void end() {
    ToolProcess now = running;
    if (now != null) {
      now.close();
    }
  }

  @Override
  public void close() {
    process.close();
  }
}
