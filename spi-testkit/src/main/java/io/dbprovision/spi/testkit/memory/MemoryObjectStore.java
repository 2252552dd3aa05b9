package io.dbprovision.spi.testkit.memory;

import io.dbprovision.spi.EngineException;
import io.dbprovision.spi.ErrorKind;
import io.dbprovision.spi.ObjectStore;
import io.dbprovision.spi.StoredObject;
import io.dbprovision.spi.Upload;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.function.Supplier;

/** A client of a bucket in memory. */
final class MemoryObjectStore implements ObjectStore {
  private static final int LONGEST_KEY = 900;
  private static final List<String> NO_NAMES = List.of("", ".", "..");

  private final Supplier<MemoryBucket> place;
  private final InstantSource clock;

  /**
   * @param place throws when the bucket is not there or may not be used
   */
  MemoryObjectStore(Supplier<MemoryBucket> place, InstantSource clock) {
    this.place = place;
    this.clock = clock;
  }

  private static String checked(String key) {
    if (key.getBytes(StandardCharsets.UTF_8).length > LONGEST_KEY
        || Arrays.stream(key.split("/", -1)).anyMatch(NO_NAMES::contains)) {
      throw EngineException.of(ErrorKind.INVALID, "'" + key + "' cannot be a key");
    }
    return key;
  }

  @Override
  public Upload begin(String key) {
    checked(key);
    MemoryBucket bucket = place.get();
    return bucket
        .faults()
        .call("begin", () -> new MemoryUpload(bucket, key, clock, clock.instant()));
  }

  @Override
  public InputStream open(String key, long offset) {
    checked(key);
    MemoryBucket bucket = place.get();
    return bucket
        .faults()
        .call(
            "open",
            () -> {
              MemoryBucket.Content content = bucket.objects().get(key);
              if (content == null) {
                throw EngineException.of(ErrorKind.NOT_FOUND, "there is no object '" + key + "'");
              }
              int from = Math.toIntExact(offset);
              byte[] bytes = content.bytes();
              return new FaultyStream(
                  new ByteArrayInputStream(bytes, from, bytes.length - from), bucket.faults());
            });
  }

  @Override
  public Optional<StoredObject> stat(String key) {
    checked(key);
    MemoryBucket bucket = place.get();
    return bucket
        .faults()
        .call(
            "stat",
            () ->
                Optional.ofNullable(bucket.objects().get(key)).map(content -> told(key, content)));
  }

  private static StoredObject told(String key, MemoryBucket.Content content) {
    return new StoredObject(key, content.bytes().length, content.modified());
  }

  @Override
  public void list(String prefix, Consumer<StoredObject> each) {
    MemoryBucket bucket = place.get();
    List<StoredObject> found =
        bucket
            .faults()
            .call(
                "list",
                () ->
                    bucket.objects().entrySet().stream()
                        .filter(entry -> entry.getKey().startsWith(prefix))
                        .map(entry -> told(entry.getKey(), entry.getValue()))
                        .toList());
    found.forEach(each);
  }

  @Override
  public void delete(String key) {
    checked(key);
    MemoryBucket bucket = place.get();
    bucket.faults().call("delete", () -> Optional.ofNullable(bucket.objects().remove(key)));
  }

  @Override
  public int abandon(String prefix, Instant before) {
    return abandon(prefix, before, key -> true);
  }

  @Override
  public int abandon(String prefix, Instant before, Predicate<String> keys) {
    MemoryBucket bucket = place.get();
    return bucket
        .faults()
        .call(
            "abandon",
            () -> {
              List<MemoryUpload> stale =
                  bucket.uploads().stream()
                      .filter(upload -> upload.key().startsWith(prefix))
                      .filter(upload -> keys.test(upload.key()))
                      .filter(upload -> upload.begun().isBefore(before))
                      .toList();
              stale.forEach(bucket.uploads()::remove);
              return stale.size();
            });
  }

  @Override
  public void check() {
    MemoryBucket bucket = place.get();
    bucket.faults().call("check", bucket::openUploads);
  }

  @Override
  public void close() {}
}
