package io.dbprovision.core.runtime;

import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.locks.ReentrantLock;

/**
 * One lock per key, first come first served. A key costs memory only while somebody holds its lock
 * or waits for it. Locks are reentrant and belong to the thread that took them.
 */
public final class KeyedLocks<K> {

  /** A lock that is held; closing gives it back, in the thread that took it. */
  public interface Hold extends AutoCloseable {
    @Override
    void close();
  }

  private static final class Shared {
    final ReentrantLock lock = new ReentrantLock(true);
    // Holders and waiters; changed only inside ConcurrentMap.compute of its key.
    int users;
  }

  private final ConcurrentMap<K, Shared> locks = new ConcurrentHashMap<>();

  /** Waits for the key's lock: {@code try (var _ = locks.hold(key)) { … }}. */
  public Hold hold(K key) throws InterruptedException {
    Shared shared = join(key);
    try {
      shared.lock.lockInterruptibly();
    } catch (InterruptedException e) {
      leave(key);
      throw e;
    }
    return () -> release(key, shared);
  }

  /** How many keys somebody holds or waits for. */
  public int size() {
    return locks.size();
  }

  /** How many threads hold the key's lock or wait for it. */
  public int users(K key) {
    Shared shared = locks.get(key);
    return shared == null ? 0 : shared.users;
  }

  private Shared join(K key) {
    return locks.compute(
        key,
        (ignored, present) -> {
          Shared shared = present == null ? new Shared() : present;
          shared.users++;
          return shared;
        });
  }

  private void release(K key, Shared shared) {
    shared.lock.unlock();
    leave(key);
  }

  private void leave(K key) {
    locks.computeIfPresent(key, (ignored, shared) -> --shared.users == 0 ? null : shared);
  }
}
