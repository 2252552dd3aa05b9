package io.dbprovision.core.plugin;

import java.io.IOException;
import java.io.InputStream;
import java.util.concurrent.Callable;

/** Bytes that a plugin gives, read where they are needed. */
final class GuardedInput extends InputStream {
  private final String operation;
  private final PluginGuard guard;
  private final Callable<InputStream> stream;

  /**
   * @param stream asked each time: the plugin gives the same one in every call
   */
  GuardedInput(String operation, PluginGuard guard, Callable<InputStream> stream) {
    this.operation = operation;
    this.guard = guard;
    this.stream = stream;
  }

  @Override
  public int read() throws IOException {
    return guard.stream(operation, () -> stream.call().read());
  }

  @Override
  public int read(byte[] buffer, int offset, int length) throws IOException {
    return guard.stream(operation, () -> stream.call().read(buffer, offset, length));
  }

  @Override
  public int available() throws IOException {
    return guard.stream(operation, () -> stream.call().available());
  }

  @Override
  public void close() throws IOException {
    guard.stream(
        operation,
        () -> {
          stream.call().close();
          return true;
        });
  }
}
