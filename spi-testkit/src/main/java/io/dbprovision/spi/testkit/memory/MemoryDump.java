package io.dbprovision.spi.testkit.memory;

import io.dbprovision.spi.ContentSummary;
import io.dbprovision.spi.CopyScope;
import io.dbprovision.spi.Credentials;
import io.dbprovision.spi.Dump;
import io.dbprovision.spi.DumpFormat;
import io.dbprovision.spi.DumpRequest;
import io.dbprovision.spi.DumpSummary;
import io.dbprovision.spi.EngineException;
import io.dbprovision.spi.ErrorKind;
import io.dbprovision.spi.LogicalDump;
import io.dbprovision.spi.SecretText;
import io.dbprovision.spi.Section;
import java.io.ByteArrayInputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

/** Copies the tables of a database as lines of text; a copy whose stream was not read fails. */
final class MemoryDump implements LogicalDump {
  static final DumpFormat FORMAT = new DumpFormat("lines", ".lines");

  private static final AtomicInteger PASSWORDS = new AtomicInteger();

  private final InMemoryServer server;
  private final Consumer<Operation> called;

  MemoryDump(InMemoryServer server, Consumer<Operation> called) {
    this.server = server;
    this.called = called;
  }

  static Credentials login(InMemoryServer server, String id) {
    Credentials login =
        new Credentials(
            "dbops_copy_" + id, SecretText.of("copy-pw-" + PASSWORDS.incrementAndGet()));
    server.copyLogins().put(id, login);
    return login;
  }

  @Override
  public DumpFormat format(Section block) {
    return FORMAT;
  }

  @Override
  public Credentials admit(CopyScope scope) {
    called.accept(Operation.ADMIT);
    StoredObject database = server.databases().get(scope.database());
    if (database == null) {
      throw EngineException.of(
          ErrorKind.NOT_FOUND, "the database " + scope.database() + " does not exist");
    }
    if (!scope.owner().equals(database.owner())) {
      throw EngineException.of(ErrorKind.CONFLICT, "the database is somebody else's");
    }
    return login(server, scope.id());
  }

  @Override
  public void dismiss(CopyScope scope) {
    called.accept(Operation.DISMISS);
    server.copyLogins().remove(scope.id());
  }

  @Override
  public Dump begin(DumpRequest request) {
    called.accept(Operation.DUMP);
    SortedMap<String, List<String>> tables =
        new TreeMap<>(server.tables().getOrDefault(request.database(), new TreeMap<>()));
    ContentSummary contents = MemoryTables.summary(tables);
    Stream stream = new Stream(new ByteArrayInputStream(MemoryTables.text(tables)), called);
    return new Dump() {
      @Override
      public InputStream stream() {
        return stream;
      }

      @Override
      public DumpSummary finish() {
        if (!stream.ended.get() || stream.killed.get()) {
          throw EngineException.of(ErrorKind.INTERNAL, "the copy was ended before its end");
        }
        return new DumpSummary("memory_dump 1.0", server.info().version(), contents, List.of());
      }

      @Override
      public void close() {
        stream.killed.compareAndSet(false, !stream.ended.get());
      }
    };
  }

  /** Ends early when it was killed, as a tool's output does. */
  private static final class Stream extends FilterInputStream {
    private final AtomicBoolean ended = new AtomicBoolean();
    private final AtomicBoolean killed = new AtomicBoolean();
    private final Consumer<Operation> called;

    Stream(InputStream in, Consumer<Operation> called) {
      super(in);
      this.called = called;
    }

    @Override
    public int read() throws IOException {
      byte[] one = new byte[1];
      return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] buffer, int offset, int length) throws IOException {
      called.accept(Operation.DUMP);
      if (killed.get()) {
        return -1;
      }
      int n = super.read(buffer, offset, length);
      if (n < 0) {
        ended.set(true);
      }
      return n;
    }
  }
}
