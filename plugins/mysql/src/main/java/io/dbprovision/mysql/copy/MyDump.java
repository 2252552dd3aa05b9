package io.dbprovision.mysql.copy;

import io.dbprovision.jdbc.tool.ToolProcess;
import io.dbprovision.mysql.connect.Server;
import io.dbprovision.mysql.dumpfile.RowCounter;
import io.dbprovision.mysql.dumpfile.Trailer;
import io.dbprovision.spi.ContentSummary;
import io.dbprovision.spi.Dump;
import io.dbprovision.spi.DumpSummary;
import io.dbprovision.spi.EngineException;
import io.dbprovision.spi.ErrorKind;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;

/** A dump program at work. */
final class MyDump implements Dump {
  private final Server server;
  private final String title;
  private final ToolProcess process;
  private final Before before;
  private final RowCounter counter = new RowCounter();
  private final Trailer trailer = new Trailer();
  private final InputStream stream;

  /**
   * What was known before the first byte.
   *
   * @param digest of the definitions; empty when the copy leaves something out
   */
  record Before(String database, String digest, List<String> warnings) {}

  MyDump(Server server, String title, ToolProcess process, Before before) {
    this.server = server;
    this.title = title;
    this.process = process;
    this.before = before;
    this.stream = new Watched(process.stdout());
  }

  @Override
  public InputStream stream() {
    return stream;
  }

  @Override
  public DumpSummary finish() {
    int status;
    try {
      status = process.finish();
    } catch (IllegalStateException e) {
      throw EngineException.of(ErrorKind.INTERNAL, "the dump was not read to its end").causedBy(e);
    }
    if (status != 0) {
      throw ClientMessages.failure(title, status, process.said(), true);
    }
    if (!trailer.complete()) {
      throw EngineException.of(
          ErrorKind.INTERNAL,
          title + " ended without an error, but its output has no last line: it was cut off");
    }
    List<String> warnings = new ArrayList<>(before.warnings());
    return new DumpSummary(title, server.facts().version(), contents(warnings), warnings);
  }

  /** Definitions are in no snapshot: who changes one meanwhile has a copy that nobody can check. */
  private ContentSummary contents(List<String> warnings) {
    if (before.digest().isEmpty()) {
      return ContentSummary.unknown();
    }
    String now = server.run(sql -> Contents.digest(sql, before.database()));
    if (!now.equals(before.digest())) {
      warnings.add(
          "definitions were changed while the copy was made: what it holds cannot be compared");
      return ContentSummary.unknown();
    }
    return new ContentSummary(counter.rows(), now);
  }

  @Override
  public void close() {
    process.close();
  }

  /** Looks at what goes by. */
  private final class Watched extends FilterInputStream {
    Watched(InputStream in) {
      super(in);
    }

    @Override
    public int read() throws IOException {
      byte[] one = new byte[1];
      return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] buffer, int offset, int length) throws IOException {
      int read = super.read(buffer, offset, length);
      if (read > 0) {
        trailer.write(buffer, offset, read);
        if (!before.digest().isEmpty()) {
          counter.write(buffer, offset, read);
        }
      }
      return read;
    }
  }
}
