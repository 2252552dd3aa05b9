package io.dbprovision.core.backup.work;

import io.dbprovision.core.backup.stream.Manifest;
import io.dbprovision.spi.EngineException;
import io.dbprovision.spi.ErrorKind;
import java.util.Optional;

/** Runs errands. */
final class Keeping {
  private final WorkBench bench;

  Keeping(WorkBench bench) {
    this.bench = bench;
  }

  Done run(StoreWork work) {
    StoreKeeper keeper = bench.keeper();
    bench.meter().phase("looking");
    return Done.of(
        switch (work.errand()) {
          case Errand.Check _ -> {
            bench.store().check();
            yield new Finding.Good();
          }
          case Errand.Look look -> looked(keeper, look);
          case Errand.Remove what ->
              new Finding.Removal(keeper.remove(what.path(), what.prefix(), what.uid()));
          case Errand.Rewrap what -> {
            bench.archive().rewrap(what.path(), what.known(), what.now());
            yield new Finding.Good();
          }
          case Errand.Retire what -> {
            bench.archive().retireOthers(what.path(), what.now());
            yield new Finding.Good();
          }
          case Errand.Clean what -> new Finding.Cleaned(cleaned(keeper, what));
        });
  }

  private static Finding looked(StoreKeeper keeper, Errand.Look look) {
    Optional<Manifest> manifest = keeper.manifest(look.path());
    if (manifest.isPresent()) {
      return new Finding.Archive(manifest.get());
    }
    try {
      return keeper
          .file(look.path(), look.prefix())
          .<Finding>map(Finding.File::new)
          .orElseGet(Finding.Nothing::new);
    } catch (EngineException e) {
      if (e.kind() != ErrorKind.INVALID) {
        throw e;
      }
      return new Finding.Broken(e.sentence());
    }
  }

  private int cleaned(StoreKeeper keeper, Errand.Clean what) {
    int all = 0;
    int removed;
    do {
      bench.cancellation().throwIfCancelled();
      removed = keeper.clean(what.path(), what.before());
      all += removed;
    } while (removed > 0);
    return all;
  }
}
