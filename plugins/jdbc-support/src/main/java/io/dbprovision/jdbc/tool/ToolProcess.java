package io.dbprovision.jdbc.tool;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/**
 * A running client program. One thread reads or writes; {@link #close} may come from any.
 *
 * <p>The end of its output says nothing: a killed program ends it too. Whoever uses it reads {@link
 * #stdout} to the end, then asks {@link #finish} for the exit status, and looks at what came.
 */
public final class ToolProcess implements AutoCloseable {
  /** What of an answer to a question is kept. */
  private static final int TEXT = 4096;

  /** For the last words to arrive after the program's end, when a child of it holds the pipe. */
  private static final Duration LAST_WORDS = Duration.ofSeconds(5);

  private final Process process;
  private final ToolFamily family;
  private final Output output;
  private final ToolMessages messages;
  private final Thread reader;

  private ToolProcess(Process process, ToolFamily family, ToolMessages messages) {
    this.process = process;
    this.family = family;
    this.output = new Output(process.getInputStream());
    this.messages = messages;
    this.reader =
        Thread.ofPlatform()
            .daemon()
            .name("messages of " + process.pid())
            .unstarted(() -> messages.read(process.getErrorStream()));
  }

  /**
   * @throws UncheckedIOException when it cannot be started
   */
  public static ToolProcess start(ToolCommand command) {
    List<String> line = new ArrayList<>();
    line.add(command.tool().path().toString());
    line.addAll(command.arguments());
    ProcessBuilder builder = new ProcessBuilder(line);
    builder.environment().clear();
    builder.environment().putAll(command.environment());
    ToolFamily family = ToolFamily.begin(builder.environment());
    if (command.folder() != null) {
      builder.directory(command.folder().toFile());
    }
    try {
      ToolMessages messages = new ToolMessages(command.secrets(), command.listener());
      ToolProcess started = new ToolProcess(builder.start(), family, messages);
      started.reader.start();
      started.watch();
      return started;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * What a program started that was killed goes on without it, and holds the pipe that its end is
   * told by. One that ended well has left nothing.
   */
  private void watch() {
    CompletableFuture<Void> _ =
        process
            .onExit()
            .thenAccept(
                ended -> {
                  if (ended.exitValue() != 0) {
                    family.end(family.others(ended.toHandle()));
                  }
                });
  }

  /** Closing it does nothing: the program is ended by {@link #close}. */
  public InputStream stdout() {
    return output;
  }

  public OutputStream stdin() {
    return process.getOutputStream();
  }

  /**
   * A short answer: the whole output when it is no longer than a page. A program that does not
   * answer in time is ended.
   */
  String text(Duration limit) throws IOException {
    process.onExit().orTimeout(limit.toMillis(), TimeUnit.MILLISECONDS).exceptionally(_ -> end());
    byte[] said = output.readNBytes(TEXT);
    output.transferTo(OutputStream.nullOutputStream());
    return new String(said, UTF_8);
  }

  private Process end() {
    close();
    return process;
  }

  /**
   * Waits for the program's end and its last message.
   *
   * @return its exit status; a signal's number plus 128 when that ended it
   * @throws IllegalStateException when its output was not read to the end
   */
  public int finish() {
    if (!output.ended) {
      throw new IllegalStateException("the output was not read to its end");
    }
    try {
      int status = process.waitFor();
      reader.join(LAST_WORDS);
      return status;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      close();
      throw new UncheckedIOException(new IOException("given up while it was waited for", e));
    }
  }

  /** What it wrote to its standard error: the first lines and the last, without secrets. */
  public List<String> said() {
    return messages.lines();
  }

  public boolean running() {
    return process.isAlive();
  }

  /** For a test that ends it from outside, and for the log. */
  public long pid() {
    return process.pid();
  }

  /**
   * Ends it and all that it started; idempotent, never throws. Who reads its output then meets an
   * {@link IOException}, not an end.
   */
  @Override
  public void close() {
    // first seen: where marks cannot be read, those of a dead parent are not found any more
    boolean over = !process.isAlive() && process.exitValue() == 0;
    List<ProcessHandle> others = over ? List.of() : family.others(process.toHandle());
    process.destroyForcibly();
    family.end(others);
    try {
      process.getOutputStream().close();
    } catch (IOException e) {
      // what could not be flushed is not wanted any more
    }
  }

  /** Knows whether it was read to its end. */
  private static final class Output extends FilterInputStream {
    private volatile boolean ended;

    Output(InputStream in) {
      super(in);
    }

    @Override
    public int read() throws IOException {
      return noted(super.read());
    }

    @Override
    public int read(byte[] buffer, int offset, int length) throws IOException {
      return length == 0 ? 0 : noted(super.read(buffer, offset, length));
    }

    private int noted(int read) {
      if (read < 0) {
        ended = true;
      }
      return read;
    }

    /** A program must not see a broken pipe because somebody is done with its stream early. */
    @Override
    public void close() {}
  }
}
