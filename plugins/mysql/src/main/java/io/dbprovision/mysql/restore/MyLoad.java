package io.dbprovision.mysql.restore;

import io.dbprovision.jdbc.tool.ToolProcess;
import io.dbprovision.mysql.copy.ClientMessages;
import io.dbprovision.mysql.dumpfile.DumpFilter;
import io.dbprovision.mysql.dumpfile.StatementRules;
import io.dbprovision.spi.EngineException;
import io.dbprovision.spi.ErrorKind;
import io.dbprovision.spi.Load;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A client program that is fed with a dump. */
final class MyLoad implements Load {
  /** How many definers a warning names. */
  private static final int NAMED = 5;

  private final String title;
  private final ToolProcess process;
  private final StatementRules rules;
  private final DumpFilter filter;
  private final Fed stream;
  private final List<String> warnings;
  private final Thread reader;
  private final Runnable partly;

  /**
   * @param warnings that are known before
   * @param partly called when something of the dump was left out
   */
  MyLoad(
      String title,
      ToolProcess process,
      StatementRules rules,
      List<String> warnings,
      Runnable partly) {
    this.title = title;
    this.process = process;
    this.rules = rules;
    this.filter = new DumpFilter(process.stdin(), rules);
    this.stream = new Fed(filter);
    this.warnings = List.copyOf(warnings);
    this.partly = partly;
    this.reader =
        Thread.ofPlatform().daemon().name("answers of " + process.pid()).start(this::drain);
  }

  /** What it answers is nobody's to read, and must not fill the pipe. */
  private void drain() {
    try {
      process.stdout().transferTo(OutputStream.nullOutputStream());
    } catch (IOException e) {
      // it was ended
    }
  }

  @Override
  public OutputStream stream() {
    return stream;
  }

  @Override
  public int tablesDone() {
    return Math.max(0, rules.tables() - 1);
  }

  /** A dump tells at its end. */
  @Override
  public int tablesTotal() {
    return -1;
  }

  @Override
  public List<String> finish() {
    stream.end();
    int status = status();
    IOException broken = stream.broken;
    if (stream.refused) {
      throw EngineException.of(ErrorKind.INVALID, "the dump cannot be restored: " + said(broken));
    }
    if (status != 0) {
      if (broken == null && !filter.complete()) {
        throw cut();
      }
      throw ClientMessages.failure(title, status, process.said(), false);
    }
    if (broken != null) {
      throw EngineException.of(ErrorKind.INTERNAL, title + " did not take the whole dump")
          .causedBy(broken);
    }
    if (!filter.complete()) {
      throw cut();
    }
    return outcome();
  }

  private static String said(@Nullable IOException failure) {
    return failure == null ? "" : String.valueOf(failure.getMessage());
  }

  private static EngineException cut() {
    return EngineException.of(
        ErrorKind.INVALID,
        "the dump was cut off: its last line is not the one that dump programs write at the end"
            + " (-- Dump completed); make the copy anew, with comments");
  }

  private int status() {
    try {
      reader.join();
      return process.finish();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      process.close();
      throw EngineException.of(ErrorKind.TIMEOUT, title + " was given up").causedBy(e);
    } catch (UncheckedIOException | IllegalStateException e) {
      throw EngineException.of(ErrorKind.INTERNAL, title + " did not end as it should").causedBy(e);
    }
  }

  private List<String> outcome() {
    List<String> all = new ArrayList<>(warnings);
    Set<String> left = rules.leftOut();
    if (!left.isEmpty()) {
      partly.run();
      all.add("left out of the dump: " + String.join(", ", left.stream().sorted().toList()));
    }
    List<String> definers = rules.definers().stream().sorted().toList();
    if (!definers.isEmpty()) {
      all.add(
          "views, routines, triggers and events run with the rights of a locked login of this"
              + " database from now on, no longer of "
              + String.join(", ", definers.subList(0, Math.min(NAMED, definers.size())))
              + (definers.size() > NAMED ? " and others" : ""));
    }
    return all;
  }

  @Override
  public void close() {
    process.close();
  }

  /** Remembers why it broke, and who is to blame. */
  private static final class Fed extends FilterOutputStream {
    private final DumpFilter filter;
    private volatile boolean refused;
    private volatile @Nullable IOException broken;

    Fed(DumpFilter filter) {
      super(filter);
      this.filter = filter;
    }

    @Override
    public void write(int one) throws IOException {
      write(new byte[] {(byte) one}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
      try {
        filter.write(bytes, offset, length);
      } catch (DumpFilter.Refusal e) {
        refused = true;
        broken = e;
        throw e;
      } catch (IOException e) {
        broken = e;
        throw e;
      }
    }

    @Override
    public void close() throws IOException {
      try {
        filter.close();
      } catch (IOException e) {
        if (broken == null) {
          broken = e;
        }
        throw e;
      }
    }

    void end() {
      try {
        close();
      } catch (IOException e) {
        // is remembered
      }
    }
  }
}
