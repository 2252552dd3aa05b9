package io.dbprovision.postgres.copy;

import io.dbprovision.jdbc.Sql;
import io.dbprovision.jdbc.SqlText;
import io.dbprovision.postgres.connect.Failures;
import io.dbprovision.spi.EngineException;
import io.dbprovision.spi.ErrorKind;
import io.dbprovision.spi.Load;
import java.io.IOException;
import java.io.OutputStream;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A load that runs. Which program takes the dump is known when its first bytes are: they tell which
 * version wrote it, and of a file of somebody else's also its format.
 */
final class PgLoad implements Load {
  private final LoadOrder order;
  private final Entry stream = new Entry();
  private volatile @Nullable Filler filler;
  private final @Nullable TargetSchema schema;
  private volatile boolean closed;
  private volatile boolean finished;

  PgLoad(LoadOrder order) {
    this.order = order;
    this.schema = BackupOptions.is(order.options().dataOnly()) ? new TargetSchema(order) : null;
  }

  @Override
  public OutputStream stream() {
    return stream;
  }

  @Override
  public int tablesDone() {
    Filler now = filler;
    return now == null ? 0 : now.tables();
  }

  @Override
  public int tablesTotal() {
    return -1;
  }

  @Override
  public List<String> finish() {
    EngineException refused = stream.refused;
    if (refused != null) {
      throw refused;
    }
    try {
      stream.close();
    } catch (IOException e) {
      // the program is gone: its end tells why
    }
    Filler now = filler;
    if (now == null) {
      throw stream.refused != null
          ? stream.refused
          : EngineException.of(ErrorKind.INVALID, "the dump is empty");
    }
    List<String> warnings = new ArrayList<>(now.finish());
    if (schema != null) {
      schema.after();
      warnings.addAll(schema.warnings());
    }
    finished = true;
    if (order.options().analyzes()) {
      analyze(warnings);
    }
    return warnings;
  }

  private void analyze(List<String> warnings) {
    try (Connection connection = order.server().lend(order.request().database())) {
      new Sql(connection).execute(SqlText.of("ANALYZE"));
    } catch (SQLException e) {
      warnings.add("the planner's statistics were not gathered: " + Failures.said(e));
    }
  }

  @Override
  public void close() {
    closed = true;
    if (schema != null) {
      schema.close();
    }
    Filler now = filler;
    if (now != null) {
      now.close();
      if (!finished) {
        ToolSessions.end(order.server());
      }
    }
  }

  /** Keeps the first bytes until they are enough to tell what they are. */
  private final class Entry extends OutputStream {
    private byte[] head = new byte[DumpHead.ENOUGH];
    private int length;
    private @Nullable OutputStream sink;
    private boolean ended;
    private @Nullable EngineException refused;

    @Override
    public void write(int b) throws IOException {
      write(new byte[] {(byte) b}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int offset, int count) throws IOException {
      if (closed || ended) {
        throw new IOException("the load was ended");
      }
      if (sink != null) {
        sink.write(bytes, offset, count);
        return;
      }
      int taken = Math.min(count, head.length - length);
      System.arraycopy(bytes, offset, head, length, taken);
      length += taken;
      if (length == head.length) {
        OutputStream opened = open();
        if (count > taken) {
          opened.write(bytes, offset + taken, count - taken);
        }
      }
    }

    private OutputStream open() throws IOException {
      try {
        if (schema != null) {
          schema.before();
        }
        Filler chosen = Fillers.choose(order, DumpHead.of(Arrays.copyOf(head, length)));
        filler = chosen;
        if (closed) {
          chosen.close();
        }
        OutputStream opened = chosen.sink();
        sink = opened;
        opened.write(head, 0, length);
        head = new byte[0];
        return opened;
      } catch (EngineException e) {
        refused = e;
        ended = true;
        throw new IOException("the load was refused", e);
      }
    }

    @Override
    public void flush() throws IOException {
      if (sink != null) {
        sink.flush();
      }
    }

    @Override
    public void close() throws IOException {
      if (ended || closed) {
        return;
      }
      try {
        if (sink == null && length > 0) {
          open();
        }
      } finally {
        ended = true;
        if (sink != null) {
          sink.close();
        }
      }
    }
  }
}
