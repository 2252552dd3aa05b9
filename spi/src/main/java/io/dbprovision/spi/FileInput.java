package io.dbprovision.spi;

import java.io.IOException;
import java.io.InputStream;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A file from an offset on; a connection that is lost is taken up again at the same byte. */
final class FileInput extends InputStream {
  private final ManagedFiles files;
  private final ManagedFiles.Entry file;
  private long at;
  private @Nullable InputStream body;
  private boolean begun;
  private boolean closed;
  private int left = FileRequests.TRIES;

  FileInput(ManagedFiles files, ManagedFiles.Entry file, long offset) {
    this.files = files;
    this.file = file;
    this.at = offset;
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
    while (at < file.size()) {
      try {
        int count = some(bytes, offset, (int) Math.min(length, file.size() - at));
        at += count;
        left = FileRequests.TRIES;
        return count;
      } catch (EngineException e) {
        letGo();
        files.requests().pauseAfter(e, left--);
      }
    }
    letGo();
    return -1;
  }

  private int some(byte[] bytes, int offset, int length) {
    InputStream open = body == null ? taken() : body;
    body = open;
    int count = files.requests().once(() -> open.read(bytes, offset, length));
    if (count <= 0) {
      throw EngineException.of(
          ErrorKind.UNREACHABLE, "the connection was lost while " + file.path() + " was read");
    }
    return count;
  }

  private InputStream taken() {
    if (begun && !files.at(file.path()).equals(Optional.of(file))) {
      throw EngineException.of(
          ErrorKind.CONFLICT, "'" + file.path() + "' was replaced while it was read");
    }
    begun = true;
    return files.requests().once(() -> files.read(file.path(), at));
  }

  private void letGo() {
    InputStream open = body;
    body = null;
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
