package io.dbprovision.core.plugin;

import java.io.InputStream;

/** An object's bytes: by contract, reading them fails with EngineException only. */
final class StoreInput extends InputStream {
  private static final String OPERATION = "ObjectStore.open";

  private final InputStream stream;
  private final PluginGuard guard;
  private final CallLane lane;

  StoreInput(InputStream stream, PluginGuard guard, CallLane lane) {
    this.stream = stream;
    this.guard = guard;
    this.lane = lane;
  }

  @Override
  public int read() {
    return guard.here(OPERATION, stream::read);
  }

  @Override
  public int read(byte[] buffer, int offset, int length) {
    return guard.here(OPERATION, () -> stream.read(buffer, offset, length));
  }

  /**
   * So many bytes at once, which nobody has a deadline for but this: a server that gives a byte a
   * minute keeps no caller waiting.
   */
  @Override
  public byte[] readNBytes(int length) {
    return guard.call(lane, OPERATION, guard.deadlines().read(), () -> stream.readNBytes(length));
  }

  /** A client may wait for what was not read yet; a failure is told to the observer only. */
  @Override
  public void close() {
    guard.quietly(
        lane,
        OPERATION,
        guard.deadlines().pure(),
        () -> {
          stream.close();
          return true;
        });
  }
}
