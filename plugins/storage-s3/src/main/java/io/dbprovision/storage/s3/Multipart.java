package io.dbprovision.storage.s3;

import io.dbprovision.spi.EngineException;
import io.dbprovision.spi.ErrorKind;
import java.util.ArrayList;
import java.util.List;
import software.amazon.awssdk.awscore.AwsRequestOverrideConfiguration;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.model.CompletedPart;

/** An upload in parts that the server knows of. */
final class Multipart {
  /** Of the protocol. Objects of the operator are split long before. */
  private static final int MOST_PARTS = 10_000;

  private final Bucket bucket;
  private final String key;
  private final String id;
  private final List<CompletedPart> parts = new ArrayList<>();

  private Multipart(Bucket bucket, String key, String id) {
    this.bucket = bucket;
    this.key = key;
    this.id = id;
  }

  static Multipart begin(Bucket bucket, String key, Terms terms) {
    return new Multipart(
        bucket,
        key,
        bucket.whole(
            bucket.call(
                "writing",
                client ->
                    client
                        .createMultipartUpload(
                            terms.multipart().bucket(bucket.name()).key(key).build())
                        .uploadId())));
  }

  void send(PartBuffer part, RequestBody body, AwsRequestOverrideConfiguration limits) {
    int number = parts.size() + 1;
    if (number > MOST_PARTS) {
      throw EngineException.of(
          ErrorKind.UNSUPPORTED,
          "'%s' is larger than %d parts of %d bytes, and S3 takes no more; write it as several objects"
              .formatted(key, MOST_PARTS, part.size()));
    }
    String etag =
        bucket.call(
            "writing",
            client ->
                client
                    .uploadPart(
                        request ->
                            request
                                .bucket(bucket.name())
                                .key(key)
                                .uploadId(id)
                                .partNumber(number)
                                .contentMD5(part.md5())
                                .overrideConfiguration(limits),
                        body)
                    .eTag());
    parts.add(CompletedPart.builder().partNumber(number).eTag(bucket.whole(etag)).build());
  }

  /** Fails as the SDK does. */
  void complete() {
    bucket
        .client()
        .completeMultipartUpload(
            request ->
                request
                    .bucket(bucket.name())
                    .key(key)
                    .uploadId(id)
                    .ifNoneMatch("*")
                    .multipartUpload(all -> all.parts(parts)));
  }

  /** Fails as the SDK does. */
  void abort() {
    bucket
        .client()
        .abortMultipartUpload(request -> request.bucket(bucket.name()).key(key).uploadId(id));
  }
}
