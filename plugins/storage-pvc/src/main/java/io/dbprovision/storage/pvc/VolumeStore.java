package io.dbprovision.storage.pvc;

import io.dbprovision.spi.EngineException;
import io.dbprovision.spi.ErrorKind;
import io.dbprovision.spi.ObjectStore;
import io.dbprovision.spi.StoreContext;
import io.dbprovision.spi.StoredObject;
import io.dbprovision.spi.Upload;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** Files as objects. */
final class VolumeStore implements ObjectStore {
  /** A file of a folder, if it is one and no link, folder or device. */
  @FunctionalInterface
  private interface Found<T> {
    T with(Folder folder, String name, BasicFileAttributes file) throws IOException;
  }

  private final Volume volume;
  private final Failures failures;
  private final Uploads uploads;
  private final Publication publication;
  private final List<String> prefix;

  VolumeStore(Volume volume, String prefix, StoreContext context) {
    this(volume, prefix, context, Files::createLink);
  }

  VolumeStore(Volume volume, String prefix, StoreContext context, Publication.Linker linker) {
    this.volume = volume;
    this.failures = volume.failures();
    this.uploads = new Uploads(volume, context);
    this.publication = new Publication(volume, linker);
    this.prefix = prefix.isEmpty() ? List.of() : Keys.names(prefix);
  }

  @Override
  public Upload begin(String key) {
    Keys.require(key);
    String id = uploads.newId();
    FileChannel part = failures.guarded(() -> uploads.create(id, key));
    return new VolumeUpload(volume, uploads, publication, key, id, part);
  }

  @Override
  public InputStream open(String key, long offset) {
    return find(
            key,
            (folder, name, file) -> {
              if (offset < 0 || offset > file.size()) {
                throw EngineException.of(
                    ErrorKind.INVALID,
                    "'%s' has %d bytes and none at %d".formatted(key, file.size(), offset));
              }
              FileChannel channel = folder.read(name);
              channel.position(offset);
              InputStream bytes = new FileBytes(channel, file.size() - offset, failures);
              return bytes;
            })
        .orElseThrow(() -> failures.notFound(key));
  }

  @Override
  public Optional<StoredObject> stat(String key) {
    return find(
        key,
        (folder, name, file) ->
            new StoredObject(key, file.size(), file.lastModifiedTime().toInstant()));
  }

  @Override
  public void list(String start, Consumer<StoredObject> each) {
    failures.guarded(
        () -> {
          try (Folder root = volume.root()) {
            new Listing(start, each).walk(root, "");
          }
          return start;
        });
  }

  @Override
  public void delete(String key) {
    find(
        key,
        (folder, name, file) -> {
          folder.delete(name);
          folder.sync();
          return name;
        });
  }

  @Override
  public int abandon(String start, Instant before) {
    return failures.guarded(() -> uploads.abandon(start, before));
  }

  @Override
  public void check() {
    failures.guarded(
        () -> {
          new VolumeCheck(volume, uploads).run(prefix);
          return prefix;
        });
  }

  @Override
  public void close() {
    // nothing is kept open between two calls
  }

  private <T> Optional<T> find(String key, Found<T> work) {
    Keys.require(key);
    List<String> names = Keys.names(key);
    return failures.guarded(
        () -> {
          Optional<Folder> parent = volume.folder(names.subList(0, names.size() - 1));
          if (parent.isEmpty()) {
            return Optional.empty();
          }
          try (Folder folder = parent.get()) {
            Optional<BasicFileAttributes> file = folder.look(names.getLast());
            if (file.isEmpty() || !file.get().isRegularFile()) {
              return Optional.empty();
            }
            return Optional.of(work.with(folder, names.getLast(), file.get()));
          }
        });
  }
}
