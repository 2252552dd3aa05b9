package ${package};

import io.dbprovision.spi.EngineException;
import io.dbprovision.spi.ErrorKind;
import io.dbprovision.spi.ObjectKeys;
import io.dbprovision.spi.ObjectStore;
import io.dbprovision.spi.StoredObject;
import io.dbprovision.spi.Upload;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.function.Supplier;

/**
 * The objects of one bucket. Thread-safe. For a server with files in folders a subclass of {@link
 * io.dbprovision.spi.ManagedFiles} is all it takes in the place of this class and of {@link
 * ${className}Upload}.
 */
final class ${className}Objects implements ObjectStore {
  private final Supplier<MemoryBucket> place;
  private final InstantSource clock;

  /**
   * @param place connects; throws when the bucket is not there or may not be used
   */
  ${className}Objects(Supplier<MemoryBucket> place, InstantSource clock) {
    this.place = place;
    this.clock = clock;
  }

  /** PLACE 3 of 5: reading. A stream that breaks off goes on at the same byte, or throws. */
  @Override
  public InputStream open(String key, long offset) {
    byte[] bytes =
        place
            .get()
            .read(ObjectKeys.checked(key))
            .orElseThrow(
                () -> EngineException.of(ErrorKind.NOT_FOUND, "there is no object '" + key + "'"));
    int from = Math.toIntExact(offset);
    return new ByteArrayInputStream(bytes, from, bytes.length - from);
  }

  @Override
  public Optional<StoredObject> stat(String key) {
    return place.get().stat(ObjectKeys.checked(key));
  }

  @Override
  public void list(String prefix, Consumer<StoredObject> each) {
    place.get().list(prefix).forEach(each);
  }

  /** PLACE 4 of 5: writing, together with {@link ${className}Upload}. */
  @Override
  public Upload begin(String key) {
    return new ${className}Upload(place.get(), ObjectKeys.checked(key), clock);
  }

  @Override
  public void delete(String key) {
    place.get().delete(ObjectKeys.checked(key));
  }

  @Override
  public int abandon(String prefix, Instant before) {
    return abandon(prefix, before, key -> true);
  }

  @Override
  public int abandon(String prefix, Instant before, Predicate<String> keys) {
    return place.get().abandon(prefix, before, keys);
  }

  /** What a backup will do, leaving nothing behind: a real one writes, reads and deletes an object. */
  @Override
  public void check() {
    begin(".check").close();
  }

  @Override
  public void close() {}
}
