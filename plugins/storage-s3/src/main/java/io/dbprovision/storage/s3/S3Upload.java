package io.dbprovision.storage.s3;

import io.dbprovision.spi.EngineException;
import io.dbprovision.spi.StoredObject;
import io.dbprovision.spi.Upload;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.awscore.AwsRequestOverrideConfiguration;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.model.HeadObjectResponse;

/**
 * One request when all of it fits into memory, parts otherwise.
 *
 * <p>The answer to the last request may be lost, and a request that is repeated then meets its own
 * object: so whatever the last one comes back with, the object's mark decides whether it is ours.
 */
final class S3Upload implements Upload {
  private static final Logger LOG = LoggerFactory.getLogger(S3Upload.class);

  /** The slowest line that a part may take its time on: bytes in a second. */
  private static final int SLOWEST = 512 * 1024;

  private final Bucket bucket;
  private final String key;
  private final Terms terms;
  private final Duration requestTimeout;
  private final PartBuffer part;
  private @Nullable Multipart multipart;
  private long size;
  private boolean over;

  S3Upload(Bucket bucket, String key, Terms terms, Duration requestTimeout, int memory) {
    this.bucket = bucket;
    this.key = key;
    this.terms = terms;
    this.requestTimeout = requestTimeout;
    this.part = new PartBuffer(memory);
  }

  @Override
  public void write(ByteBuffer bytes) {
    while (bytes.hasRemaining()) {
      if (part.full()) {
        send();
      }
      int before = part.size();
      part.take(bytes);
      size += part.size() - before;
    }
  }

  private Multipart send() {
    if (multipart == null) {
      multipart = Multipart.begin(bucket, key, terms);
    }
    multipart.send(part, body(), limits());
    part.clear();
    return multipart;
  }

  private RequestBody body() {
    return RequestBody.fromContentProvider(part::stream, part.size(), "application/octet-stream");
  }

  private AwsRequestOverrideConfiguration limits() {
    return AwsRequestOverrideConfiguration.builder()
        .apiCallTimeout(requestTimeout.plusSeconds(part.size() / SLOWEST))
        .build();
  }

  @Override
  public StoredObject commit() {
    if (over) {
      throw new IllegalStateException("the upload is over");
    }
    // not every server knows the condition; this leaves the shortest of moments to them
    if (bucket.head(key).isPresent()) {
      throw bucket.failures().conflict(key);
    }
    try {
      if (multipart == null) {
        put();
      } else {
        Multipart parts = part.size() == 0 ? multipart : send();
        parts.complete();
      }
    } catch (SdkException e) {
      throwUnlessOurs(e);
    }
    over = true;
    HeadObjectResponse stored = bucket.head(key).orElseThrow(() -> bucket.failures().notFound(key));
    if (stored.contentLength() != size) {
      throw bucket
          .failures()
          .internal(
              "'%s' has %d bytes, and %d were sent".formatted(key, stored.contentLength(), size));
    }
    return new StoredObject(key, size, stored.lastModified());
  }

  private void put() {
    bucket
        .client()
        .putObject(
            terms
                .put()
                .bucket(bucket.name())
                .key(key)
                .contentMD5(part.md5())
                .ifNoneMatch("*")
                .overrideConfiguration(limits())
                .build(),
            body());
  }

  private void throwUnlessOurs(SdkException failure) {
    Optional<HeadObjectResponse> there;
    try {
      there = bucket.head(key);
    } catch (EngineException e) {
      failure.addSuppressed(e);
      throw bucket.failures().of("writing", failure);
    }
    if (there.isEmpty()) {
      throw bucket.failures().of("writing", failure);
    }
    String mark = mark(there);
    // an answer that is cut within its headers may lack it
    if (!terms.mark().equals(mark == null ? mark(bucket.head(key)) : mark)) {
      throw bucket.failures().conflict(key).causedBy(failure);
    }
  }

  private static @Nullable String mark(Optional<HeadObjectResponse> head) {
    return head.map(found -> found.metadata().get(Terms.MARK)).orElse(null);
  }

  @Override
  public void abort() {
    if (over) {
      return;
    }
    over = true;
    if (multipart != null) {
      try {
        multipart.abort();
      } catch (SdkException e) {
        LOG.debug("an upload of {} was not given up", key, e);
      }
    }
  }

  @Override
  public void close() {
    abort();
  }
}
