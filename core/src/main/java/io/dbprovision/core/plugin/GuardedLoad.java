package io.dbprovision.core.plugin;

import io.dbprovision.spi.Load;
import java.io.OutputStream;
import java.util.List;

/** A plugin's load: its bytes pass on the caller's own thread, its failures are told apart. */
final class GuardedLoad implements Load {
  private final Load load;
  private final PluginGuard guard;
  private final OutputStream stream;

  GuardedLoad(Load load, PluginGuard guard) {
    this.load = load;
    this.guard = guard;
    this.stream = new GuardedOutput("Load.stream", guard, load::stream);
  }

  @Override
  public OutputStream stream() {
    return stream;
  }

  @Override
  public int tablesDone() {
    return guard.here("Load.tablesDone", load::tablesDone);
  }

  @Override
  public int tablesTotal() {
    return guard.here("Load.tablesTotal", load::tablesTotal);
  }

  @Override
  public List<String> finish() {
    return List.copyOf(guard.here("Load.finish", load::finish));
  }

  @Override
  public void close() {
    guard.quietly(
        "Load.close",
        () -> {
          load.close();
          return true;
        });
  }
}
