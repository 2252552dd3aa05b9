package io.dbprovision.spi.testkit.files;

import io.dbprovision.spi.EngineException;
import io.dbprovision.spi.ErrorKind;
import io.dbprovision.spi.ManagedFiles;
import io.dbprovision.spi.StoreContext;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;

/** Files of a folder of this machine, whose connections break off. */
final class FolderFiles extends ManagedFiles {
  private final Path root;
  private final AtomicInteger breaks;

  /**
   * @param breaks how many more calls fail that may be tried again, or reads after some bytes
   */
  FolderFiles(Path root, StoreContext context, AtomicInteger breaks) {
    super(root.toString(), context);
    this.root = root;
    this.breaks = breaks;
  }

  private boolean breaksNow() {
    return breaks.getAndUpdate(left -> Math.max(0, left - 1)) > 0;
  }

  private Path path(String path) {
    return root.resolve(path);
  }

  @Override
  protected Optional<Entry> look(String path) throws IOException {
    if (breaksNow()) {
      throw new IOException("the connection broke");
    }
    Path file = path(path);
    return Files.exists(file) ? Optional.of(entry(file)) : Optional.empty();
  }

  private Entry entry(Path file) throws IOException {
    return new Entry(
        root.relativize(file).toString(),
        Files.isDirectory(file),
        Files.size(file),
        Files.getLastModifiedTime(file).toInstant());
  }

  @Override
  protected List<Entry> entries(String folder) throws IOException {
    try (Stream<Path> files = Files.list(path(folder))) {
      return files.map(this::seen).flatMap(Optional::stream).toList();
    } catch (NoSuchFileException e) {
      return List.of();
    }
  }

  private Optional<Entry> seen(Path file) {
    try {
      return Optional.of(entry(file));
    } catch (IOException gone) {
      return Optional.empty();
    }
  }

  @Override
  protected InputStream read(String path, long offset) throws IOException {
    InputStream bytes = Files.newInputStream(path(path));
    bytes.skipNBytes(offset);
    return new FilterInputStream(bytes) {
      @Override
      public int read(byte[] into, int at, int length) throws IOException {
        int read = super.read(into, at, Math.min(length, 1000));
        if (breaksNow()) {
          throw new IOException("the connection broke");
        }
        return read;
      }
    };
  }

  @Override
  protected void write(String path, InputStream bytes) throws IOException {
    Files.copy(bytes, path(path));
  }

  @Override
  protected boolean rename(String from, String to) throws IOException {
    try {
      Files.createLink(path(to), path(from));
      Files.delete(path(from));
      return true;
    } catch (FileAlreadyExistsException e) {
      return false;
    }
  }

  @Override
  protected void remove(String path) throws IOException {
    Files.deleteIfExists(path(path));
  }

  @Override
  protected void makeFolder(String path) throws IOException {
    try {
      Files.createDirectory(path(path));
    } catch (FileAlreadyExistsException e) {
      // made by another upload
    } catch (NoSuchFileException e) {
      throw EngineException.of(ErrorKind.NOT_FOUND, "there is no folder " + root);
    }
  }

  @Override
  public void close() {}
}
