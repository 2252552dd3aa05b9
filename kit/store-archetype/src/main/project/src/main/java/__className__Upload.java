package ${package};

import io.dbprovision.spi.StoredObject;
import io.dbprovision.spi.Upload;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.time.InstantSource;

/**
 * An object on its way. A real one sends what it gets on to a place that nobody lists, in parts
 * that fit into {@code StoreContext.uploadBuffer}, and puts it under its key with the commit.
 */
final class ${className}Upload implements Upload {
  private final MemoryBucket bucket;
  private final String key;
  private final InstantSource clock;
  private final ByteArrayOutputStream taken = new ByteArrayOutputStream();

  ${className}Upload(MemoryBucket bucket, String key, InstantSource clock) {
    this.bucket = bucket;
    this.key = key;
    this.clock = clock;
    bucket.begin(this, key, clock.instant());
  }

  @Override
  public void write(ByteBuffer bytes) {
    byte[] copy = new byte[bytes.remaining()];
    bytes.get(copy);
    taken.writeBytes(copy);
  }

  @Override
  public StoredObject commit() {
    return bucket.commit(this, key, taken.toByteArray(), clock.instant());
  }

  @Override
  public void abort() {
    bucket.giveUp(this);
  }

  @Override
  public void close() {
    abort();
  }
}
