package io.dbprovision.postgres.copy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.stream.Stream;

/** The files of a folder as a tar, one after the other; each is removed when it was read. */
final class FolderStream extends InputStream {
  private static final byte[] END = new byte[2 * Tar.BLOCK];

  private final Path folder;
  private final Ready ready;
  private final Deque<Path> files = new ArrayDeque<>();
  private InputStream current = InputStream.nullInputStream();
  private boolean begun;
  private boolean ended;
  private long padding;
  private Path reading;

  /** Waits until the files are there and whole. */
  interface Ready {
    void await() throws IOException;
  }

  FolderStream(Path folder, Ready ready) {
    this.folder = folder;
    this.reading = folder;
    this.ready = ready;
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public int read(byte[] buffer, int offset, int length) throws IOException {
    if (!begun) {
      begin();
    }
    int read = current.read(buffer, offset, length);
    while (read < 0 && next()) {
      read = current.read(buffer, offset, length);
    }
    return read;
  }

  private void begin() throws IOException {
    ready.await();
    begun = true;
    try (Stream<Path> found = Files.list(folder)) {
      // the table of contents first: what is read as a stream is judged by its beginning
      List<Path> sorted =
          found
              .sorted((a, b) -> contents(a) == contents(b) ? a.compareTo(b) : contents(a) ? -1 : 1)
              .toList();
      files.addAll(sorted);
    }
  }

  private static boolean contents(Path file) {
    return file.endsWith("toc.dat");
  }

  /** Header, file, padding; then the end mark. False when all was read. */
  private boolean next() throws IOException {
    current.close();
    if (padding > 0) {
      current = new ByteArrayInputStream(new byte[(int) padding]);
      padding = 0;
      return true;
    }
    if (!reading.equals(folder)) {
      // its header was read: now the file itself
      Path file = reading;
      reading = folder;
      long size = Files.size(file);
      padding = (Tar.BLOCK - size % Tar.BLOCK) % Tar.BLOCK;
      current = Files.newInputStream(file);
      Files.delete(file);
      return true;
    }
    Path file = files.poll();
    if (file != null) {
      reading = file;
      byte[] header = Tar.header(Tar.FOLDER + file.getFileName(), Files.size(file));
      current = new ByteArrayInputStream(header);
      return true;
    }
    if (!ended) {
      ended = true;
      current = new ByteArrayInputStream(END);
      return true;
    }
    return false;
  }

  @Override
  public void close() throws IOException {
    current.close();
  }
}
