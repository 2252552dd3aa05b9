package io.dbprovision.spi.testkit.memory;

import io.dbprovision.spi.EngineException;
import io.dbprovision.spi.ErrorKind;
import io.dbprovision.spi.StoredObject;
import io.dbprovision.spi.Upload;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.time.InstantSource;

/** An object on its way into a bucket in memory. */
final class MemoryUpload implements Upload {
  private final MemoryBucket bucket;
  private final String key;
  private final InstantSource clock;
  private final Instant begun;
  private final ByteArrayOutputStream taken = new ByteArrayOutputStream();
  private boolean committed;

  MemoryUpload(MemoryBucket bucket, String key, InstantSource clock, Instant begun) {
    this.bucket = bucket;
    this.key = key;
    this.clock = clock;
    this.begun = begun;
    bucket.uploads().add(this);
  }

  String key() {
    return key;
  }

  Instant begun() {
    return begun;
  }

  @Override
  public void write(ByteBuffer bytes) {
    byte[] copy = new byte[bytes.remaining()];
    bytes.get(copy);
    bucket
        .faults()
        .call(
            "write",
            () -> {
              taken.writeBytes(copy);
              return copy.length;
            });
  }

  @Override
  public StoredObject commit() {
    return bucket.faults().call("commit", this::committed);
  }

  private StoredObject committed() {
    if (!bucket.uploads().contains(this)) {
      throw EngineException.of(ErrorKind.NOT_FOUND, "the upload of '" + key + "' was given up");
    }
    MemoryBucket.Content content = new MemoryBucket.Content(taken.toByteArray(), clock.instant());
    if (bucket.objects().putIfAbsent(key, content) != null) {
      throw EngineException.of(ErrorKind.CONFLICT, "there is an object '" + key + "' already");
    }
    bucket.uploads().remove(this);
    committed = true;
    return new StoredObject(key, content.bytes().length, content.modified());
  }

  @Override
  public void abort() {
    if (!committed) {
      bucket.faults().call("abort", () -> bucket.uploads().remove(this));
    }
  }

  @Override
  public void close() {
    try {
      abort();
    } catch (EngineException cannotBeReached) {
      // what stays is found by ObjectStore.abandon
    }
  }
}
