package io.dbprovision.core.backup.work;

import io.dbprovision.core.backup.stream.BackupUpload;
import io.dbprovision.core.backup.stream.Manifest;
import io.dbprovision.spi.Dump;
import io.dbprovision.spi.DumpRequest;
import io.dbprovision.spi.DumpSummary;
import io.dbprovision.spi.EngineException;
import io.dbprovision.spi.ErrorKind;
import io.dbprovision.spi.LogicalDump;
import io.dbprovision.spi.Session;
import java.util.Optional;

/** Copies a database into a store. */
final class Dumping {
  private final WorkBench bench;

  Dumping(WorkBench bench) {
    this.bench = bench;
  }

  Done run(DumpWork work) {
    // the worker before this one may have been killed after its last byte
    Optional<Manifest> there =
        bench
            .archive()
            .manifest(work.path())
            .filter(manifest -> manifest.header().equals(work.header()));
    if (there.isPresent()) {
      bench.meter().phase("verifying");
      return Done.of(bench.archive().verify(work.path(), work.options().key(), bench.meter()));
    }
    try (Scratch scratch = Scratch.in(bench.scratch());
        Session session = bench.open(work.server())) {
      LogicalDump dumps = bench.capability(session, work.server(), LogicalDump.class);
      try (Dump dump =
          dumps.begin(new DumpRequest(work.database(), work.block(), scratch.folder()))) {
        bench.cancellation().closes(dump::close);
        Manifest written = copied(work, dump);
        if (work.store().mount() != null) {
          checkThere(work, written);
        }
        return Done.of(written);
      }
    }
  }

  private Manifest copied(DumpWork work, Dump dump) {
    try (BackupUpload upload = bench.archive().begin(work.path(), work.header(), work.options())) {
      return bench.cancellation().clearing(() -> moved(dump, upload));
    }
  }

  private Manifest moved(Dump dump, BackupUpload upload) {
    bench.meter().phase("copying");
    upload.copy(dump.stream(), bench.meter());
    bench.cancellation().throwIfCancelled();
    bench.meter().next("finishing");
    // first whether the tool succeeded: the end of its output says nothing
    DumpSummary summary = dump.finish();
    bench.cancellation().throwIfCancelled();
    return upload.commit(summary);
  }

  /** Who asked for the copy may not be able to look for itself, and has to believe us. */
  private void checkThere(DumpWork work, Manifest written) {
    Optional<Manifest> there = bench.keeper().manifest(work.path());
    if (there.filter(found -> found.checksum().equals(written.checksum())).isEmpty()) {
      throw EngineException.of(
          ErrorKind.INTERNAL, "what was written to the volume is not there when it is read back");
    }
  }
}
