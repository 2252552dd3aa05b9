package io.dbprovision.storage.pvc;

import io.dbprovision.spi.EngineException;
import io.dbprovision.spi.ErrorKind;
import java.io.Closeable;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.SecureDirectoryStream;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributeView;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * An open folder. What is in it is reached through its descriptor and no symbolic link is followed:
 * whoever else writes to the volume cannot lead us out of it, not even by changing a folder into a
 * link between two steps.
 */
final class Folder implements Closeable {
  private final SecureDirectoryStream<Path> stream;
  private final Path path;
  private final Failures failures;

  private Folder(SecureDirectoryStream<Path> stream, Path path, Failures failures) {
    this.stream = stream;
    this.path = path;
    this.failures = failures;
  }

  @SuppressWarnings("StreamResourceLeak") // it is open for as long as the folder is
  static Folder open(Path path, Failures failures) throws IOException {
    DirectoryStream<Path> opened = Files.newDirectoryStream(path);
    if (opened instanceof SecureDirectoryStream<Path> stream) {
      return new Folder(stream, path, failures);
    }
    opened.close();
    throw EngineException.of(
        ErrorKind.UNSUPPORTED,
        "volumes need an operating system that opens files relative to a folder, such as Linux");
  }

  /** Good for what has no other way, which is to be checked afterwards. */
  Path path() {
    return path;
  }

  Optional<Folder> child(String name) throws IOException {
    Optional<BasicFileAttributes> there = look(name);
    if (there.isEmpty() || !there.get().isDirectory()) {
      if (there.isPresent() && there.get().isSymbolicLink()) {
        throw failures.symbolicLink(name);
      }
      return Optional.empty();
    }
    try {
      return Optional.of(
          new Folder(
              stream.newDirectoryStream(Path.of(name), LinkOption.NOFOLLOW_LINKS),
              path.resolve(name),
              failures));
    } catch (NoSuchFileException gone) {
      return Optional.empty();
    }
  }

  /** Makes it durably when it is not there; empty when something else has the name. */
  Optional<Folder> childOrNew(String name) throws IOException {
    Optional<Folder> there = child(name);
    if (there.isPresent()) {
      return there;
    }
    try {
      Files.createDirectory(path.resolve(name));
    } catch (FileAlreadyExistsException somebodyElseDid) {
      // a folder is as good; a file is none
    }
    sync();
    return child(name);
  }

  /** Of the name itself, where it is a link. */
  Optional<BasicFileAttributes> look(String name) throws IOException {
    try {
      return Optional.of(
          stream
              .getFileAttributeView(
                  Path.of(name), BasicFileAttributeView.class, LinkOption.NOFOLLOW_LINKS)
              .readAttributes());
    } catch (NoSuchFileException e) {
      return Optional.empty();
    }
  }

  /** May be called once. */
  List<String> names() {
    List<String> names = new ArrayList<>();
    stream.forEach(entry -> names.add(String.valueOf(entry.getFileName())));
    return names;
  }

  FileChannel read(String name) throws IOException {
    return channel(name, Set.of(StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS));
  }

  /** Readable for the process's user and group: a claim is often shared by means of the group. */
  FileChannel create(String name) throws IOException {
    return channel(
        name,
        Set.of(
            StandardOpenOption.WRITE,
            StandardOpenOption.READ,
            StandardOpenOption.CREATE_NEW,
            LinkOption.NOFOLLOW_LINKS));
  }

  private FileChannel channel(String name, Set<OpenOption> options) throws IOException {
    return (FileChannel)
        stream.newByteChannel(
            Path.of(name),
            options,
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-r-----")));
  }

  void delete(String name) throws IOException {
    try {
      stream.deleteFile(Path.of(name));
    } catch (NoSuchFileException gone) {
      // as wanted
    }
  }

  void deleteFolder(String name) throws IOException {
    stream.deleteDirectory(Path.of(name));
  }

  /** Replaces what is there. */
  void move(String name, Folder to, String newName) throws IOException {
    stream.move(Path.of(name), to.stream, Path.of(newName));
  }

  /** Makes its names durable. */
  void sync() throws IOException {
    try (FileChannel self = FileChannel.open(path, StandardOpenOption.READ)) {
      self.force(true);
    }
  }

  @Override
  public void close() throws IOException {
    stream.close();
  }
}
