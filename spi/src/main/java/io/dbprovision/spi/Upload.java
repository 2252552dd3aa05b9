package io.dbprovision.spi;

import java.nio.ByteBuffer;

/**
 * An object on its way into a store. It takes memory within {@link StoreContext#uploadBuffer},
 * whatever its length. After an exception only {@link #abort} and {@link #close} are of use.
 */
public interface Upload extends AutoCloseable {
  /**
   * Takes all remaining bytes; the buffer may be used again at once. Blocks while the store is
   * slower.
   */
  void write(ByteBuffer bytes);

  /**
   * Makes the object visible as a whole, once, and durable. Never overwrites: of several that
   * commit under one key, one wins.
   *
   * @return the object as the store has it, with the size that it counted
   * @throws EngineException CONFLICT when there is an object under the key
   */
  StoredObject commit();

  /**
   * Gives it up; nothing of it stays. Idempotent; after {@link #commit} without effect. What cannot
   * be removed now is found by {@link ObjectStore#abandon} later.
   */
  void abort();

  /** Aborts unless it was committed; never throws. */
  @Override
  void close();
}
