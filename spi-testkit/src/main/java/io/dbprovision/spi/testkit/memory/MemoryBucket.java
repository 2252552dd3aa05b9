package io.dbprovision.spi.testkit.memory;

import io.dbprovision.spi.ObjectStore;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.Comparator;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;

/** Objects in memory, to look into and to damage, and the faults of everybody's calls on them. */
public final class MemoryBucket {
  static final Comparator<String> BY_BYTES =
      (left, right) ->
          Arrays.compareUnsigned(
              left.getBytes(StandardCharsets.UTF_8), right.getBytes(StandardCharsets.UTF_8));

  @SuppressWarnings("ArrayRecordComponent") // never compared, never handed out
  record Content(byte[] bytes, Instant modified) {}

  private final NavigableMap<String, Content> objects = new ConcurrentSkipListMap<>(BY_BYTES);
  private final Set<MemoryUpload> uploads = ConcurrentHashMap.newKeySet();
  private final StoreFaults faults = new StoreFaults();

  /** A client that sees this bucket. */
  public ObjectStore client(InstantSource clock) {
    return new MemoryObjectStore(() -> this, clock);
  }

  public StoreFaults faults() {
    return faults;
  }

  public NavigableMap<String, byte[]> contents() {
    NavigableMap<String, byte[]> copy = new ConcurrentSkipListMap<>(BY_BYTES);
    objects.forEach((key, content) -> copy.put(key, content.bytes().clone()));
    return copy;
  }

  public Optional<byte[]> get(String key) {
    return Optional.ofNullable(objects.get(key)).map(content -> content.bytes().clone());
  }

  /** Puts it there whatever was there. */
  public void put(String key, byte[] bytes, Instant modified) {
    objects.put(key, new Content(bytes.clone(), modified));
  }

  public void remove(String key) {
    objects.remove(key);
  }

  /** Uploads that were begun and neither committed nor aborted. */
  public int openUploads() {
    return uploads.size();
  }

  NavigableMap<String, Content> objects() {
    return objects;
  }

  Set<MemoryUpload> uploads() {
    return uploads;
  }
}
