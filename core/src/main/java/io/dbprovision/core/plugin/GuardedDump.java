package io.dbprovision.core.plugin;

import io.dbprovision.spi.Dump;
import io.dbprovision.spi.DumpSummary;
import java.io.InputStream;

/** A plugin's dump: its bytes pass on the caller's own thread, its failures are told apart. */
final class GuardedDump implements Dump {
  private final Dump dump;
  private final PluginGuard guard;
  private final InputStream stream;

  GuardedDump(Dump dump, PluginGuard guard) {
    this.dump = dump;
    this.guard = guard;
    this.stream = new GuardedInput("Dump.stream", guard, dump::stream);
  }

  @Override
  public InputStream stream() {
    return stream;
  }

  @Override
  public DumpSummary finish() {
    return guard.here("Dump.finish", dump::finish);
  }

  @Override
  public void close() {
    guard.quietly(
        "Dump.close",
        () -> {
          dump.close();
          return true;
        });
  }
}
