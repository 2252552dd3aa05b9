package ${package};

import io.dbprovision.spi.EngineException;
import io.dbprovision.spi.ErrorKind;
import io.dbprovision.spi.ObjectKeys;
import io.dbprovision.spi.StoredObject;
import io.dbprovision.spi.Upload;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Predicate;

/** Objects in memory, and the uploads that have not ended. Thread-safe. */
final class MemoryBucket {
  private record Begun(String key, Instant at) {}

  private final SortedMap<String, byte[]> contents = new TreeMap<>(ObjectKeys.ORDER);
  private final Map<String, Instant> written = new HashMap<>();
  private final Map<Upload, Begun> uploads = new HashMap<>();

  synchronized Optional<byte[]> read(String key) {
    return Optional.ofNullable(contents.get(key)).map(byte[]::clone);
  }

  synchronized Optional<StoredObject> stat(String key) {
    byte[] bytes = contents.get(key);
    return bytes == null
        ? Optional.empty()
        : Optional.of(
            new StoredObject(key, bytes.length, written.getOrDefault(key, Instant.EPOCH)));
  }

  synchronized List<StoredObject> list(String prefix) {
    return contents.keySet().stream()
        .filter(key -> key.startsWith(prefix))
        .flatMap(key -> stat(key).stream())
        .toList();
  }

  synchronized void begin(Upload upload, String key, Instant at) {
    uploads.put(upload, new Begun(key, at));
  }

  synchronized StoredObject commit(Upload upload, String key, byte[] bytes, Instant now) {
    if (!uploads.containsKey(upload)) {
      throw EngineException.of(ErrorKind.NOT_FOUND, "the upload of '" + key + "' was given up");
    }
    if (contents.putIfAbsent(key, bytes) != null) {
      throw EngineException.of(ErrorKind.CONFLICT, "there is an object '" + key + "' already");
    }
    written.put(key, now);
    uploads.remove(upload);
    return new StoredObject(key, bytes.length, now);
  }

  synchronized void giveUp(Upload upload) {
    uploads.remove(upload);
  }

  synchronized void delete(String key) {
    contents.remove(key);
    written.remove(key);
  }

  synchronized int abandon(String prefix, Instant before, Predicate<String> keys) {
    int open = uploads.size();
    uploads
        .values()
        .removeIf(
            begun ->
                begun.key().startsWith(prefix)
                    && keys.test(begun.key())
                    && begun.at().isBefore(before));
    return open - uploads.size();
  }
}
