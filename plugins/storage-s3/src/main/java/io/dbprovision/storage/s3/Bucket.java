package io.dbprovision.storage.s3;

import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.HeadObjectResponse;
import software.amazon.awssdk.services.s3.model.ListObjectsV2Response;
import software.amazon.awssdk.services.s3.model.S3Exception;

/** A bucket and the way to it. */
final class Bucket implements AutoCloseable {
  private static final int LOOKS = 3;

  private final String name;
  private final S3Connection connection;
  private final Failures failures;
  private volatile boolean seen;

  Bucket(String name, S3Connection connection, Failures failures) {
    this.name = name;
    this.connection = connection;
    this.failures = failures;
  }

  String name() {
    return name;
  }

  Failures failures() {
    return failures;
  }

  /**
   * @param doing for the message of a failure
   */
  <T> T call(String doing, Function<S3Client, T> request) {
    try {
      return request.apply(connection.client());
    } catch (SdkException e) {
      throw failures.of(doing, e);
    }
  }

  /** For those who look into the failure themselves. */
  S3Client client() {
    return connection.client();
  }

  /**
   * Empty when there is no such object in the bucket, which is there.
   *
   * <p>The JDK takes an answer that is cut within its headers for a shorter one. An ETag is missing
   * each time from what a gateway tells of a file that was put below its folder past it.
   */
  Optional<HeadObjectResponse> head(String key) {
    for (int look = 1; look <= LOOKS; look++) {
      Optional<HeadObjectResponse> head = asked(key);
      if (head.isEmpty() || isWhole(head.get(), look == LOOKS)) {
        return head;
      }
    }
    throw failures.broken();
  }

  private static boolean isWhole(HeadObjectResponse head, boolean withoutETag) {
    return head.contentLength() != null
        && head.lastModified() != null
        && (withoutETag || head.eTag() != null);
  }

  /**
   * What every answer of its kind has.
   *
   * @throws io.dbprovision.spi.EngineException UNREACHABLE when it is not there: the answer was cut
   */
  <T> T whole(@Nullable T part) {
    if (part == null) {
      throw failures.broken();
    }
    return part;
  }

  private Optional<HeadObjectResponse> asked(String key) {
    try {
      HeadObjectResponse head =
          connection.client().headObject(request -> request.bucket(name).key(key));
      seen = true;
      return Optional.of(head);
    } catch (S3Exception e) {
      if (e.statusCode() == 404) {
        if (!seen) {
          ask();
        }
        return Optional.empty();
      }
      if (e.statusCode() == 301 || e.statusCode() == 400 || e.statusCode() == 403) {
        ask();
      }
      throw failures.of("reading", e);
    } catch (SdkException e) {
      throw failures.of("reading", e);
    }
  }

  /** The answer to a HEAD has no text that says why; that to a listing has. */
  void ask() {
    ListObjectsV2Response answer =
        call("listing", client -> client.listObjectsV2(request -> request.bucket(name).maxKeys(1)));
    if (answer.name() == null) {
      // the SDK finds nothing in any other XML, a web page for one, and no fault in it
      throw failures.noServer();
    }
    seen = true;
  }

  @Override
  public void close() {
    connection.close();
  }
}
