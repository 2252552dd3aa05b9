package io.dbprovision.core.plugin;

import io.dbprovision.spi.EngineException;
import java.io.IOException;
import java.io.InputStream;

/** An object's bytes: by contract, reading them fails with {@link EngineException} only. */
final class StoreInput extends InputStream {
  private final InputStream stream;
  private final PluginGuard guard;

  StoreInput(InputStream stream, PluginGuard guard) {
    this.stream = stream;
    this.guard = guard;
  }

  @Override
  public int read() {
    return guard.here("ObjectStore.open", stream::read);
  }

  @Override
  public int read(byte[] buffer, int offset, int length) {
    return guard.here("ObjectStore.open", () -> stream.read(buffer, offset, length));
  }

  @Override
  public void close() throws IOException {
    guard.stream(
        "ObjectStore.open",
        () -> {
          stream.close();
          return true;
        });
  }
}
