package io.dbprovision.core.plugin;

import java.io.IOException;
import java.io.OutputStream;
import java.util.concurrent.Callable;

/** Bytes that a plugin takes, written where they are made. */
final class GuardedOutput extends OutputStream {
  /** What is done with the plugin's stream. */
  private interface Use {
    void of(OutputStream stream) throws IOException;
  }

  private final String operation;
  private final PluginGuard guard;
  private final Callable<OutputStream> stream;

  /**
   * @param stream asked each time: the plugin gives the same one in every call
   */
  GuardedOutput(String operation, PluginGuard guard, Callable<OutputStream> stream) {
    this.operation = operation;
    this.guard = guard;
    this.stream = stream;
  }

  @Override
  public void write(int value) throws IOException {
    use(out -> out.write(value));
  }

  @Override
  public void write(byte[] buffer, int offset, int length) throws IOException {
    use(out -> out.write(buffer, offset, length));
  }

  @Override
  public void flush() throws IOException {
    use(OutputStream::flush);
  }

  @Override
  public void close() throws IOException {
    use(OutputStream::close);
  }

  private void use(Use use) throws IOException {
    guard.stream(
        operation,
        () -> {
          use.of(stream.call());
          return true;
        });
  }
}
