package io.dbprovision.core.backup.work;

import io.dbprovision.core.backup.stream.ForeignFile;
import io.dbprovision.core.backup.stream.Manifest;
import io.dbprovision.spi.ContentSummary;
import io.dbprovision.spi.EngineException;
import io.dbprovision.spi.ErrorKind;
import io.dbprovision.spi.Load;
import io.dbprovision.spi.LoadRequest;
import io.dbprovision.spi.LogicalRestore;
import io.dbprovision.spi.Session;
import io.dbprovision.spi.StoredObject;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.List;

/** Fills a database from a stored backup, after all of it was seen to be whole. */
final class Loading {
  private static final int BUFFER = 64 * 1024;

  private final WorkBench bench;

  Loading(WorkBench bench) {
    this.bench = bench;
  }

  Done run(LoadWork work) {
    return switch (work.source()) {
      case LoadSource.Archive archive -> archived(work, archive);
      case LoadSource.Foreign foreign -> foreign(work, foreign);
    };
  }

  private Done archived(LoadWork work, LoadSource.Archive source) {
    bench.meter().phase("verifying");
    Manifest manifest = bench.archive().verify(source.path(), source.key(), bench.meter());
    bench.cancellation().throwIfCancelled();
    Filled filled =
        filled(
            work,
            manifest.header().format(),
            manifest.summary().contents(),
            () -> bench.archive().open(source.path(), source.key(), bench.meter()));
    return filled.from(Copied.of(manifest));
  }

  private Done foreign(LoadWork work, LoadSource.Foreign file) {
    ForeignFile files = new ForeignFile(bench.store());
    Source source =
        () ->
            new MeteredInput(
                files.open(
                    file.path(),
                    file.prefix(),
                    file.compression(),
                    file.encryption(),
                    file.key(),
                    file.acknowledged()),
                bench.meter());
    bench.meter().phase("verifying");
    try (InputStream in = source.open()) {
      in.transferTo(OutputStream.nullOutputStream());
    } catch (IOException e) {
      throw unread(e);
    }
    long bytes = bench.meter().plainBytes();
    long stored = files.find(file.path(), file.prefix()).map(StoredObject::size).orElse(bytes);
    bench.cancellation().throwIfCancelled();
    Filled filled = filled(work, "", ContentSummary.unknown(), source);
    return filled.from(new Copied(bytes, stored, "", "", "", "", List.of()));
  }

  private static EngineException unread(IOException e) {
    return EngineException.of(ErrorKind.INTERNAL, "the stored backup could not be read to its end")
        .causedBy(e);
  }

  /** Where the dump's bytes come from. */
  private interface Source {
    InputStream open();
  }

  private record Filled(int tables, Match match, List<String> leftOut) {
    Done from(Copied copied) {
      return new Done(copied.withWarnings(leftOut), tables, match, null);
    }
  }

  private Filled filled(LoadWork work, String format, ContentSummary contents, Source source) {
    try (Scratch scratch = Scratch.in(bench.scratch());
        Session session = bench.open(work.server())) {
      LogicalRestore restores = bench.capability(session, work.server(), LogicalRestore.class);
      List<String> leftOut;
      int tables;
      try (Load load =
          restores.begin(
              new LoadRequest(work.database(), work.block(), format, scratch.folder()))) {
        bench.cancellation().closes(load::close);
        boolean counted = work.compare() && contents.isKnown();
        bench.meter().loading(load, counted ? contents.rows().size() : -1);
        bench.meter().phase("loading");
        leftOut =
            bench
                .cancellation()
                .clearing(
                    () -> {
                      pour(source, load);
                      bench.meter().next("finishing");
                      return load.finish();
                    });
        tables = load.tablesDone();
      }
      bench.cancellation().throwIfCancelled();
      return new Filled(tables, compared(work, contents, restores), leftOut);
    }
  }

  /**
   * The tool's stream is closed only after its last byte: closed earlier, the tool would take what
   * it has for all there is.
   */
  private void pour(Source source, Load load) {
    try (InputStream in = source.open()) {
      OutputStream out = load.stream();
      byte[] buffer = new byte[BUFFER];
      for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
        bench.cancellation().throwIfCancelled();
        if (!taken(out, buffer, n)) {
          throw stopped(load);
        }
      }
      if (!taken(out, buffer, -1)) {
        throw stopped(load);
      }
    } catch (IOException e) {
      throw unread(e);
    }
  }

  // of both ends of the pipe, the tool's own word counts
  private static boolean taken(OutputStream out, byte[] buffer, int n) {
    try {
      if (n < 0) {
        out.close();
      } else {
        out.write(buffer, 0, n);
      }
      return true;
    } catch (IOException e) {
      return false;
    }
  }

  private static EngineException stopped(Load load) {
    List<String> leftOut = load.finish();
    return EngineException.of(
        ErrorKind.INTERNAL,
        "the client program stopped reading before the end of the backup and did not say why"
            + (leftOut.isEmpty() ? "" : " (" + leftOut.getFirst() + ")"));
  }

  private Match compared(LoadWork work, ContentSummary expected, LogicalRestore restores) {
    if (!work.compare()) {
      return Match.NOT_ASKED;
    }
    if (!expected.isKnown()) {
      return Match.UNKNOWN;
    }
    bench.meter().next("comparing");
    ContentDifference.of(expected, restores.contents(work.database()))
        .ifPresent(
            difference -> {
              throw EngineException.of(
                  ErrorKind.INVALID,
                  "what was restored is not what the backup holds: " + difference);
            });
    return Match.SAME;
  }
}
