package io.dbprovision.spi.testkit.memory;

import io.dbprovision.spi.EngineException;
import io.dbprovision.spi.ErrorKind;
import io.dbprovision.spi.Load;
import io.dbprovision.spi.LoadRequest;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.List;
import java.util.SortedMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Takes lines, and fills the database when the last one says that it is the last. */
final class MemoryLoad implements Load {
  private final InMemoryServer server;
  private final LoadRequest request;
  private final Sink sink;
  private volatile int tables;

  MemoryLoad(InMemoryServer server, LoadRequest request, Consumer<Operation> called) {
    this.server = server;
    this.request = request;
    this.sink = new Sink(called);
  }

  @Override
  public OutputStream stream() {
    return sink;
  }

  @Override
  public int tablesDone() {
    return tables;
  }

  @Override
  public int tablesTotal() {
    return -1;
  }

  @Override
  public List<String> finish() {
    EngineException failure = sink.failure;
    if (failure != null) {
      throw failure;
    }
    SortedMap<String, List<String>> read = MemoryTables.read(sink.bytes.toByteArray());
    if (!sink.closed || sink.killed || read == null) {
      throw EngineException.of(ErrorKind.INTERNAL, "the lines end before their end");
    }
    tables = read.size();
    server.tables().put(request.database(), read);
    return List.of();
  }

  @Override
  public void close() {
    if (!sink.closed) {
      sink.killed = true;
    }
  }

  /** Fails as a pipe does whose reader is gone. */
  private static final class Sink extends OutputStream {
    private final Consumer<Operation> called;
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private volatile @Nullable EngineException failure;
    private volatile boolean closed;
    private volatile boolean killed;

    Sink(Consumer<Operation> called) {
      this.called = called;
    }

    @Override
    public void write(int value) throws IOException {
      write(new byte[] {(byte) value}, 0, 1);
    }

    @Override
    public void write(byte[] buffer, int offset, int length) throws IOException {
      try {
        called.accept(Operation.LOAD);
      } catch (EngineException e) {
        failure = e;
      }
      if (failure != null || killed) {
        throw new IOException("broken pipe");
      }
      bytes.write(buffer, offset, length);
    }

    @Override
    public void close() {
      closed = true;
    }
  }
}
