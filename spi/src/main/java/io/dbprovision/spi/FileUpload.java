package io.dbprovision.spi;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** A file that is written by a thread of its own, and gets its name in the end. */
final class FileUpload implements Upload {
  private final ManagedFiles files;
  private final String key;
  private final String passing;
  private final Duration patience;
  private final FilePipe pipe = new FilePipe();
  private final FutureTask<String> writing;
  private boolean over;

  FileUpload(ManagedFiles files, String key, String passing, Duration patience) {
    this.files = files;
    this.key = key;
    this.passing = passing;
    this.patience = patience;
    this.writing =
        new FutureTask<>(
            () ->
                files
                    .requests()
                    .once(
                        () -> {
                          files.write(passing, pipe);
                          return passing;
                        }));
    Thread.ofVirtual().name("dbops-upload").start(writing);
  }

  @Override
  public void write(ByteBuffer bytes) {
    while (bytes.hasRemaining()) {
      send(bytes);
    }
  }

  private void send(ByteBuffer bytes) {
    try {
      long left = patience.toMillis() / FilePipe.LOOK_UP_MILLIS;
      while (!pipe.offer(bytes)) {
        if (writing.isDone()) {
          await();
          throw EngineException.of(ErrorKind.INTERNAL, "the upload of '" + key + "' has ended");
        }
        if (left-- <= 0) {
          throw EngineException.of(ErrorKind.TIMEOUT, "the server takes no more of '" + key + "'");
        }
      }
    } catch (InterruptedException e) {
      throw interrupted();
    }
  }

  /** Until the server has answered. */
  private void await() {
    try {
      writing.get(patience.toMillis(), TimeUnit.MILLISECONDS);
    } catch (ExecutionException e) {
      throw e.getCause() instanceof EngineException known
          ? known
          : EngineException.of(ErrorKind.INTERNAL, "the upload of '" + key + "' failed")
              .causedBy(e);
    } catch (TimeoutException e) {
      throw EngineException.of(
          ErrorKind.TIMEOUT, "the server does not say whether it has '" + key + "'");
    } catch (InterruptedException e) {
      throw interrupted();
    }
  }

  private static EngineException interrupted() {
    Thread.currentThread().interrupt();
    return EngineException.of(ErrorKind.TIMEOUT, "the upload was interrupted");
  }

  @Override
  public StoredObject commit() {
    send(FilePipe.end());
    await();
    StoredObject stored = files.publish(passing, key);
    over = true;
    return stored;
  }

  @Override
  public void abort() {
    if (!over) {
      over = true;
      pipe.giveUp();
      try {
        await();
      } catch (EngineException e) {
        writing.cancel(true); // it was to fail
      }
      files.removeFile(passing);
    }
  }

  @Override
  public void close() {
    try {
      abort();
    } catch (EngineException e) {
      // ManagedFiles.abandon finds it later
    }
  }
}
