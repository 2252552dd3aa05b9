package io.dbprovision.core.backup.stream;

import io.dbprovision.spi.EngineException;
import io.dbprovision.spi.ErrorKind;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.io.OutputStream;

/** One copy: compression in the calling thread, sealing and the store in a second one. */
final class Pipeline {
  private static final int READ = 64 * 1024;

  /** On the way between the threads: 2 MiB. */
  private static final int SEGMENTS_IN_FLIGHT = 32;

  private final SegmentPipe pipe = new SegmentPipe(SEGMENTS_IN_FLIGHT);
  private final Complaint complaint;
  private final StreamOptions options;
  private final PartWriter parts;
  private final StreamProgress progress;
  private volatile long stored;
  private long plain;

  Pipeline(String path, StreamOptions options, PartWriter parts, StreamProgress progress) {
    this.complaint = new Complaint(path);
    this.options = options;
    this.parts = parts;
    this.progress = progress;
  }

  /**
   * Returns when everything has gone to the store but the end of the last part.
   *
   * @return bytes of the dump
   */
  long run(InputStream dump) {
    Thread writer = Thread.ofPlatform().name("backup-store").daemon().start(this::store);
    boolean whole = false;
    try {
      compress(dump);
      whole = true;
    } catch (RuntimeException failed) {
      pipe.fail(failed);
    } finally {
      if (!whole) {
        // after an Error too: a thread that waits for nothing would keep this one for ever
        pipe.fail(interrupted());
        writer.interrupt();
      }
      join(writer);
    }
    pipe.throwFailure();
    progress.moved(plain, stored);
    return plain;
  }

  private void compress(InputStream dump) {
    try {
      OutputStream out = options.compression().encoder(new SegmentSink(pipe), options.level());
      try {
        move(dump, out);
      } catch (IOException e) {
        giveUp(out, told(e));
      } catch (RuntimeException e) {
        giveUp(out, e);
      }
      out.close();
    } catch (IOException e) {
      throw told(e);
    }
  }

  private EngineException told(IOException e) {
    return e instanceof InterruptedIOException
        ? interrupted().causedBy(e)
        : complaint
            .of(ErrorKind.INTERNAL, "could not be written: the stream of the dump broke off")
            .causedBy(e);
  }

  private void move(InputStream dump, OutputStream out) throws IOException {
    byte[] buffer = new byte[READ];
    for (int count = dump.read(buffer); count >= 0; count = dump.read(buffer)) {
      if (Thread.currentThread().isInterrupted()) {
        throw new InterruptedIOException("interrupted");
      }
      out.write(buffer, 0, count);
      plain += count;
      progress.moved(plain, stored);
    }
  }

  /**
   * Lets go of what the codec holds; the pipe is failed first, so that nothing passes for an end.
   */
  private void giveUp(OutputStream out, RuntimeException why) {
    pipe.fail(why);
    try {
      out.close();
    } catch (IOException | RuntimeException alreadyFailed) {
      // the first failure is the one to tell
    }
    throw why;
  }

  private void store() {
    boolean more = true;
    try {
      while (more) {
        Segment segment = pipe.next();
        parts.write(segment);
        stored = parts.stored();
        more = !segment.isLast();
        pipe.giveBack(segment);
      }
    } catch (InterruptedException e) {
      pipe.fail(interrupted().causedBy(e));
    } catch (RuntimeException failed) {
      pipe.fail(failed);
    } finally {
      if (more) {
        pipe.fail(complaint.of(ErrorKind.INTERNAL, "could not be sealed and stored"));
      }
    }
  }

  private EngineException interrupted() {
    return complaint.of(ErrorKind.INTERNAL, "was interrupted while it was written");
  }

  private static void join(Thread writer) {
    boolean interrupted = false;
    while (writer.isAlive()) {
      try {
        writer.join();
      } catch (InterruptedException e) {
        interrupted = true;
        writer.interrupt();
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
