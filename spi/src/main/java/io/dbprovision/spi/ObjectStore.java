package io.dbprovision.spi;

import java.io.InputStream;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Predicate;

/**
 * Objects under keys. Thread-safe; an {@link Upload} belongs to one thread at a time.
 *
 * <p>A key is the whole path within the bucket, container or volume: names parted by single
 * slashes, none of them empty, {@code .} or {@code ..}, at most 900 bytes of UTF-8 in all; other
 * keys are INVALID and nothing is touched.
 *
 * <p>Every method throws {@link EngineException} only: AUTHENTICATION and PERMISSION when the
 * credentials are wrong or may not do it, NOT_FOUND when bucket, container or volume is not there,
 * EXHAUSTED when it is full or throttles, UNREACHABLE and TIMEOUT, INTERNAL for a server's own
 * failures. Transient failures are repeated inside, as often as the request timeout allows.
 */
public interface ObjectStore extends AutoCloseable {
  /**
   * Begins an object of unknown length. Nothing is to be seen under the key before {@link
   * Upload#commit}.
   */
  Upload begin(String key);

  /**
   * The object's bytes from an offset on. Reads throw {@link EngineException} when the connection
   * is lost and cannot be taken up again at the same byte of the same object; they never end early.
   *
   * @param offset 0 to the object's size; at the size, the stream is at its end
   * @throws EngineException NOT_FOUND, with the key, when there is no such object
   */
  InputStream open(String key, long offset);

  /** The object under a key, as readers would find it now; empty when there is none. */
  Optional<StoredObject> stat(String key);

  /**
   * Tells of every object whose key begins with a text, in the order of the keys' UTF-8 bytes.
   * Pages are fetched as they are needed.
   *
   * @param prefix any text, not only whole names; empty for all
   */
  void list(String prefix, Consumer<StoredObject> each);

  /**
   * Removes the object; nothing happens when there is none.
   *
   * @throws EngineException PERMISSION when a lock or a retention period keeps it
   */
  void delete(String key);

  /**
   * Gives up uploads that were begun before that time and never came to an end, whoever began them,
   * with all that they take up.
   *
   * @param prefix of their keys
   * @return how many
   */
  int abandon(String prefix, Instant before);

  /**
   * {@link #abandon(String, Instant)} of the keys alone that somebody may have begun on this
   * program's behalf: buckets are shared. To be implemented by every store where others begin
   * uploads, too.
   *
   * @param prefix of their keys
   * @param keys which of them
   * @return how many
   */
  default int abandon(String prefix, Instant before, Predicate<String> keys) {
    return abandon(prefix, before);
  }

  /**
   * Finds out whether objects can be written, read and deleted here, leaving nothing behind: what a
   * manifest's author wants to know at once.
   */
  void check();

  /** Lets go of connections and threads; idempotent, never throws. */
  @Override
  void close();
}
