package io.dbprovision.storage.s3;

import io.dbprovision.spi.EngineException;
import io.dbprovision.spi.ErrorKind;
import java.io.IOException;
import java.io.InputStream;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.core.ResponseInputStream;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.s3.model.GetObjectRequest;
import software.amazon.awssdk.services.s3.model.GetObjectResponse;
import software.amazon.awssdk.services.s3.model.S3Exception;

/** The rest of an object; a connection that breaks is taken up again where it broke. */
final class ObjectBytes extends InputStream {
  private static final Logger LOG = LoggerFactory.getLogger(ObjectBytes.class);

  /** Without a byte in between. */
  private static final int ATTEMPTS = 4;

  private final Bucket bucket;
  private final String key;
  private final @Nullable String etag;
  private final long end;
  private ResponseInputStream<GetObjectResponse> answer;
  private long position;
  private int broken;

  private ObjectBytes(
      Bucket bucket, String key, long offset, ResponseInputStream<GetObjectResponse> answer) {
    this.bucket = bucket;
    this.key = key;
    this.position = offset;
    this.answer = answer;
    this.etag = answer.response().eTag();
    this.end = offset + bucket.whole(answer.response().contentLength());
  }

  static InputStream open(Bucket bucket, String key, long offset) {
    try {
      return new ObjectBytes(bucket, key, offset, request(bucket, key, offset, null));
    } catch (S3Exception e) {
      if (e.statusCode() == 404 && !isAbout(e, "NoSuchBucket")) {
        throw bucket.failures().notFound(key).causedBy(e);
      }
      if (e.statusCode() == 416) {
        return atTheEnd(bucket, key, offset);
      }
      throw bucket.failures().of("reading", e);
    } catch (SdkException e) {
      throw bucket.failures().of("reading", e);
    }
  }

  private static boolean isAbout(S3Exception failure, String code) {
    return failure.awsErrorDetails() != null && code.equals(failure.awsErrorDetails().errorCode());
  }

  private static InputStream atTheEnd(Bucket bucket, String key, long offset) {
    long size = bucket.head(key).orElseThrow(() -> bucket.failures().notFound(key)).contentLength();
    if (offset == size) {
      return InputStream.nullInputStream();
    }
    throw EngineException.of(
        ErrorKind.INVALID, "'%s' has %d bytes and none at %d".formatted(key, size, offset));
  }

  private static ResponseInputStream<GetObjectResponse> request(
      Bucket bucket, String key, long offset, @Nullable String same) {
    GetObjectRequest.Builder request =
        GetObjectRequest.builder().bucket(bucket.name()).key(key).ifMatch(same);
    if (offset > 0) {
      request.range("bytes=" + offset + "-");
    }
    ResponseInputStream<GetObjectResponse> answer = bucket.client().getObject(request.build());
    if (offset > 0 && answer.response().contentRange() == null) {
      answer.abort();
      throw bucket.failures().internal("the server does not read from the middle of an object");
    }
    return answer;
  }

  @Override
  public int read() {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : Byte.toUnsignedInt(one[0]);
  }

  @Override
  public int read(byte[] bytes, int offset, int length) {
    Objects.checkFromIndexSize(offset, length, bytes.length);
    if (length == 0) {
      return 0;
    }
    while (position < end) {
      try {
        int read = answer.read(bytes, offset, (int) Math.min(length, end - position));
        if (read > 0) {
          position += read;
          broken = 0;
          return read;
        }
        reopen(new IOException("it ended early"));
      } catch (IOException e) {
        reopen(e);
      } catch (SdkException e) {
        reopen(e);
      }
    }
    return -1;
  }

  private void reopen(Exception why) {
    answer.abort();
    LOG.debug("reading {} broke at {}", key, position, why);
    broken++;
    if (broken >= ATTEMPTS || Thread.currentThread().isInterrupted()) {
      throw bucket
          .failures()
          .of("reading", SdkException.create(String.valueOf(why.getMessage()), why));
    }
    try {
      answer = request(bucket, key, position, etag);
    } catch (S3Exception e) {
      if (e.statusCode() == 412) {
        throw bucket
            .failures()
            .internal("'%s' was replaced while it was read".formatted(key))
            .causedBy(e);
      }
      throw bucket.failures().of("reading", e);
    } catch (SdkException e) {
      throw bucket.failures().of("reading", e);
    }
  }

  @Override
  public void close() throws IOException {
    if (position < end) {
      // what is left is not worth fetching
      answer.abort();
    } else {
      answer.close();
    }
  }
}
