package io.dbprovision.store;

import io.dbprovision.spi.EngineException;
import io.dbprovision.spi.ErrorKind;
import io.dbprovision.spi.StoreContext;
import java.io.IOException;
import java.io.InputStream;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * An object's bytes, taken up again at the same byte when a connection is lost. It ends where the
 * object ends, or throws.
 */
public final class ResumedStream extends InputStream {
  /** One version of the object in its store. */
  public interface Source {
    /**
     * The bytes from there on: at least one, and maybe not all of them.
     *
     * @throws EngineException of a kind that says whether a second try may help
     */
    InputStream from(long offset);

    /** As what a failure of a stream that was given is told. */
    EngineException failure(IOException e);

    /**
     * Sees what goes to the reader.
     *
     * @throws EngineException when it cannot be what was stored
     */
    default void passed(byte[] bytes, int offset, int count, boolean last) {}
  }

  private final StoreContext context;
  private final Source source;
  private final long size;
  private long position;
  private Patience patience;
  private @Nullable InputStream current;
  private boolean movedSinceOpened;
  private boolean closed;

  public ResumedStream(StoreContext context, Source source, long offset, long size) {
    this.context = context;
    this.source = source;
    this.position = offset;
    this.size = size;
    this.patience = new Patience(context);
  }

  @Override
  public int read() {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public int read(byte[] bytes, int offset, int length) {
    Objects.checkFromIndexSize(offset, length, bytes.length);
    if (closed) {
      throw EngineException.of(ErrorKind.INTERNAL, "the stream was closed before it was read");
    }
    if (length == 0) {
      return 0;
    }
    while (position < size) {
      int count = attempt(bytes, offset, (int) Math.min(length, size - position));
      if (count > 0) {
        position += count;
        source.passed(bytes, offset, count, position == size);
        return count;
      }
    }
    letGo();
    return -1;
  }

  /** 0 when it has to be tried again. */
  private int attempt(byte[] bytes, int offset, int length) {
    EngineException failure = null;
    try {
      if (current == null) {
        movedSinceOpened = false;
        current = source.from(position);
      }
      int count = current.read(bytes, offset, length);
      if (count > 0) {
        if (!movedSinceOpened) {
          movedSinceOpened = true;
          patience = new Patience(context);
        }
        return count;
      }
      if (!movedSinceOpened) {
        failure = EngineException.of(ErrorKind.UNREACHABLE, "the store ended its answer early");
      }
    } catch (IOException e) {
      failure = source.failure(e);
    } catch (EngineException e) {
      failure = e;
    }
    letGo();
    if (failure != null) {
      patience.afterFailure(failure);
    }
    return 0;
  }

  private void letGo() {
    InputStream open = current;
    current = null;
    if (open != null) {
      try {
        open.close();
      } catch (IOException e) {
        // of a connection that is of no more use
      }
    }
  }

  @Override
  public void close() {
    closed = true;
    letGo();
  }
}
