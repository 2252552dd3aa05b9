package io.dbprovision.spi;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Predicate;

/**
 * An {@link ObjectStore} of which only the server's own is left to write, for a server with files
 * in folders that can give a file another name without overwriting one. Keys, listings, uploads and
 * what is left of them, reads that go on where a connection was lost: all that is here.
 *
 * <p>An object is a file. Until its commit it is one below the folder {@code .dbops-uploads}, by
 * the path of its key. Paths are names parted by slashes, relative to the folder that the store is
 * in, which is the empty path; each is a key, or begins with that folder.
 *
 * <p>What a subclass throws is an {@link EngineException} as the methods of {@link ObjectStore} do,
 * or an {@link IOException}, of which {@link #failure} makes one. NOT_FOUND means that the folder
 * of the store itself is not there. What is safe to do twice is tried three times. Thread-safe when
 * the subclass is.
 */
public abstract class ManagedFiles implements ObjectStore {
  private static final String UPLOADS = ".dbops-uploads";
  private static final byte[] PROBE =
      "db-provision-operator looks whether it can write here\n".getBytes(StandardCharsets.UTF_8);

  private final String place;
  private final StoreContext context;

  /**
   * @param place how messages call the folder of the store, such as its address
   */
  protected ManagedFiles(String place, StoreContext context) {
    this.place = Objects.requireNonNull(place, "place");
    this.context = Objects.requireNonNull(context, "context");
  }

  /**
   * A file or a folder.
   *
   * @param path its whole path, without a slash at the end
   * @param size bytes of a file
   * @param modified when it was written, by the server's clock
   */
  public record Entry(String path, boolean folder, long size, Instant modified) {
    public Entry {
      Objects.requireNonNull(path, "path");
      Objects.requireNonNull(modified, "modified");
    }

    /** With a slash a folder takes the place among the others that the keys below it have. */
    String sorted() {
      return folder ? path + "/" : path;
    }
  }

  /** The file or folder of that path; empty when there is none, whatever it would be in. */
  protected abstract Optional<Entry> look(String path) throws IOException;

  /** What is directly in a folder, in any order; nothing when the folder is not there. */
  protected abstract List<Entry> entries(String folder) throws IOException;

  /** The bytes of a file from one on that it has. */
  protected abstract InputStream read(String path, long offset) throws IOException;

  /**
   * Makes a file of all bytes of a stream, of unknown length, in a folder that is there, and comes
   * back once the server has them. The stream waits for whoever writes, and throws when that gives
   * up: then it does not matter what is left.
   */
  protected abstract void write(String path, InputStream bytes) throws IOException;

  /**
   * Gives a file another path, whose folder is there, in one step: of several that do it with one
   * path, one succeeds.
   *
   * @return false when there is something under the new path
   */
  protected abstract boolean rename(String from, String to) throws IOException;

  /** Removes a file; nothing happens when it is not there. */
  protected abstract void remove(String path) throws IOException;

  /** Makes a folder within one that is there; nothing happens when it is there already. */
  protected abstract void makeFolder(String path) throws IOException;

  /** What a failed call means; by default what {@link EngineException#connection} makes of it. */
  protected EngineException failure(IOException e) {
    return EngineException.connection(place, e);
  }

  @Override
  public final Upload begin(String key) {
    String id = HexFormat.of().toHexDigits(context.random().nextLong());
    String passing = UPLOADS + "/" + checked(key) + "~" + id;
    makeFolders(passing);
    return new FileUpload(this, key, passing, context.requestTimeout());
  }

  /** Puts what is whole under its key. */
  final StoredObject publish(String passing, String key) {
    makeFolders(key);
    if (!requests().once(() -> rename(passing, key))) {
      throw EngineException.of(ErrorKind.CONFLICT, "there is an object '" + key + "' already");
    }
    return stat(key)
        .orElseThrow(
            () ->
                EngineException.of(
                    ErrorKind.INTERNAL, "'" + key + "' is gone right after it was written"));
  }

  private void makeFolders(String path) {
    int end = path.lastIndexOf('/');
    if (end < 0) {
      return;
    }
    String folder = path.substring(0, end);
    Optional<Entry> there = at(folder);
    if (there.isEmpty()) {
      makeFolders(folder);
      requests()
          .repeated(
              () -> {
                makeFolder(folder);
                return folder;
              });
    } else if (!there.get().folder()) {
      throw EngineException.of(
          ErrorKind.CONFLICT, "'" + folder + "' is an object, so nothing can be below it");
    }
  }

  @Override
  public final InputStream open(String key, long offset) {
    Optional<Entry> file = at(checked(key)).filter(entry -> !entry.folder());
    if (file.isEmpty()) {
      requirePlace();
      throw EngineException.of(ErrorKind.NOT_FOUND, "there is no object '" + key + "'");
    }
    if (offset < 0 || offset > file.get().size()) {
      throw EngineException.of(
          ErrorKind.INVALID,
          "'%s' has %d bytes and none at %d".formatted(key, file.get().size(), offset));
    }
    return new FileInput(this, file.get(), offset);
  }

  @Override
  public final Optional<StoredObject> stat(String key) {
    return at(checked(key))
        .filter(entry -> !entry.folder())
        .map(file -> new StoredObject(key, file.size(), file.modified()));
  }

  @Override
  public final void list(String prefix, Consumer<StoredObject> each) {
    requirePlace();
    int end = prefix.lastIndexOf('/');
    String folder = end < 0 ? "" : prefix.substring(0, end);
    if (folder.isEmpty() || isKey(folder)) { // below anything else there are no keys
      walk(
          folder,
          path -> isKey(path.replaceAll("/$", "")) && overlap(path, prefix),
          file -> each.accept(new StoredObject(file.path(), file.size(), file.modified())));
    }
  }

  /** A folder may have what begins with the prefix; a file has to. */
  private static boolean overlap(String path, String prefix) {
    return path.startsWith(prefix) || (path.endsWith("/") && prefix.startsWith(path));
  }

  /** Every file below a folder, in the order of keys. */
  private void walk(String folder, Predicate<String> wanted, Consumer<Entry> each) {
    List<Entry> found = new ArrayList<>(requests().repeated(() -> entries(folder)));
    found.removeIf(entry -> !wanted.test(entry.sorted()));
    found.sort(Comparator.comparing(Entry::sorted, ObjectKeys.ORDER));
    for (Entry entry : found) {
      if (entry.folder()) {
        walk(entry.path(), wanted, each);
      } else {
        each.accept(entry);
      }
    }
  }

  @Override
  public final void delete(String key) {
    if (stat(key).isPresent()) { // with a folder everything in it would go
      removeFile(key);
    }
  }

  final void removeFile(String path) {
    requests()
        .repeated(
            () -> {
              remove(path);
              return path;
            });
  }

  @Override
  public final int abandon(String prefix, Instant before) {
    return abandon(prefix, before, key -> true);
  }

  @Override
  public final int abandon(String prefix, Instant before, Predicate<String> keys) {
    List<Entry> old = new ArrayList<>();
    walk(
        UPLOADS,
        path -> true,
        file -> {
          String upload = file.path().substring(UPLOADS.length() + 1);
          String key = upload.substring(0, Math.max(0, upload.lastIndexOf('~')));
          if (key.startsWith(prefix) && keys.test(key) && file.modified().isBefore(before)) {
            old.add(file);
          }
        });
    old.forEach(file -> removeFile(file.path()));
    return old.size();
  }

  @Override
  public final void check() {
    requirePlace();
    String key = ".dbops-check-" + HexFormat.of().toHexDigits(context.random().nextLong());
    try (Upload upload = begin(key)) {
      upload.write(ByteBuffer.wrap(PROBE));
      upload.commit();
    }
    try (InputStream in = open(key, 0)) {
      if (!Arrays.equals(in.readAllBytes(), PROBE)) {
        throw EngineException.of(
            ErrorKind.INTERNAL, place + " gave back something else than was written to it");
      }
    } catch (IOException e) {
      throw failure(e);
    } finally {
      delete(key);
    }
  }

  private void requirePlace() {
    if (at("").isEmpty()) {
      throw EngineException.of(ErrorKind.NOT_FOUND, "there is no folder " + place);
    }
  }

  private static boolean isKey(String path) {
    return ObjectKeys.isValid(path) && !path.equals(UPLOADS) && !path.startsWith(UPLOADS + "/");
  }

  private static String checked(String key) {
    if (!isKey(ObjectKeys.checked(key))) {
      throw EngineException.of(ErrorKind.INVALID, "no key begins with '" + UPLOADS + "'");
    }
    return key;
  }

  final Optional<Entry> at(String path) {
    return requests().repeated(() -> look(path));
  }

  final FileRequests requests() {
    return new FileRequests(this::failure, context.random());
  }
}
